package gregor.cli.broker;

import module java.base;

import gregor.cli.broker.GroupDescription.Place;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OutputOption;
import gregor.cli.console.TextTable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor groups`: lists, describes and deletes groups, and moves their committed offsets.
@Command(name = "groups", mixinStandardHelpOptions = true,
        description = "List and describe groups, move their committed offsets, delete them.")
final class GroupsCommand {
    private static final TextTable<GroupDescription> SUMMARY = new TextTable<GroupDescription>()
            .column("group", "name", GroupDescription::name).column("state", "state", GroupDescription::state)
            .text("members", group -> group.members().size()).json("members", GroupDescription::members)
            .json("topics", GroupDescription::topics).column("lag", "lag", GroupDescription::lag)
            .text("topics", group -> String.join(", ", group.topics()));

    private static final TextTable<Place> PLACES = new TextTable<Place>().column("topic", "topic", Place::topic)
            .column("partition", "partition", Place::partition)
            .column("committed", "committed", place -> place.committed().map(TextTable.Offset::new))
            .json("start", Place::start).column("end", "end", place -> new TextTable.Offset(place.end()))
            .column("lag", "lag", Place::lag).column("read by", "member", Place::member)
            .json("trouble", Place::trouble);

    @Command(mixinStandardHelpOptions = true, description = "List the groups: their topics and their lag.")
    void list(@Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        try (BrokerClient client = broker.reading()) {
            List<GroupDescription> groups = client.groups().stream().map(client::group).toList();
            output.table("groups", SUMMARY, groups,
                    "there are no groups yet; ./gregor consume --topic TOPIC --group GROUP creates one",
                    groups.stream().flatMap(GroupsCommand::troubles).toList());
        }
    }

    private static Stream<String> troubles(GroupDescription group) {
        return group.places().stream()
                .flatMap(place -> place.trouble().stream().map(trouble -> "!! " + place.name() + ": " + trouble));
    }

    @Command(mixinStandardHelpOptions = true,
            description = {"Describe a group: its committed offset and its lag in each partition.",
                    "committed is the offset that it reads next, end that of the next event to be written, lag their "
                            + "difference."})
    void describe(@Parameters(paramLabel = "GROUP", description = "The group.") String name,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        try (BrokerClient client = broker.reading()) {
            GroupDescription group = client.group(name);
            output.print(
                    JsonOutput.object("name", group.name(), "state", group.state(), "members", group.members(), "lag",
                            group.lag(), "partitions", PLACES.documents(group.places())),
                    PLACES, group.places(), () -> print(group));
        }
    }

    private static void print(GroupDescription group) {
        System.out.println(HumanText.escapeControls(group.name()) + ", " + group.state() + ", "
                + HumanText.count(group.members().size(), "member") + ", lag " + HumanText.count(group.lag()) + "\n");
        PLACES.print(group.places());
        troubles(group).forEach(System.out::println);
    }

    static final class Target {
        @Option(names = "--to-earliest", description = "To the earliest event.")
        private boolean toEarliest;

        @Option(names = "--to-latest",
                description = "To the end: the group continues with the next event to be written.")
        private boolean toLatest;

        @Option(names = "--to-offset", paramLabel = "N", description = "To an offset.")
        private Long toOffset;

        @Option(names = "--to-time", paramLabel = "TIME",
                description = "To the first event whose timestamp is at least TIME: 2026-03-02, 2026-03-02T08:15 "
                        + "(UTC), or 2h for two hours ago.")
        private Instant toTime;

        @Option(names = "--shift", paramLabel = "N",
                description = "Move by N offsets (negative: back), within the log.")
        private Long shift;

        private long of(BrokerClient client, Place place) {
            if (place.trouble().isPresent()) {
                throw new CommandException(place.name() + ": " + place.trouble().get());
            }
            if (toOffset != null) {
                if (toOffset < place.start() || toOffset > place.end()) {
                    throw new CommandException("offset " + toOffset + " is not in " + place.name() + ", which has "
                            + place.start() + " to " + place.end() + "; nothing was moved");
                }
                return toOffset;
            }
            if (toTime != null) {
                return client.offsetAt(place.name(), toTime).orElse(place.end());
            }
            if (shift != null) {
                long from = place.committed().orElse(place.start());
                return from + Math.clamp(shift, place.start() - from, place.end() - from);
            }
            return toLatest ? place.end() : place.start();
        }
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false,
            description = {
                    "Move the committed offsets of a group, to read again or to skip. The group must not have members.",
                    "Without --topic it moves all that the group has committed."})
    void reset(
            @Parameters(paramLabel = "GROUP", description = "The group; with --topic it may be a new one.") String name,
            @ArgGroup(exclusive = true, multiplicity = "1") Target target,
            @Option(names = "--topic", paramLabel = "TOPIC", description = "Only in this topic.") String topic,
            @Option(names = "--partition", paramLabel = "N",
                    description = "Only in this partition of the topic.") Integer partition,
            @Option(names = "--dry-run", description = "Only show the new offsets.") boolean dry,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        if (partition != null && topic == null) {
            throw new CommandException("--partition needs a --topic");
        }
        try (BrokerClient client = broker.existing()) {
            List<Move> moves = places(client, name, Optional.ofNullable(topic), Optional.ofNullable(partition)).stream()
                    .map(place -> new Move(place, target.of(client, place))).toList();
            if (!dry) {
                client.reset(name, moves.stream().collect(Collectors.toMap(move -> move.place.name(), Move::to)));
            }
            output.print(JsonOutput.object("done", !dry, "partitions", MOVES.documents(moves)), MOVES, moves, () -> {
                MOVES.print(moves);
                System.out.print(dry ? "Nothing was moved: --dry-run.\n" : "");
            });
        }
    }

    private record Move(Place place, long to) {}

    private static final TextTable<Move> MOVES = new TextTable<Move>()
            .column("topic", "topic", move -> move.place.topic())
            .column("partition", "partition", move -> move.place.partition())
            .column("from", "from", move -> move.place.committed().map(TextTable.Offset::new))
            .column("to", "to", move -> new TextTable.Offset(move.to));

    /// The partitions in which the group has committed, or those of a topic.
    private static List<Place> places(BrokerClient client, String group, Optional<String> topic,
            Optional<Integer> partition) {
        List<Place> places = topic.isPresent() && !client.groups().contains(group)
                ? List.of()
                : client.group(group).places().stream()
                        .filter(place -> topic.map(place.topic()::equals).orElse(place.committed().isPresent()))
                        .toList();
        if (topic.isPresent() && places.isEmpty()) {
            places = client.describe(topic.get()).partitions().stream()
                    .map(part -> Place.of(topic.get(), part, Optional.empty(), Optional.empty())).toList();
        }
        if (places.isEmpty()) {
            throw new CommandException("the group has no committed offsets; name a topic with --topic");
        }
        int count = places.size();
        partition.ifPresent(number -> BrokerClient.checkPartition(number, count));
        return places.stream().filter(place -> partition.isEmpty() || place.partition() == partition.get())
                .sorted(Comparator.comparing(Place::name)).toList();
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Delete groups without members, with their committed offsets.")
    void delete(@Parameters(arity = "1..*", paramLabel = "GROUP", description = "The groups.") List<String> names,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        try (BrokerClient client = broker.existing()) {
            for (String name : names) {
                client.checkGroup(name);
                client.deleteGroup(name);
                output.done("group", name, "deleted", "group " + HumanText.escapeControls(name) + " deleted");
            }
        }
    }
}
