package gregor.cli.broker;

import module java.base;

import gregor.broker.TopicDescription.PartitionDescription;
import gregor.broker.TopicDescription;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OutputOption;
import gregor.cli.console.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor topics`: lists, describes, creates, alters and deletes topics.
@Command(name = "topics", mixinStandardHelpOptions = true,
        description = "List, describe, create, alter and delete topics.")
final class TopicsCommand {
    private static final TextTable<TopicDescription> SUMMARY = new TextTable<TopicDescription>()
            .column("topic", "name", TopicDescription::name)
            .column("partitions", "partitions", topic -> topic.partitions().size())
            .column("events", "events", topic -> sum(topic, part -> part.end() - part.start()))
            .column("size", "bytes", topic -> new TextTable.Size(sum(topic, PartitionDescription::sizeInBytes)))
            .text("set", topic -> topic.configuration().overrides().entrySet().stream()
                    .map(setting -> setting.getKey() + "=" + setting.getValue()).collect(Collectors.joining(" ")))
            .json("troubles", topic -> topic.partitions().stream().flatMap(part -> part.trouble().stream()).toList());

    private static final TextTable<Part> PARTITIONS = new TextTable<Part>().json("topic", Part::topic)
            .column("partition", "partition", part -> part.of.partition())
            .column("start", "start", part -> new TextTable.Offset(part.of.start()))
            .column("end", "end", part -> new TextTable.Offset(part.of.end()))
            .column("size", "bytes", part -> new TextTable.Size(part.of.sizeInBytes()))
            .text("", part -> part.of.trouble().map(trouble -> "!! " + trouble).orElse(""))
            .json("trouble", part -> part.of.trouble());

    private record Part(String topic, PartitionDescription of) {
        static Stream<Part> of(TopicDescription topic) {
            return topic.partitions().stream().map(part -> new Part(topic.name(), part));
        }
    }

    @Command(mixinStandardHelpOptions = true,
            description = {"List the topics: how many partitions, events and bytes each has.",
                    "It counts offsets: where compaction has left gaps, there are fewer events."})
    int list(@Mixin ConnectionOptions broker,
            @Option(names = "--all",
                    description = "Also the topics that the broker created for its own use.") boolean all,
            @Mixin OutputOption output) {
        try (BrokerClient client = broker.reading()) {
            client.openAll();
            List<TopicDescription> topics = client
                    .describe(client.topics().stream().filter(topic -> all || !client.isInternal(topic)).toList());
            List<String> troubles = topics.stream().flatMap(TopicsCommand::troubles).toList();
            output.table("topics", SUMMARY, topics, "there are no topics yet; ./gregor topics create NAME creates one",
                    troubles);
            return troubles.isEmpty() ? 0 : 1;
        }
    }

    private static Stream<String> troubles(TopicDescription topic) {
        return topic.partitions().stream().flatMap(part -> part.trouble().stream()
                .map(trouble -> "!! " + topic.name() + "-" + part.partition() + ": " + trouble));
    }

    private static long sum(TopicDescription topic, ToLongFunction<PartitionDescription> number) {
        return topic.partitions().stream().mapToLong(number).sum();
    }

    @Command(mixinStandardHelpOptions = true, description = "Describe topics: their partitions and all their settings.")
    void describe(@Parameters(arity = "1..*", paramLabel = "TOPIC", description = "The topics.") List<String> names,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        try (BrokerClient client = broker.reading()) {
            List<TopicDescription> topics = client.describe(names);
            output.print(JsonOutput.object("topics", topics.stream().map(TopicsCommand::document).toList()), PARTITIONS,
                    topics.stream().flatMap(Part::of).toList(), () -> topics.forEach(TopicsCommand::print));
        }
    }

    private static Map<String, Object> document(TopicDescription topic) {
        return JsonOutput.object("name", topic.name(), "id", topic.id().toString(), "created",
                topic.created().map(Instant::toString).orElse(null), "settings", topic.configuration().values(), "set",
                topic.configuration().overrides(), "partitions", PARTITIONS.documents(Part.of(topic).toList()));
    }

    private static void print(TopicDescription topic) {
        System.out.println(topic.name() + topic.created().map(time -> ", created " + HumanText.time(time)).orElse("")
                + ", id " + topic.id() + "\n");
        PARTITIONS.print(Part.of(topic).toList());
        System.out.println();
        Map<String, String> set = topic.configuration().overrides();
        new TextTable<Map.Entry<String, String>>().text("setting", Map.Entry::getKey).text("value", Map.Entry::getValue)
                .text("",
                        setting -> (meaning(setting.getKey(), setting.getValue())
                                + (set.containsKey(setting.getKey()) ? "  (set)" : "")).strip())
                .print(topic.configuration().values().entrySet());
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
        return name.endsWith(".ms")
                ? HumanText.duration(Duration.ofMillis(number))
                : name.endsWith(".bytes") ? HumanText.size(number) : "";
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false, description = "Create topics.")
    void create(@Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Their names.") List<String> names,
            @Option(names = "--partitions", paramLabel = "N", defaultValue = "1",
                    description = "The number of partitions of each.") int partitions,
            @Option(names = "--config", paramLabel = "NAME=VALUE", split = " ", hideParamSyntax = true,
                    description = "A setting, such as retention.ms=7d, retention.bytes=10MiB or archive=csv; you "
                            + "can give several.") Map<String, String> settings,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        names.forEach(name -> checkPartitions(name, partitions, 1));
        try (BrokerClient client = broker.connect()) {
            for (String name : names) {
                client.create(name, partitions, settings == null ? Map.of() : TopicSettings.values(settings));
                output.done("topic", name, "created",
                        "topic " + name + " created, with " + HumanText.count(partitions, "partition"));
            }
        }
    }

    private static void checkPartitions(String topic, int total, int least) {
        if (total < least) {
            throw new CommandException(total < 1
                    ? "topic " + topic + " cannot have " + total + " partitions; give 1 or more"
                    : "topic " + topic + " has " + least + " partitions and cannot shrink to " + total
                            + "; create a new topic and copy the events");
        }
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false,
            description = "Change the settings of a topic, or its number of partitions.")
    void alter(@Parameters(paramLabel = "TOPIC", description = "The topic.") String name,
            @Option(names = "--partitions", paramLabel = "N",
                    description = "The new number of partitions; not fewer than before.") Integer partitions,
            @Option(names = "--config", paramLabel = "NAME=VALUE", split = " ", hideParamSyntax = true,
                    description = "A setting; you can give several.") Map<String, String> settings,
            @Option(names = "--delete-config", paramLabel = "NAME", split = " ", hideParamSyntax = true,
                    description = "A setting that gets its default again.") List<String> defaults,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        var changes = new LinkedHashMap<String, String>();
        (defaults == null ? List.<String>of() : defaults).forEach(setting -> changes.put(setting, null));
        (settings == null ? Map.<String, String>of() : settings).forEach((setting, value) -> {
            if (changes.containsKey(setting)) {
                throw new CommandException("--config and --delete-config both name " + setting + "; choose one");
            }
            changes.put(setting, TopicSettings.value(setting, value));
        });
        if (changes.isEmpty() && partitions == null) {
            throw new CommandException("there is nothing to change; give --partitions, --config or --delete-config");
        }
        try (BrokerClient client = broker.existing()) {
            int before = client.partitions(name).size();
            checkPartitions(name, partitions == null ? before : partitions, before);
            var done = new ArrayList<String>();
            if (!changes.isEmpty()) {
                client.alter(name, changes);
                changes.forEach((setting, value) -> done
                        .add(value == null ? setting + " at its default again" : setting + "=" + value));
            }
            if (partitions != null) {
                if (partitions > before) {
                    client.addPartitions(name, partitions);
                }
                done.add(HumanText.count(partitions, "partition"));
            }
            output.done("topic", name, "altered", "topic " + name + " has now: " + String.join(", ", done));
        }
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Delete topics, with their events and the groups' committed offsets. Their archives are "
                    + "kept.")
    void delete(@Parameters(arity = "1..*", paramLabel = "TOPIC", description = "The topics.") List<String> names,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        try (BrokerClient client = broker.existing()) {
            names.forEach(client::checkTopic);
            for (String name : names) {
                client.delete(name);
                output.done("topic", name, "deleted", "topic " + name + " deleted");
            }
        }
    }
}
