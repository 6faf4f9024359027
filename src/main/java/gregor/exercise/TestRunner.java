package gregor.exercise;

import gregor.list.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/// Has the learner's code tested on a [TestProcess], a process beside this one, and replaces that when it has ended.
///
/// One thread at a time may call it; any may [#stop()] it.
public final class TestRunner implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 256;
    /// The tags of tests that need what a learner need not have: DuckDB, a browser, curl, kcat.
    public static final List<String> OUTSIDE = List.of("duckdb", "outside");

    /// What a JVM says that was told to exit then.
    private static final int OUT_OF_MEMORY = 3;
    private static final int GRACE_SECONDS = 3;
    private static final int SETTLE_MILLIS = 150;

    private final int seconds;
    private volatile Process bench;
    private volatile boolean stopped;
    private volatile String test = "";
    private Thread settling;
    private boolean closed;

    /// Starts a bench at once, so that it is warm when it is needed.
    ///
    /// @param seconds after which a test is stopped, on a machine with nothing else to do; a whole run, after a few
    /// times
    ///                as much
    public TestRunner(int seconds) {
        this.seconds = seconds;
        start();
    }

    private synchronized void start() {
        if (closed || bench != null && bench.isAlive()) {
            return;
        }
        try {
            bench = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + HEAP_MEGABYTES + "m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-Dfile.encoding=UTF-8",
                    "-Dgregor.home=" + Sample.home(), "-cp", System.getProperty("java.class.path"),
                    TestProcess.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new ExerciseException("cannot start a process for your code: " + e.getMessage(), e);
        }
    }

    /// The test that runs now; empty if none does.
    public String test() {
        return test;
    }

    /// Runs an exercise's tests on sources. Tests with many random cases try fewer than usual, since somebody waits.
    ///
    /// @param sources the text of each file, by its path below the folder of the sources
    public TestResult judge(Exercise exercise, Map<String, String> sources) {
        return judge(exercise.chapter().name(), exercise.tests(), sources, false, true);
    }

    /// Runs an exercise's tests on sources, and if some fail, answers without waiting for all others.
    public TestResult soon(Exercise exercise, Map<String, String> sources) {
        return judge(exercise.chapter().name(), exercise.tests(), sources, true, true);
    }

    /// Runs tests of a lesson on sources; all tests of the lesson if none is named.
    public TestResult judge(String lesson, List<String> tests, Map<String, String> sources) {
        return judge(lesson, tests, sources, false, false);
    }

    private TestResult judge(String lesson, List<String> tests, Map<String, String> sources, boolean soon, boolean brief) {
        settle();
        stopped = false;
        start();
        Process process = bench;
        var watch = new Thread(() -> watch(process));
        watch.setDaemon(true);
        try {
            watch.start();
            var out = process.outputWriter(StandardCharsets.UTF_8);
            var job = new TestRequest(lesson, sources, tests.isEmpty() ? all(lesson) : tests, seconds, soon, brief);
            out.write(TestProcess.JSON.writeValueAsString(job) + "\n");
            out.flush();
            TestResult verdict = await(process.inputReader(StandardCharsets.UTF_8));
            if (verdict != null && verdict.stopped().isEmpty() && verdict.early()) {
                settling = Thread.ofPlatform().daemon().start(() -> settle(process));
            }
            return verdict == null ? ended(process) : !verdict.stopped().isEmpty()
                    ? replaced(process, verdict) : verdict;
        } catch (IOException e) {
            return ended(process);
        } finally {
            watch.interrupt();
            test = "";
        }
    }

    /// After an early answer a test may run still: it ends, or its bench does, and then another one warms up.
    private void settle(Process process) {
        try {
            var answers = process.inputReader(StandardCharsets.UTF_8);
            for (String line = answers.readLine(); !TestProcess.IDLE.equals(line); line = answers.readLine()) {
                if (line == null) {
                    process.waitFor();
                    start();
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
        }
    }

    /// Whoever wants to know something new does not wait for long.
    private void settle() {
        if (settling == null) {
            return;
        }
        try {
            if (!settling.join(Duration.ofMillis(SETTLE_MILLIS))) {
                bench.destroyForcibly();
                settling.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            bench.destroyForcibly();
        }
        settling = null;
    }

    /// All classes of tests that a lesson has.
    static List<String> all(String lesson) {
        try (Stream<Path> files = Files.list(Sample.home().resolve("src/test/java/gregor").resolve(lesson))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length())).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the tests of " + lesson, e);
        }
    }

    private TestResult await(BufferedReader answers) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("{")) {
                try {
                    return TestProcess.JSON.readValue(line, TestResult.class);
                } catch (JacksonException e) {
                    return null;
                }
            } else if (line.startsWith("\"")) {
                test = TestProcess.JSON.readValue(line, String.class);
            }
        }
        return null;
    }

    /// The bench stops itself; if it cannot even do that, it is killed.
    private void watch(Process process) {
        try {
            Thread.sleep((TestProcess.RUN_FACTOR * seconds * TestProcess.threadsLeft() + GRACE_SECONDS) * 1000L);
            process.destroyForcibly();
        } catch (InterruptedException e) {
            // it ended in time
        }
    }

    /// A bench that says why it stops ends then; the next one warms up already.
    private TestResult replaced(Process process, TestResult verdict) {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        start();
        return verdict;
    }

    private TestResult ended(Process process) {
        String during = test.isEmpty() ? "" : ", in the test " + FailureListener.quoted(test);
        try {
            int code = process.waitFor();
            return TestResult.stopped(stopped ? "You stopped it" + during + "."
                    : code == OUT_OF_MEMORY ? "It took too much memory: more than " + HEAP_MEGABYTES + " MB" + during
                    + ". Does something grow that is never let go of?" : "Its process ended with code "
                    + code + during + ".", "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return TestResult.stopped("You stopped it" + during + ".", "");
        }
    }

    /// Ends what runs now.
    public void stop() {
        stopped = true;
        bench.destroyForcibly();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        bench.destroyForcibly();
    }
}
