package gregor.ancestor;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.ancestor.kaf.KafLog;
import gregor.ancestor.katar.KatarLog;
import gregor.ancestor.wafka.WafkaLog;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Log;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process appends and prints its offsets until it is killed, three times on one folder.
class FormatKillTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"kaf", "wafka", "katar"})
    void whatAKilledProcessAcknowledgedIsThere(String format) throws Exception {
        long acknowledged = -1;
        for (int round = 0; round < 3; round++) {
            acknowledged = appendUntilKilled(format, 3000 + 700 * round, acknowledged);
            Log log = open(format, folder);
            List<Entry> entries = log.entries(0);
            FormatContract.close(log);
            long last = acknowledged;
            assertThat(entries.stream().filter(entry -> entry.offset() <= last).count())
                    .as("%s, kill %d: acknowledged up to %d", format, round, last)
                    .isGreaterThanOrEqualTo(3000L * (round + 1));
            assertThat(entries.getLast().offset()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(entries).as("each event contains its offset")
                    .allMatch(entry -> entry.event().text().startsWith("event " + entry.offset() + " "));
        }
    }

    private long appendUntilKilled(String format, int appends, long before) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), FormatKillTest.class.getName(), format, folder.toString())
                .redirectErrorStream(true).start();
        long offset = before;
        try (BufferedReader out = child.inputReader()) {
            for (int line = 0; line < appends; line++) {
                String text = out.readLine();
                assertThat(text).as("output of the child").matches("\\d+");
                assertThat(Long.parseLong(text)).as("no offset is used twice").isGreaterThan(offset);
                offset = Long.parseLong(text);
            }
            child.destroyForcibly().waitFor();
        }
        return offset;
    }

    private static Log open(String format, Path folder) {
        return switch (format) {
            case "kaf" -> KafLog.open(folder, "log", Instant::now);
            case "wafka" -> WafkaLog.open(folder, "log", 1);
            default -> KatarLog.open(folder, "log", 20_000, 1024);
        };
    }

    /// Appends forever and prints each offset.
    public static void main(String... args) {
        Log log = open(args[0], Path.of(args[1]));
        while (true) {
            System.out.println(log.append(Event.of("event " + log.end() + " " + "x".repeat((int) (log.end() % 200)))));
        }
    }
}
