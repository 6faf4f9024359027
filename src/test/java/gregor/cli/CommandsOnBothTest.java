package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.ApacheKafka;
import gregor.kafka.KafkaTestServer;
import gregor.lesson.LessonFiles;
import gregor.list.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Executes each command of a page on our broker and on Apache Kafka, and compares what they print with the page.
@Timeout(240)
class CommandsOnBothTest extends Shelled {
    private static final Path PAGE = Sample.home().resolve("lessons/17-graduate-commands.adoc");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)`(?: \\| `([^`]+)` \\| `([^`]+)`)?");
    private static final Pattern CHANGING = Pattern
            .compile("(localhost|127\\.0\\.0\\.1):\\d{5}|\\d{4}-\\d\\d-\\d\\dT\\S+|id [0-9a-f-]{36}");

    /// A row of the page.
    ///
    /// @param ours   what our broker prints; null if both print the same
    /// @param theirs what Apache Kafka prints
    private record Row(String command, String ours, String theirs) {
        static Row of(MatchResult row) {
            return new Row(row.group(1), row.group(2), row.group(3));
        }
    }

    /// Returns what a command prints to both streams, with one space for each run of blanks.
    private String printed(String command, String address) {
        forget();
        input("hello\n");
        gregor((command + " -b " + address).split(" "));
        String text = (printed() + complained()).replaceAll("\\s+", " ");
        assertThat(text).as(command).isNotBlank().doesNotContain("--help", "defect");
        return text;
    }

    private static Optional<String> fault(Row row, String ours, String theirs) {
        if (row.ours() == null) {
            String here = CHANGING.matcher(ours).replaceAll("…");
            String there = CHANGING.matcher(theirs).replaceAll("…");
            return here.equals(there)
                    ? Optional.empty()
                    : Optional.of(row.command() + "\n  ours:   " + here + "\n  theirs: " + there);
        }
        return ours.contains(row.ours()) && theirs.contains(row.theirs()) && !ours.contains(row.theirs())
                && !theirs.contains(row.ours())
                        ? Optional.empty()
                        : Optional.of(row + "\n  ours:   " + ours + "\n  theirs: " + theirs);
    }

    @Test
    void bothPrintWhatThePageSays() throws Exception {
        List<Row> rows = ROW.matcher(LessonFiles.text(PAGE)).results().map(Row::of).toList();
        assertThat(rows).filteredOn(row -> row.ours() == null).hasSizeGreaterThan(20);
        assertThat(rows).filteredOn(row -> row.ours() != null).hasSizeGreaterThan(10);
        var faults = new ArrayList<String>();
        outputTo(OutputStream.nullOutputStream()); // to which Apache Kafka logs
        try (var server = new KafkaTestServer(BrokerSettings.in(folder.resolve("ours")));
                var kafka = new ApacheKafka(Map.of())) {
            outputBack();
            for (Row row : rows) {
                String ours = printed(row.command(), String.valueOf(server.settings().get("bootstrap.servers")));
                fault(row, ours, printed(row.command(), kafka.address())).ifPresent(faults::add);
            }
        }
        assertThat(faults).isEmpty();
    }
}
