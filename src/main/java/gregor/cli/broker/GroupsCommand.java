package gregor.cli.broker;

import gregor.topic.TopicPartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor groups`: how far groups are, and other bookmarks for them.
@Command(name = "groups", mixinStandardHelpOptions = true,
        description = "List and describe groups, move their bookmarks, delete them.")
final class GroupsCommand {
    @Command(mixinStandardHelpOptions = true,
            description = "List the groups: what they read, and how far behind they are.")
    int list(@Mixin ConnectionOptions broker, @Mixin JsonOption output) {
        try (Connection connection = broker.existing()) {
            List<GroupDescription> groups = connection.groups().stream().map(connection::group).toList();
            if (output.json) {
                Json.print(Json.object("groups", groups.stream().map(group -> Json.object("name", group.name(),
                        "state", group.state(), "members", group.members(), "topics", group.topics(),
                        "lag", group.lag())).toList()));
                return 0;
            }
            if (groups.isEmpty()) {
                System.out.println("there are no groups yet; ./gregor consume --topic TOPIC --group GROUP makes one");
                return 0;
            }
            var table = new Columns("group", "state", "members", "lag", "topics");
            groups.forEach(group -> table.row(group.name(), group.state(), group.members().size(), group.lag(),
                    String.join(", ", group.topics())));
            table.print();
            groups.forEach(GroupsCommand::tellTroubles);
        }
        return 0;
    }

    private static void tellTroubles(GroupDescription group) {
        group.places().forEach(place -> place.trouble().ifPresent(trouble ->
                System.out.println("!! " + place.topic() + "-" + place.partition() + ": " + trouble)));
    }

    @Command(mixinStandardHelpOptions = true, description = {"Say how far a group is in each partition.",
        "committed is the offset that it reads next, end the one that the next event will get, lag what lies between."})
    int describe(@Parameters(paramLabel = "GROUP", description = "Which group.") String name,
            @Mixin ConnectionOptions broker, @Mixin JsonOption output) {
        try (Connection connection = broker.existing()) {
            GroupDescription group = connection.group(name);
            if (output.json) {
                Json.print(Json.object("name", group.name(), "state", group.state(), "members",
                        group.members(), "lag", group.lag(),
                        "partitions", group.places().stream().map(GroupsCommand::document).toList()));
                return 0;
            }
            System.out.println(Readable.safe(name) + ", " + group.state() + ", "
                    + Readable.count(group.members().size(), "member")
                    + ", lag " + Readable.count(group.lag()));
            System.out.println();
            var table = new Columns("topic", "partition", "committed", "end", "lag", "read by");
            group.places().forEach(place -> table.row(place.topic(), place.partition(),
                    Columns.Offset.of(place.committed()),
                    new Columns.Offset(place.end()), place.lag(), place.member().orElse(null)));
            table.print();
            tellTroubles(group);
        }
        return 0;
    }

    private static Map<String, Object> document(GroupDescription.Place place) {
        return Json.object("topic", place.topic(), "partition", place.partition(), "committed",
                place.committed().orElse(null),
                "start", place.start(), "end", place.end(), "lag", place.lag(), "member", place.member().orElse(null),
                "trouble", place.trouble().orElse(null));
    }

    /// Where the bookmarks go.
    static final class Target {
        @Option(names = "--to-earliest", description = "To the earliest event that is there.")
        private boolean toEarliest;

        @Option(names = "--to-latest", description = "To the end: the group goes on with what comes next.")
        private boolean toLatest;

        @Option(names = "--to-offset", paramLabel = "N", description = "To an offset.")
        private Long toOffset;

        @Option(names = "--to-time", paramLabel = "TIME", converter = Values.Time.class,
                description = "To the first event that is as young: 2026-03-02, 2026-03-02T08:15 (UTC), or 2h for two hours ago.")
        private Instant toTime;

        @Option(names = "--shift", paramLabel = "N",
                description = "By so many offsets, back if it is negative; no further than to an end.")
        private Long shift;

        private long of(Connection connection, GroupDescription.Place place) {
            if (toOffset != null) {
                if (toOffset < place.start() || toOffset > place.end()) {
                    throw new CommandException("offset " + toOffset + " is not in " + name(place) + ", which has "
                            + place.start() + " to " + place.end() + "; nothing was moved");
                }
                return toOffset;
            }
            if (toTime != null) {
                return connection.offsetAt(partition(place), toTime).orElse(place.end());
            }
            if (shift != null) {
                long from = place.committed().orElse(place.start());
                return Math.clamp(shift > 0 && from > Long.MAX_VALUE - shift ? Long.MAX_VALUE : from + shift,
                        place.start(), place.end());
            }
            return toLatest ? place.end() : place.start();
        }
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Move the bookmarks of a group: to read again, or to skip. Nobody may be in it.",
                "Unless you name a topic, it moves those that the group has."})
    int reset(@Parameters(paramLabel = "GROUP",
            description = "Which group; it may be a new one, if you name a topic.") String name,
            @ArgGroup(exclusive = true, multiplicity = "1") Target target,
            @Option(names = "--topic", paramLabel = "TOPIC", description = "Only in this topic.") String topic,
            @Option(names = "--partition", paramLabel = "N",
                    description = "Only in this partition of the topic.") Integer partition,
            @Option(names = "--dry-run", description = "Only show where they would go.") boolean dry,
            @Mixin ConnectionOptions broker, @Mixin JsonOption output) {
        if (partition != null && topic == null) {
            throw new CommandException("--partition needs a --topic");
        }
        try (Connection connection = broker.existing()) {
            SortedMap<TopicPartition, Long> moved = new TreeMap<>();
            List<GroupDescription.Place> places = places(connection, name, Optional.ofNullable(topic),
                    Optional.ofNullable(partition));
            for (GroupDescription.Place place : places) {
                if (place.trouble().isPresent()) {
                    throw new CommandException(name(place) + ": " + place.trouble().get());
                }
                moved.put(partition(place), target.of(connection, place));
            }
            if (!dry) {
                connection.reset(name, moved);
            }
            show(places, moved, dry, output.json);
        }
        return 0;
    }

    private static void show(List<GroupDescription.Place> places, Map<TopicPartition, Long> moved,
            boolean dry, boolean json) {
        if (json) {
            Json.print(Json.object("done", !dry, "partitions",
                    places.stream().map(place -> Json.object("topic", place.topic(),
                    "partition", place.partition(), "from", place.committed().orElse(null), "to",
                    moved.get(partition(place)))).toList()));
            return;
        }
        var table = new Columns("topic", "partition", "from", "to");
        places.forEach(place -> table.row(place.topic(), place.partition(), Columns.Offset.of(place.committed()),
                new Columns.Offset(moved.get(partition(place)))));
        table.print();
        if (dry) {
            System.out.println("Nothing was moved: --dry-run.");
        }
    }

    private static List<GroupDescription.Place> places(Connection connection, String group, Optional<String> topic,
            Optional<Integer> partition) {
        var places = new ArrayList<GroupDescription.Place>();
        if (topic.isEmpty() || connection.groups().contains(group)) {
            connection.group(group).places().stream()
                    .filter(place -> topic.isPresent() ? place.topic().equals(topic.get())
                    : place.committed().isPresent()).forEach(places::add);
        }
        if (topic.isPresent() && places.isEmpty()) {
            connection.describe(topic.get()).partitions()
                    .forEach(part -> places.add(new GroupDescription.Place(topic.get(),
                    part.partition(), Optional.empty(), part.start(), part.end(), part.end() - part.start(),
                    Optional.empty(), part.trouble())));
        }
        int count = places.size();
        places.removeIf(place -> partition.isPresent() && place.partition() != partition.get());
        if (places.isEmpty()) {
            throw new CommandException(partition.isPresent() ? "there is no partition " + partition.get()
                    + "; the topic has 0 to "
                    + (count - 1) : "the group has no bookmarks; name a topic with --topic");
        }
        places.sort(Comparator.comparing(GroupsCommand::partition));
        return places;
    }

    private static TopicPartition partition(GroupDescription.Place place) {
        return new TopicPartition(place.topic(), place.partition());
    }

    private static String name(GroupDescription.Place place) {
        return partition(place).toString();
    }

    @Command(mixinStandardHelpOptions = true, description = "Delete groups that nobody is in, with their bookmarks.")
    int delete(@Parameters(arity = "1..*", paramLabel = "GROUP", description = "Which groups.") List<String> names,
            @Mixin ConnectionOptions broker, @Mixin JsonOption output) {
        try (Connection connection = broker.existing()) {
            for (String name : names) {
                connection.deleteGroup(name);
                if (output.json) {
                    Json.print(Json.object("group", name, "done", "deleted"));
                } else {
                    System.out.println("group " + Readable.safe(name) + " deleted");
                }
            }
        }
        return 0;
    }
}
