package gregor.cli.broker;

import module java.base;

import gregor.broker.TopicDescription;
import gregor.cli.broker.BrokerClient.OffsetRange;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OutputOption;
import gregor.cli.console.TextTable;
import gregor.lesson.TerminalStyle;
import gregor.list.Entry;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `gregor stats`: the size of the data, and the recorded activity of brokers.
@Command(name = "stats", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Show how much data there is, and the latest activity.",
                "The activity is what running brokers have recorded in the topic _kaf."})
final class StatsCommand implements Runnable {
    /// A broker other than Gregor's has no such topic.
    private static final String STATISTICS_TOPIC = "_kaf";
    private static final int JOURNAL_ENTRIES = 1000;

    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss")
            .withZone(ZoneOffset.UTC);
    private static final int WIDTH = 80;

    private static final TextTable<Activity> ACTIVITY = new TextTable<Activity>()
            .text("until (UTC)", row -> UNTIL.format(row.end)).json("until", row -> row.end)
            .json("millis", row -> row.during.toMillis()).column("log", "log", row -> row.log.path("name").asString())
            .column("puts", "puts", row -> row.number("puts"))
            .text("a second", row -> row.number("puts") * 1000 / Math.max(1, row.during.toMillis()))
            .column("gets", "gets", row -> row.number("gets")).column("errors", "errors", row -> row.number("errs"))
            .column("end", "end", row -> new TextTable.Offset(row.number("last")));

    @Option(names = "--intervals", paramLabel = "N", defaultValue = "10", description = "Show the latest N intervals.")
    private int intervals;

    @Mixin
    private ConnectionOptions broker;

    @Mixin
    private OutputOption output;

    @Override
    public void run() {
        if (intervals < 1) {
            throw new CommandException("--intervals must be 1 or more, not " + intervals);
        }
        try (BrokerClient client = broker.reading()) {
            client.openAll();
            Map<String, Object> now = now(client);
            List<JsonNode> latest = last(client, new TopicPartition(STATISTICS_TOPIC, 0), intervals).stream()
                    .flatMap(StatsCommand::statistics).toList();
            List<String> deleted = last(client, RetentionJournal.PARTITION, JOURNAL_ENTRIES).stream()
                    .flatMap(entry -> RetentionJournal.deletion(entry, topic -> settings(client, topic)).stream())
                    .toList();
            List<Activity> rows = latest.stream().flatMap(Activity::of).toList();
            output.print(JsonOutput.object("now", now, "intervals", latest, "deleted", deleted), ACTIVITY, rows, () -> {
                print(now);
                deleted.subList(Math.max(0, deleted.size() - intervals), deleted.size())
                        .forEach(line -> System.out.println(TerminalStyle.wrap(line, WIDTH, "")));
                System.out.print(deleted.isEmpty() ? "" : "\n");
                print(rows);
            });
        }
    }

    private static Map<String, Object> now(BrokerClient client) {
        List<TopicDescription> topics = client.describe(client.topics());
        List<TopicDescription.PartitionDescription> parts = topics.stream()
                .flatMap(topic -> topic.partitions().stream()).toList();
        List<String> groups = client.groups();
        return JsonOutput.object("topics", topics.size(), "partitions", parts.size(), "events",
                parts.stream().mapToLong(part -> part.end() - part.start()).sum(), "bytes",
                parts.stream().mapToLong(TopicDescription.PartitionDescription::sizeInBytes).sum(), "groups",
                groups.size(), "lag", groups.stream().mapToLong(group -> client.group(group).lag()).sum(), "troubles",
                client.troubles());
    }

    private static void print(Map<String, Object> now) {
        new TextTable<Map.Entry<String, Object>>().text("now", Map.Entry::getKey)
                .text("",
                        number -> number.getKey().equals("bytes")
                                ? new TextTable.Size((long) number.getValue())
                                : number.getValue())
                .print(now.entrySet().stream().filter(number -> !number.getKey().equals("troubles")).toList());
        ((List<?>) now.get("troubles")).forEach(trouble -> System.out.println("!! " + trouble));
        System.out.println();
    }

    private static Optional<TopicConfig> settings(BrokerClient client, String topic) {
        return client.topics().contains(topic) ? Optional.of(client.describe(topic).configuration()) : Optional.empty();
    }

    /// Reads the last entries of one of the broker's own topics; none if there is no such topic.
    private static List<Entry> last(BrokerClient client, TopicPartition partition, int count) {
        if (!client.topics().contains(partition.topic())) {
            return List.of();
        }
        OffsetRange range = client.offsets(List.of(partition)).get(partition);
        return client.read(partition, Math.max(range.start(), range.end() - count)).entries();
    }

    /// Users may write to the topic too; events that are not records of statistics are skipped.
    private static Stream<JsonNode> statistics(Entry entry) {
        try {
            JsonNode node = JsonOutput.MAPPER.readTree(entry.event().value());
            return node.path("logs").isArray() ? Stream.of(node) : Stream.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private record Activity(Instant end, Duration during, JsonNode log) {
        private static Stream<Activity> of(JsonNode interval) {
            Instant end = Instant.parse(interval.path("end").asString());
            Duration during = Duration.between(Instant.parse(interval.path("beg").asString()), end);
            return interval.path("logs").valueStream().map(log -> new Activity(end, during, log));
        }

        private long number(String field) {
            return log.path(field).asLong(0);
        }
    }

    private static void print(List<Activity> rows) {
        if (rows.isEmpty()) {
            System.out.println("Nothing was done in the recorded intervals. A running broker records one every\n"
                    + "five minutes, or as its --statistics says.");
            return;
        }
        ACTIVITY.print(rows);
    }
}
