package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that may open 500 files, more than the jars of the class path.
class OpenFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aProcessThatMayOpenNoMoreFilesReportsItAndItsOpenLogsGoOn() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder("sh", "-c", "ulimit -n 500 && exec \"$@\"", "sh", java, "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                OpenFilesTest.class.getName(), folder.toString()).redirectErrorStream(true).start();
        List<String> said = new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor()).as("%s", said).isZero();
        assertThat(said).hasSize(2);
        assertThat(said.getFirst()).startsWith("cannot ").contains(folder.toString())
                .endsWith("; allow this process to open more files, with ulimit -n: a log needs two or more "
                        + "(Too many open files)");
        assertThat(said.getLast()).matches("each of [1-9][0-9]+ logs has 2 events");
    }

    public static void main(String... args) {
        var logs = new ArrayList<FileLog>();
        try {
            while (true) {
                FileLog log = FileLog.open(Path.of(args[0], String.valueOf(logs.size())));
                logs.add(log);
                log.append(Event.of("one"));
            }
        } catch (StorageException full) {
            System.out.println(full.getMessage());
        }
        logs.removeLast().close();
        for (FileLog log : logs) {
            log.append(Event.of("two"));
            if (log.entries(0).size() != 2) {
                throw new AssertionError(log);
            }
        }
        System.out.println("each of " + logs.size() + " logs has 2 events");
    }
}
