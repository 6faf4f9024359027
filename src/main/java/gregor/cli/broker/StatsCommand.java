package gregor.cli.broker;

import gregor.broker.TopicDescription;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `gregor stats`: what there is now, and what a broker has written down about itself.
@Command(name = "stats", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Show how much there is, and what was done lately.",
            "What was done is what running brokers have written to the topic _kaf."})
final class StatsCommand implements Callable<Integer> {
    /// A broker that is none of ours has no such topic.
    private static final String JOURNAL = "_kaf";

    @Option(names = "--intervals", paramLabel = "N", defaultValue = "10",
            description = "Show so many of the latest intervals.")
    private int intervals;

    @Mixin
    private ConnectionOptions broker;

    @Mixin
    private JsonOption output;

    @Override
    public Integer call() {
        if (intervals < 1) {
            throw new CommandException("--intervals is 1 or more, not " + intervals);
        }
        try (Connection connection = broker.existing()) {
            connection.openAll(new Meter("Opening logs"));
            Map<String, Object> now = now(connection);
            List<JsonNode> latest = connection.topics().contains(JOURNAL)
                    ? latest(connection.log(new TopicPartition(JOURNAL, 0))) : List.of();
            if (output.json) {
                Json.print(Json.object("now", now, "intervals", latest));
            } else {
                print(now);
                print(latest);
            }
        }
        return 0;
    }

    private static Map<String, Object> now(Connection connection) {
        long partitions = 0;
        long events = 0;
        long bytes = 0;
        List<TopicDescription> topics = connection.describe(connection.topics());
        for (TopicDescription topic : topics) {
            for (TopicDescription.PartitionDescription part : topic.partitions()) {
                partitions++;
                events += part.end() - part.start();
                bytes += part.sizeInBytes();
            }
        }
        List<String> groups = connection.groups();
        return Json.object("topics", topics.size(), "partitions", partitions, "events", events, "bytes", bytes,
                "groups", groups.size(), "lag", groups.stream().mapToLong(group -> connection.group(group).lag()).sum(),
                "troubles", connection.troubles());
    }

    private static void print(Map<String, Object> now) {
        var table = new Columns("now", "");
        now.forEach((name, value) -> {
            if (!name.equals("troubles")) {
                table.row(name, name.equals("bytes") ? new Columns.Size((long) value) : value);
            }
        });
        table.print();
        ((List<?>) now.get("troubles")).forEach(trouble -> System.out.println("!! " + trouble));
        System.out.println();
    }

    /// Who writes to the topic by hand may write what they like; what is no record of statistics is skipped.
    private List<JsonNode> latest(Log log) {
        var consumer = new Consumer("stats", log);
        consumer.seek(Math.max(log.start(), log.end() - intervals));
        var latest = new ArrayList<JsonNode>();
        for (Entry entry : consumer.poll(intervals)) {
            try {
                JsonNode node = Json.MAPPER.readTree(entry.event().value());
                if (node.path("logs").isArray()) {
                    latest.add(node);
                }
            } catch (JacksonException | IllegalArgumentException e) {
                continue;
            }
        }
        return latest;
    }

    private static void print(List<JsonNode> latest) {
        var table = new Columns("until", "during", "log", "puts", "a second", "gets", "errors", "end");
        for (JsonNode interval : latest) {
            Instant end = Instant.parse(interval.path("end").asString());
            Duration during = Duration.between(Instant.parse(interval.path("beg").asString()), end);
            for (JsonNode log : interval.path("logs")) {
                long puts = log.path("puts").asLong();
                table.row(Readable.time(end),
                        Readable.duration(during.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
                        log.path("name").asString(), puts, puts * 1000 / Math.max(1, during.toMillis()),
                        log.path("gets").asLong(), log.path("errs").asLong(0),
                        new Columns.Offset(log.path("last").asLong()));
            }
        }
        if (table.isEmpty()) {
            System.out.println("Nothing was done in the intervals that are written down. A running broker writes one every "
                    + "five minutes, or as its --statistics says.");
        } else {
            table.print();
        }
    }
}
