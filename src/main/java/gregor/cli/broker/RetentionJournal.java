package gregor.cli.broker;

import module java.base;

import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.list.Entry;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Finds in a broker's journal what retention has deleted.
final class RetentionJournal {
    static final TopicPartition PARTITION = new TopicPartition("__journal", 0);
    private static final Pattern DELETED = Pattern.compile("(.+)-(\\d+): (deleted offsets (\\d+) to (\\d+).*)");

    private RetentionJournal() {}

    /// Returns what an entry of the journal says of a deletion, with the time, the number of events and the settings
    /// that are the reason; empty if it is about something else.
    ///
    /// @param settings of a topic; empty if it does not exist any more
    static Optional<String> deletion(Entry entry, Function<String, Optional<TopicConfig>> settings) {
        try {
            JsonNode happening = JsonOutput.MAPPER.readTree(entry.event().value());
            Matcher found = DELETED.matcher(happening.path("about").asString(""));
            if (!found.matches()) {
                return Optional.empty();
            }
            long events = Long.parseLong(found.group(5)) - Long.parseLong(found.group(4)) + 1;
            return Optional.of(
                    HumanText.time(Instant.parse(happening.path("time").asString())) + "  retention " + found.group(3)
                            + " of " + found.group(1) + "-" + found.group(2) + " (" + HumanText.count(events, "event")
                            + settings.apply(found.group(1)).map(RetentionJournal::limits).orElse("") + ")");
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String limits(TopicConfig settings) {
        long age = settings.number("retention.ms");
        long bytes = settings.number("retention.bytes");
        return (age < 0 ? "" : ", retention.ms is " + HumanText.duration(Duration.ofMillis(age)))
                + (bytes < 0 ? "" : ", retention.bytes is " + HumanText.size(bytes));
    }
}
