package gregor.cli.broker;

import gregor.broker.TopicDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor topics`: lists, describes, makes, changes and deletes them.
@Command(name = "topics", mixinStandardHelpOptions = true,
        description = "List, describe, create, alter and delete topics.")
final class TopicsCommand {
    @Command(mixinStandardHelpOptions = true,
            description = {"List the topics: how many partitions, events and bytes each has.",
        "Where compaction has left gaps there are fewer events than offsets; it counts offsets."})
    int list(@Mixin ConnectionOptions broker,
            @Option(names = "--all", description = "Also those that the broker made for itself.") boolean all,
            @Mixin JsonOption output) {
        try (Connection connection = broker.existing()) {
            connection.openAll(new Meter("Opening logs"));
            List<TopicDescription> topics = connection.describe(connection.topics().stream()
                    .filter(topic -> all || !connection.isInternal(topic)).toList());
            if (output.json) {
                Json.print(Json.object("topics", topics.stream().map(TopicsCommand::summary).toList()));
                return 0;
            }
            var table = new Columns("topic", "partitions", "events", "size", "set");
            topics.forEach(topic -> table.row(topic.name(), topic.partitions().size(),
                    sum(topic, part -> part.end() - part.start()),
                    new Columns.Size(sum(topic, TopicDescription.PartitionDescription::sizeInBytes)),
                    said(topic.configuration().overrides())));
            printOrSay(table, "there are no topics yet; ./gregor topics create NAME makes one");
            topics.forEach(TopicsCommand::tellTroubles);
        }
        return 0;
    }

    private static void printOrSay(Columns table, String nothing) {
        if (table.isEmpty()) {
            System.out.println(nothing);
        } else {
            table.print();
        }
    }

    private static long sum(TopicDescription topic, Function<TopicDescription.PartitionDescription, Long> number) {
        return topic.partitions().stream().mapToLong(number::apply).sum();
    }

    private static String said(Map<String, String> settings) {
        return settings.entrySet().stream().map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    private static Map<String, Object> summary(TopicDescription topic) {
        return Json.object("name", topic.name(), "partitions", topic.partitions().size(),
                "events", sum(topic, part -> part.end() - part.start()), "bytes",
                sum(topic, TopicDescription.PartitionDescription::sizeInBytes),
                "troubles", topic.partitions().stream().flatMap(part -> part.trouble().stream()).toList());
    }

    private static void tellTroubles(TopicDescription topic) {
        for (TopicDescription.PartitionDescription part : topic.partitions()) {
            part.trouble().ifPresent(trouble -> System.out.println("!! " + topic.name() + "-"
                    + part.partition() + ": " + trouble));
        }
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Say what there is to know of topics: their partitions and all their settings.")
    int describe(@Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Which topics.") List<String> names,
            @Mixin ConnectionOptions broker, @Mixin JsonOption output) {
        try (Connection connection = broker.existing()) {
            List<TopicDescription> topics = connection.describe(names);
            if (output.json) {
                Json.print(Json.object("topics", topics.stream().map(TopicsCommand::document).toList()));
            } else {
                topics.forEach(TopicsCommand::print);
            }
        }
        return 0;
    }

    private static Map<String, Object> document(TopicDescription topic) {
        var parts = topic.partitions().stream()
                .map(part -> Json.object("partition", part.partition(), "start", part.start(),
                "end", part.end(), "bytes", part.sizeInBytes(), "trouble", part.trouble().orElse(null))).toList();
        return Json.object("name", topic.name(), "id", topic.id().toString(), "created",
                topic.created().map(Instant::toString).orElse(null),
                "settings", topic.configuration().values(), "set", topic.configuration().overrides(), "partitions", parts);
    }

    private static void print(TopicDescription topic) {
        System.out.println(topic.name() + topic.created().map(time -> ", created " + Readable.time(time))
                .orElse("") + ", id " + topic.id());
        System.out.println();
        var parts = new Columns("partition", "start", "end", "size", "");
        topic.partitions().forEach(part -> parts.row(part.partition(), new Columns.Offset(part.start()),
                new Columns.Offset(part.end()),
                new Columns.Size(part.sizeInBytes()), part.trouble().map(trouble -> "!! " + trouble).orElse("")));
        parts.print();
        System.out.println();
        var settings = new Columns("setting", "value", "");
        Map<String, String> said = topic.configuration().overrides();
        topic.configuration().values().forEach((name, value) -> settings.row(name, value,
                (meaning(name, value) + (said.containsKey(name) ? "  (set)" : "")).strip()));
        settings.print();
        System.out.println();
    }

    private static String meaning(String name, String value) {
        if (value.equals("-1") || value.equals("" + Long.MAX_VALUE)) {
            return "no limit";
        }
        if (!value.matches("\\d{4,18}")) {
            return "";
        }
        long number = Long.parseLong(value);
        return name.endsWith(".ms") ? Readable.duration(Duration.ofMillis(number))
                : name.endsWith(".bytes") ? Readable.size(number) : "";
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false, description = "Create topics.")
    int create(@Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Their names.") List<String> names,
            @Option(names = "--partitions", paramLabel = "N", defaultValue = "1",
                    description = "How many partitions each gets.") int partitions,
            @Option(names = "--config", paramLabel = "NAME=VALUE", split = " ", hideParamSyntax = true,
                    description = "A setting, such as retention.ms=3600000 or archive=csv; you can give several.") Map<String, String> settings,
            @Mixin ConnectionOptions broker, @Mixin JsonOption output) {
        try (Connection connection = broker.connect()) {
            for (String name : names) {
                connection.create(name, partitions, settings == null ? Map.of() : settings);
                tell(output.json, name, "created", "topic " + name + " created, with "
                        + Readable.count(partitions, "partition"));
            }
        }
        return 0;
    }

    private static void tell(boolean json, String topic, String what, String sentence) {
        if (json) {
            Json.print(Json.object("topic", topic, "done", what));
        } else {
            System.out.println(sentence);
        }
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false,
            description = "Change a topic: its settings, or how many partitions it has.")
    int alter(@Parameters(paramLabel = "TOPIC", description = "Which topic.") String name,
            @Option(names = "--partitions", paramLabel = "N",
                    description = "How many partitions it has from now on; never fewer than before.") Integer partitions,
            @Option(names = "--config", paramLabel = "NAME=VALUE", split = " ", hideParamSyntax = true,
                    description = "A setting; you can give several.") Map<String, String> settings,
            @Option(names = "--delete-config", paramLabel = "NAME", split = " ", hideParamSyntax = true,
                    description = "A setting that goes back to its standard.") List<String> standards,
            @Mixin ConnectionOptions broker, @Mixin JsonOption output) {
        var changes = new LinkedHashMap<String, String>();
        (standards == null ? List.<String>of() : standards).forEach(setting -> changes.put(setting, null));
        (settings == null ? Map.<String, String>of() : settings).forEach((setting, value) -> {
            if (changes.containsKey(setting)) {
                throw new CommandException("--config and --delete-config both name " + setting + "; choose one");
            }
            changes.put(setting, value);
        });
        if (changes.isEmpty() && partitions == null) {
            throw new CommandException("there is nothing to change; give --partitions, --config or --delete-config");
        }
        try (Connection connection = broker.existing()) {
            var done = new ArrayList<String>();
            if (!changes.isEmpty()) {
                connection.alter(name, changes);
                changes.forEach((setting, value) -> done.add(value == null
                        ? setting + " back at its standard" : setting + "=" + value));
            }
            if (partitions != null) {
                connection.addPartitions(name, partitions);
                done.add(Readable.count(partitions, "partition"));
            }
            tell(output.json, name, "altered", "topic " + name + " has now: " + String.join(", ", done));
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Delete topics, with their events and what groups remember of them. Their archives stay.")
    int delete(@Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Which topics.") List<String> names,
            @Mixin ConnectionOptions broker, @Mixin JsonOption output) {
        try (Connection connection = broker.existing()) {
            names.forEach(connection::checkTopic);
            for (String name : names) {
                connection.delete(name);
                tell(output.json, name, "deleted", "topic " + name + " deleted");
            }
        }
        return 0;
    }
}
