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

/// The main class of a JVM that compiles and tests the learner's code repeatedly, so that it stays warm.
///
/// Its standard streams carry one line of JSON a message: a [Request] in; out, the name of each test that begins,
/// then a [TestResult]. If the result was early, [#IDLE] follows when the last test has ended.
///
/// When a limit is reached the process reports that and ends; a [TestRunner] starts another one.
public final class TestProcess {
    /// The limit for the output of the learner's code, in bytes.
    static final int MAX_PRINTED = 16 << 20;
    /// The limit for a whole run, in multiples of the limit for a test.
    static final int RUN_FACTOR = 6;
    private static final int AFTER_FAILURE_MILLIS = 2500;
    /// The time after which a learner prefers the failures so far to waiting for the rest.
    private static final int EARLY_RESULT_MILLIS = 700;
    /// The message that the process is ready again after an early result.
    static final String IDLE = "idle";
    /// The property that tells tests with many random cases to try fewer.
    private static final String BRIEF = "gregor.brief";
    private static final String ORDER = "gregor.exercise.InFileOrder";
    static final JsonMapper JSON = new JsonMapper();

    private final PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false,
            StandardCharsets.UTF_8);
    private final CappedOutput printed = new CappedOutput(() -> stop(
            "Your code prints too much: more than " + (MAX_PRINTED >> 20) + " MB. Is there a loop around a println?"));
    private final Launcher launcher = LauncherFactory.create(LauncherConfig.builder().build());
    private volatile boolean busy;
    private volatile String test = "";
    private volatile long began;
    private volatile Map<String, byte[]> mine = Map.of();
    private volatile FailureListener listener;
    private volatile CancellationToken otherTests = CancellationToken.disabled();

    private TestProcess() {}

    /// Compiles sources, replaces the originals by their classes, and runs tests.
    ///
    /// @param lesson  the package of the tests, without `gregor.`
    /// @param sources the text of each file, by its path below the folder of the sources
    /// @param tests   `Type` or `Type#method`
    /// @param seconds after which a test is stopped
    /// @param early   whether to answer before all tests have run, if some have failed
    /// @param brief   whether tests with many random cases may try fewer of them
    record Request(String lesson, Map<String, String> sources, List<String> tests, int seconds, boolean early,
            boolean brief) {}

    /// Handles requests until the standard input ends.
    public static void main(String... args) throws IOException {
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.setIn(InputStream.nullInputStream());
        var process = new TestProcess();
        var printed = new PrintStream(process.printed, true, StandardCharsets.UTF_8);
        System.setOut(printed);
        System.setErr(printed);
        Runtime.getRuntime().addShutdownHook(new Thread(process::reportExit));
        // The compiler is slow at first.
        Compilation.of(Map.of("Warm.java", "record Warm(java.util.List<String> names) {}"));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            process.handle(JSON.readValue(line, Request.class));
        }
        Runtime.getRuntime().halt(0);
    }

    private void handle(Request request) {
        busy = true;
        test = "";
        began = System.nanoTime();
        listener = null;
        printed.clear();
        System.setProperty(BRIEF, String.valueOf(request.brief()));
        otherTests = CancellationToken.create();
        var watch = new Thread(() -> watch(request));
        watch.setDaemon(true);
        watch.start();
        TestResult result;
        try {
            result = test(request);
        } catch (RuntimeException e) {
            result = TestResult.stopped("The tests cannot run: " + e.getMessage(), printed.text());
        }
        watch.interrupt();
        if (!answer(result)) {
            answers.println(IDLE);
            answers.flush();
        }
    }

    private TestResult test(Request request) {
        long begin = System.nanoTime();
        Compilation compiled = Compilation.of(request.sources());
        mine = compiled.classes();
        if (!compiled.problems().isEmpty()) {
            return TestResult.broken(compiled.problems(), millis(begin));
        }
        var loader = new LearnerClassLoader(TestProcess.class.getClassLoader(), mine);
        Thread thread = Thread.currentThread();
        ClassLoader original = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        listener = new FailureListener(loader, mine.keySet(), this::begins);
        try {
            for (String tests : request.tests()) {
                listener.nextSelection();
                if (!otherTests.isCancellationRequested()) {
                    launcher.execute(
                            LauncherExecutionRequestBuilder
                                    .request(
                                            LauncherDiscoveryRequestBuilder.request()
                                                    .selectors(selectors(request.lesson(), tests, loader))
                                                    .filters(TagFilter.excludeTags(TestRunner.EXTERNAL_TAGS))
                                                    .configurationParameter("junit.jupiter.testmethod.order.default",
                                                            ORDER)
                                                    .build())
                                    .listeners(listener).cancellationToken(otherTests).build());
                }
            }
        } finally {
            thread.setContextClassLoader(original);
        }
        return listener.result(millis(begin), printed.text(), "", false);
    }

    /// Returns the factor for all time limits: the load of each processor, 1 to 4.
    static int loadFactor() {
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
            throw new ExerciseException("no test class " + type, e);
        }
    }

    private static List<DiscoverySelector> methods(Class<?> tests, String name) {
        var found = new ArrayList<DiscoverySelector>();
        for (Class<?> above = tests; above != Object.class; above = above.getSuperclass()) {
            Stream.of(above.getDeclaredMethods()).filter(method -> method.getName().equals(name) && !method.isBridge())
                    .forEach(method -> found.add(selectMethod(tests, method)));
        }
        if (found.isEmpty()) {
            throw new ExerciseException("no test " + tests.getName() + "#" + name);
        }
        return found;
    }

    private void begins(String name) {
        test = name;
        began = System.nanoTime();
        answers.println(JSON.writeValueAsString(name));
        answers.flush();
    }

    private synchronized boolean answer(TestResult result) {
        if (!busy) {
            return false;
        }
        busy = false;
        answers.println(JSON.writeValueAsString(result));
        answers.flush();
        return true;
    }

    /// Stops tests that run too long, sooner if others have failed, and sends an early result if that is requested.
    private void watch(Request request) {
        try {
            long begin = System.nanoTime();
            long limit = request.seconds() * 1000L * loadFactor();
            int afterFailure = AFTER_FAILURE_MILLIS * loadFactor();
            // A to-do may break other tests in any way, so the first failure to report is the to-do.
            boolean hasTodos = request.sources().values().stream()
                    .anyMatch(text -> text.contains(StarterSource.TODO_MARK));
            FailureListener failures = listener;
            while (millis(begin) < RUN_FACTOR * limit && (test.isEmpty()
                    || millis(began) < (failures != null && failures.hasFailed() ? afterFailure : limit))) {
                Thread.sleep(50);
                failures = listener;
                if (request.early() && busy && failures != null
                        && (hasTodos ? failures.isUnwritten() : failures.hasFailed())
                        && millis(begin) > EARLY_RESULT_MILLIS) {
                    answer(failures.result(millis(begin), printed.text(), "", true));
                    otherTests.cancel();
                }
            }
            String place = place();
            if (failures != null && failures.hasFailed()) {
                answer(failures.result(millis(begin), printed.text(),
                        "The test " + FailureListener.quoted(test) + " had not ended after " + millis(began) / 1000
                                + " seconds" + (place.isEmpty() ? "" : ", in " + place)
                                + "; the tests after it have not run.",
                        true));
                Runtime.getRuntime().halt(1);
            }
            stop("It did not end" + during() + ", after " + millis(began) / 1000 + " seconds" + "."
                    + (place.isEmpty()
                            ? " Does a thread wait forever?"
                            : " It was in " + place + ". Is there a loop that never ends?"));
        } catch (InterruptedException e) {
            // it ended in time
        }
    }

    private String during() {
        return test.isEmpty() ? "" : ", in the test " + FailureListener.quoted(test);
    }

    /// Returns the line of the learner's code that some thread executes; may be empty.
    private String place() {
        return Thread.getAllStackTraces().values().stream().map(this::place).filter(place -> !place.isEmpty())
                .findFirst().orElse("");
    }

    private String place(StackTraceElement[] stack) {
        return FailureListener.place(stack, mine.keySet());
    }

    private void stop(String why) {
        TestResult result = TestResult.stopped(why, printed.text());
        answer(result);
        Runtime.getRuntime().halt(1);
    }

    /// Reports that the learner's code has called System.exit; the calling thread still has it on its stack.
    private void reportExit() {
        if (busy) {
            String place = Thread.getAllStackTraces().values().stream()
                    .filter(stack -> Stream.of(stack).anyMatch(frame -> frame.getMethodName().equals("exit")))
                    .map(this::place).filter(found -> !found.isEmpty()).findFirst().map(found -> ", in " + found)
                    .orElse("");
            stop("Your code ended the JVM (System.exit)" + during() + place
                    + ". A log throws an exception; it never ends the process.");
        }
    }
}
