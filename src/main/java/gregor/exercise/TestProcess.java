package gregor.exercise;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import tools.jackson.databind.json.JsonMapper;

/// A JVM in which the learner's code is compiled and tested, again and again, so that it is warm. It is told what to do
/// and answers on its standard streams, a line of JSON each: a [TestRequest], then the names of the tests as they begin, then a
/// [TestResult]. A test that runs still when that is given early ends first; then comes [#IDLE].
///
/// It has limits. Where one is reached it says so and ends; a [TestRunner] starts another one.
public final class TestProcess {
    /// What the learner's code may print.
    static final int MAX_PRINTED = 16 << 20;
    /// A whole run may take so many times as long as a single test.
    static final int RUN_FACTOR = 6;
    private static final int PATIENCE_MILLIS = 2500;
    /// After so long a learner would rather hear of what has failed already than wait for the rest.
    private static final int EARLY_RESULT_MILLIS = 700;
    /// What it says when it can work again after an early answer.
    static final String IDLE = "idle";
    /// What tests with many random cases ask: may they try fewer?
    private static final String BRIEF = "gregor.brief";
    private static final String ORDER = "gregor.exercise.InFileOrder";
    static final JsonMapper JSON = new JsonMapper();

    private final PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out),
            false, StandardCharsets.UTF_8);
    private final CappedOutput printed = new CappedOutput(() -> stop("It prints too much: more than "
            + (MAX_PRINTED >> 20) + " MB. Is there a loop around a println?"));
    private final Launcher launcher = LauncherFactory.create(LauncherConfig.builder().build());
    private volatile boolean busy;
    private volatile String test = "";
    private volatile long began;
    private volatile Map<String, byte[]> mine = Map.of();
    private volatile FailureListener recorder;
    private volatile CancellationToken rest = CancellationToken.disabled();

    private TestProcess() {}

    /// Works until nobody tells it what to do any more.
    public static void main(String... args) throws IOException {
        var jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.setIn(InputStream.nullInputStream());
        var bench = new TestProcess();
        System.setOut(bench.printed.stream());
        System.setErr(bench.printed.stream());
        Runtime.getRuntime().addShutdownHook(new Thread(bench::ended));
        // The compiler is slow at first.
        Compilation.of(Map.of("Warm.java", "record Warm(java.util.List<String> names) {}"));
        for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
            bench.work(JSON.readValue(line, TestRequest.class));
        }
        Runtime.getRuntime().halt(0);
    }

    private void work(TestRequest job) {
        busy = true;
        test = "";
        began = System.nanoTime();
        recorder = null;
        printed.clear();
        System.setProperty(BRIEF, String.valueOf(job.brief()));
        rest = CancellationToken.create();
        var watch = new Thread(() -> watch(job));
        watch.setDaemon(true);
        watch.start();
        TestResult verdict;
        try {
            verdict = judge(job);
        } catch (RuntimeException e) {
            verdict = TestResult.stopped("The tests cannot run: " + e.getMessage(), printed.text());
        }
        watch.interrupt();
        if (!answer(verdict)) {
            answers.println(IDLE);
            answers.flush();
        }
    }

    private TestResult judge(TestRequest job) {
        long begin = System.nanoTime();
        Compilation compiled = Compilation.of(job.sources());
        mine = compiled.classes();
        if (!compiled.problems().isEmpty()) {
            return TestResult.broken(compiled.problems(), millis(begin));
        }
        var loader = new LearnerClassLoader(TestProcess.class.getClassLoader(), mine);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        recorder = new FailureListener(loader, mine.keySet(), this::begins);
        try {
            for (String tests : job.tests()) {
                recorder.next();
                if (!rest.isCancellationRequested()) {
                    launcher.execute(LauncherExecutionRequestBuilder.request(LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectors(job.lesson(), tests, loader))
                            .filters(TagFilter.excludeTags(TestRunner.OUTSIDE))
                            .configurationParameter("junit.jupiter.testmethod.order.default", ORDER).build())
                            .listeners(recorder).cancellationToken(rest).build());
                }
            }
        } finally {
            thread.setContextClassLoader(before);
        }
        return recorder.verdict(millis(begin), printed.text(), "", false);
    }

    /// How many times as long everything may take, since others use the machine too: once if nobody does, four times at
    /// most.
    static int threadsLeft() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return Math.clamp(Math.round(system.getSystemLoadAverage() / system.getAvailableProcessors()), 1, 4);
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    private static List<? extends DiscoverySelector> selectors(String lesson, String tests, ClassLoader loader) {
        String[] names = tests.split("#");
        String type = "gregor." + lesson + "." + names[0];
        try {
            Class<?> tested = loader.loadClass(type);
            return names.length == 1 ? List.of(selectClass(tested)) : methods(tested, names[1]);
        } catch (ClassNotFoundException e) {
            throw new ExerciseException("there is no class of tests " + type, e);
        }
    }

    private static List<DiscoverySelector> methods(Class<?> tests, String name) {
        var found = new ArrayList<DiscoverySelector>();
        for (Class<?> above = tests; above != Object.class; above = above.getSuperclass()) {
            Stream.of(above.getDeclaredMethods()).filter(method -> method.getName().equals(name) && !method.isBridge())
                    .forEach(method -> found.add(selectMethod(tests, method)));
        }
        if (found.isEmpty()) {
            throw new ExerciseException("there is no test " + tests.getName() + "#" + name);
        }
        return found;
    }

    private void begins(String name) {
        test = name;
        began = System.nanoTime();
        answers.println(JSON.writeValueAsString(name));
        answers.flush();
    }

    private synchronized boolean answer(TestResult verdict) {
        if (!busy) {
            return false;
        }
        busy = false;
        answers.println(JSON.writeValueAsString(verdict));
        answers.flush();
        return true;
    }

    /// Waits for the end. If something has failed already, a test that takes long is not waited for; and whoever wants
    /// to know soon is told then.
    private void watch(TestRequest job) {
        try {
            long begin = System.nanoTime();
            long limit = job.seconds() * 1000L * threadsLeft();
            int patience = PATIENCE_MILLIS * threadsLeft();
            // What a to-do breaks may look like anything; that it is one, is said first.
            boolean toDos = job.sources().values().stream().anyMatch(text -> text.contains(StarterSource.TODO_MARK));
            FailureListener now = recorder;
            while (millis(begin) < RUN_FACTOR * limit
                    && (test.isEmpty() || millis(began) < (now != null && now.hasFailed() ? patience : limit))) {
                Thread.sleep(50);
                now = recorder;
                if (job.soon() && busy && now != null && (toDos ? now.isUnwritten() : now.hasFailed())
                        && millis(begin) > EARLY_RESULT_MILLIS) {
                    answer(now.verdict(millis(begin), printed.text(), "", true));
                    rest.cancel();
                }
            }
            String place = place();
            if (now != null && now.hasFailed()) {
                answer(now.verdict(millis(begin), printed.text(),
                        "The test " + FailureListener.quoted(test) + " had not ended after "
                        + millis(began) / 1000 + " seconds" + (place.isEmpty() ? "" : ", in " + place)
                        + "; those behind it were not tried.", true));
                Runtime.getRuntime().halt(1);
            }
            stop("It did not end" + during() + ", after " + millis(began) / 1000 + " seconds" + "."
                    + (place.isEmpty() ? " Does somebody wait for ever?" : " It was in " + place
                            + ". Is there a loop that never ends?"));
        } catch (InterruptedException e) {
            // it ended in time
        }
    }

    private String during() {
        return test.isEmpty() ? "" : ", in the test " + FailureListener.quoted(test);
    }

    /// Where the learner's code is now, if some thread is in it.
    private String place() {
        return Thread.getAllStackTraces().values().stream().map(this::place).filter(place -> !place.isEmpty())
                .findFirst().orElse("");
    }

    private String place(StackTraceElement[] stack) {
        return Stream.of(stack).filter(frame -> mine.containsKey(frame.getClassName()))
                .map(frame -> frame.getFileName() + ", line " + frame.getLineNumber()).findFirst().orElse("");
    }

    private void stop(String why) {
        TestResult verdict = TestResult.stopped(why, printed.text());
        answer(verdict);
        Runtime.getRuntime().halt(1);
    }

    /// Somebody has called System.exit: that thread still stands there.
    private void ended() {
        if (busy) {
            String place = Thread.getAllStackTraces().values().stream()
                    .filter(stack -> Stream.of(stack).anyMatch(frame -> frame.getMethodName().equals("exit")))
                    .map(this::place).filter(found -> !found.isEmpty()).findFirst().map(found -> ", in " + found)
                    .orElse("");
            stop("It ended the JVM (System.exit)" + during() + place
                    + ". A log throws an exception; it never ends the process.");
        }
    }
}
