package gregor.exercise;

import module java.base;

import gregor.lesson.LessonException;
import gregor.lesson.LessonFiles;
import gregor.list.Sample;
import java.lang.management.ManagementFactory;
import tools.jackson.core.JacksonException;

/// Runs tests on the learner's code in another process, a [TestProcess], and replaces that when it has ended.
///
/// One thread at a time may call it; any may [#stop()] it.
public final class TestRunner implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 256;
    /// The tags of tests that need programs which a learner may not have: DuckDB, Apache Spark, a browser, curl, kcat.
    public static final List<String> EXTERNAL_TAGS = List.of("duckdb", "spark", "outside");

    /// The exit code of a JVM with `-XX:+ExitOnOutOfMemoryError`.
    private static final int OUT_OF_MEMORY = 3;
    private static final int GRACE_SECONDS = 3;
    private static final int RUN_FACTOR = 6;

    private final int seconds;
    private final int runSeconds;
    private final int megabytes;
    private final Path folder;
    private volatile Process current;
    private volatile boolean stopped;
    private volatile String test = "";
    private boolean closed;

    /// Creates a runner; its process starts with the first tests.
    ///
    /// @param seconds after which a test is stopped on an idle machine, later on a busy one; a whole run may take six
    ///                times as long
    public TestRunner(int seconds) {
        this(seconds * loadFactor(), RUN_FACTOR * seconds * loadFactor(), HEAP_MEGABYTES);
    }

    private TestRunner(int seconds, int runSeconds, int megabytes) {
        this.seconds = seconds;
        this.runSeconds = runSeconds;
        this.megabytes = megabytes;
        try {
            folder = Files.createTempDirectory("gregor-exercise");
        } catch (IOException e) {
            throw new LessonException("cannot create a folder in " + System.getProperty("java.io.tmpdir")
                    + ", in which your code runs; make it writable", e);
        }
    }

    /// Creates a runner for a learner who waits: a run takes at most 14 seconds.
    public static TestRunner forLearner() {
        return new TestRunner(6, 11, HEAP_MEGABYTES);
    }

    /// Creates a runner for all tests of a lesson, of which some take minutes and a gigabyte.
    static TestRunner forLesson() {
        return new TestRunner(150, 1800, 2560);
    }

    /// Returns the load of each processor, 1 to 4.
    private static int loadFactor() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return Math.clamp(Math.round(system.getSystemLoadAverage() / system.getAvailableProcessors()), 1, 4);
    }

    public void warmUp() {
        start();
    }

    private synchronized void start() {
        if (closed || current != null && current.isAlive()) {
            return;
        }
        try {
            current = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + megabytes + "m",
                    "-XX:+ExitOnOutOfMemoryError", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED",
                    "-Dfile.encoding=UTF-8", "-Dgregor.home=" + Sample.home().toAbsolutePath(),
                    "-Djava.io.tmpdir=" + folder, "-cp", classPath(), TestProcess.class.getName())
                    .directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new LessonException("cannot start a process for your code: " + e.getMessage(), e);
        }
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(part -> Path.of(part).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
    }

    /// Returns the test that runs now; empty if none does.
    public String test() {
        return test;
    }

    /// Runs the tests of an exercise on sources. Tests with many random cases try fewer than usual, since a learner
    /// waits.
    ///
    /// @param sources the text of each file, by its path below the source folder
    public TestResult test(Exercise exercise, Map<String, String> sources) {
        return test(exercise.chapter().name(), exercise.tests(), sources, false, true);
    }

    /// Runs the tests of an exercise on sources, and returns soon after the first failures.
    public TestResult testUntilFailure(Exercise exercise, Map<String, String> sources) {
        return test(exercise.chapter().name(), exercise.tests(), sources, true, true);
    }

    /// Runs tests of a lesson on sources; all tests of the lesson if none is named.
    public TestResult test(String lesson, List<String> tests, Map<String, String> sources) {
        return test(lesson, tests, sources, false, false);
    }

    private TestResult test(String lesson, List<String> tests, Map<String, String> sources, boolean early,
            boolean brief) {
        stopped = false;
        start();
        Process process = current;
        // The process stops itself at its limits, unless it is too busy for that.
        var kill = CompletableFuture.runAsync(process::destroyForcibly,
                CompletableFuture.delayedExecutor(runSeconds + GRACE_SECONDS, TimeUnit.SECONDS));
        try {
            var out = process.outputWriter(StandardCharsets.UTF_8);
            var request = new TestProcess.Request(lesson, sources, tests.isEmpty() ? all(lesson) : tests,
                    seconds * 1000L, runSeconds * 1000L, early, brief);
            out.write(TestProcess.JSON.writeValueAsString(request) + "\n");
            out.flush();
            TestResult result = await(process, process.inputReader(StandardCharsets.UTF_8));
            return result == null ? ended(process) : result;
        } catch (IOException e) {
            return ended(process);
        } finally {
            kill.cancel(false);
            test = "";
        }
    }

    static List<String> all(String lesson) {
        Path folder = Sample.home().resolve("src/test/java/gregor").resolve(lesson);
        return LessonFiles.below(folder, "Test.java").stream().filter(file -> file.getParent().equals(folder))
                .map(file -> file.getFileName().toString().replace(".java", "")).toList();
    }

    private TestResult await(Process process, BufferedReader answers) throws IOException {
        boolean ends = false;
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            ends |= line.equals(TestProcess.ENDS);
            if (line.startsWith("{")) {
                try {
                    TestResult result = TestProcess.JSON.readValue(line, TestResult.class);
                    return ends ? replaced(process, result) : result;
                } catch (JacksonException e) {
                    return null;
                }
            } else if (line.startsWith("\"")) {
                test = TestProcess.JSON.readValue(line, String.class);
            }
        }
        return null;
    }

    /// Replaces a process that has reported why it stops.
    private TestResult replaced(Process process, TestResult result) {
        process.destroyForcibly().onExit().join();
        start();
        return result;
    }

    private TestResult ended(Process process) {
        String during = test.isEmpty() ? "" : ", in the test " + FailureListener.quoted(test);
        int code = process.onExit().join().exitValue();
        return TestResult.stopped(stopped
                ? "You stopped it" + during + "."
                : code == OUT_OF_MEMORY
                        ? "Your code used too much memory: more than " + megabytes + " MB" + during
                                + ". Does a collection grow without limit?"
                        : "The process of your code ended with code " + code + during + ".",
                "");
    }

    public void stop() {
        stopped = true;
        kill();
    }

    private void kill() {
        Process process = current;
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        kill();
        Exercise.delete(folder);
    }
}
