package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Entry;
import gregor.list.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process under load that is really killed, again and again, with the same log; -Dgregor.prove=true kills more.
class KillTest {
    private static final int KILLS = Boolean.getBoolean("gregor.prove") ? 200 : 50;

    @TempDir
    private Path folder;

    private Process victim() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                CrashTestWriter.class.getName(), folder.toString(), "40000").redirectErrorStream(true).start();
    }

    @Test
    void killNineLosesNothingThatWasAcknowledged() throws Exception {
        long acknowledged = -1;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = victim();
            int patience = new Random(kill).nextInt(8000);
            try (BufferedReader out = process.inputReader()) {
                String line;
                for (int i = 0; !(line = wholeLine(out)).isEmpty(); i++) {
                    if (i == patience) {
                        process.toHandle().destroyForcibly();
                    }
                    long offset = Long.parseLong(line);
                    if (offset > acknowledged + 1) {
                        assertThat(offset).as("kill %d: only what was written and not acknowledged lies between", kill)
                                .isEqualTo(acknowledged + 2);
                    }
                    assertThat(offset).as("kill %d: no offset is given twice", kill).isGreaterThan(acknowledged);
                    acknowledged = offset;
                }
            }
            assertThat(process.waitFor()).as("kill %d: it was killed", kill).isEqualTo(137);
            check(acknowledged, "kill " + kill);
        }
        System.out.println("kills survived: " + KILLS);
    }

    /// The last line may be cut short, and is then no acknowledgement.
    private static String wholeLine(BufferedReader out) throws IOException {
        var line = new StringBuilder();
        for (int next = out.read(); next >= 0; next = out.read()) {
            if (next == '\n') {
                return line.toString();
            }
            line.append((char) next);
        }
        return "";
    }

    private void check(long acknowledged, String what) {
        try (FileLog log = FileLog.open(folder)) {
            assertThat(log.end()).as(what).isBetween(acknowledged + 1, acknowledged + 2);
            List<Entry> entries = log.entries(log.start());
            for (int i = 0; i < entries.size(); i++) {
                long offset = log.start() + i;
                assertThat(entries.get(i)).as(what).isEqualTo(new Entry(offset, Event.of("" + offset)));
            }
            assertThat(entries).as(what).hasSize((int) (log.end() - log.start()));
        }
    }

    @Test
    void aProcessThatHasTheLogIsNamedToAnother() throws Exception {
        try (FileLog log = FileLog.open(folder)) {
            Process process = victim();
            try (BufferedReader out = process.inputReader()) {
                assertThat(out.readLine()).isEqualTo("the log in " + folder + " is open already, in process "
                        + ProcessHandle.current().pid() + "; close it there first");
            }
            assertThat(process.waitFor()).isZero();
            log.append(Event.of("still mine"));
        }
    }
}
