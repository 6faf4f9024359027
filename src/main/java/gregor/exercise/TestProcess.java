package gregor.exercise;

import module java.base;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import gregor.lesson.LessonException;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
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
/// then a [TestResult]; before it [#ENDS] if the process ends then, since a limit was reached, or code of the learner
/// still runs. A [TestRunner] starts another process.
public final class TestProcess {
    /// The limit for the output of the learner's code, in bytes.
    static final int MAX_PRINTED = 16 << 20;
    /// The limit for a test after another one has failed, as a part of the usual one.
    private static final int AFTER_FAILURE_PART = 3;
    /// The time after which a learner prefers the failures so far to waiting for the rest.
    private static final int EARLY_RESULT_MILLIS = 700;
    /// The message that the process ends after its result.
    static final String ENDS = "ends";
    /// The property that tells tests with many random cases to try fewer.
    private static final String BRIEF = "gregor.brief";
    /// The property that tells tests that they judge a learner, who may word messages differently.
    static final String LEARNER = "gregor.learner";
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
    /// @param millis    after which a test is stopped
    /// @param runMillis after which the run is stopped
    /// @param early     whether to answer before all tests have run, if some have failed
    /// @param brief     whether tests with many random cases may try fewer of them
    record Request(String lesson, Map<String, String> sources, List<String> tests, long millis, long runMillis,
            boolean early, boolean brief) {}

    public static void main(String... args) throws IOException {
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.setIn(InputStream.nullInputStream());
        System.setProperty(LEARNER, "true");
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
        answer(result, !place().isEmpty());
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
        return listener.result(millis(begin), printed.text(), "", otherTests.isCancellationRequested());
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
            throw new LessonException("no test class " + type, e);
        }
    }

    private static List<DiscoverySelector> methods(Class<?> tests, String name) {
        List<Method> found = ReflectionSupport.findMethods(tests, method -> method.getName().equals(name),
                HierarchyTraversalMode.BOTTOM_UP);
        if (found.isEmpty()) {
            throw new LessonException("no test " + tests.getName() + "#" + name);
        }
        return found.stream().<DiscoverySelector>map(method -> selectMethod(tests, method)).toList();
    }

    private void begins(String name) {
        test = name;
        began = System.nanoTime();
        answers.println(JSON.writeValueAsString(name));
        answers.flush();
    }

    /// Answers the request unless that is done. A process that has answered without [#ENDS] must not end.
    private synchronized void answer(TestResult result, boolean ends) {
        if (busy) {
            busy = false;
            answers.println((ends ? ENDS + "\n" : "") + JSON.writeValueAsString(result));
            answers.flush();
            if (ends) {
                Runtime.getRuntime().halt(1);
            }
        }
    }

    /// Stops tests that run too long, sooner if others have failed; cancels the tests after them for an early result.
    private void watch(Request request) {
        try {
            long begin = System.nanoTime();
            // A to-do may break other tests in any way, so the first failure to report is the to-do.
            boolean hasTodos = request.sources().values().stream()
                    .anyMatch(text -> text.contains(StarterSource.TODO_MARK));
            FailureListener failures = listener;
            while (millis(begin) < request.runMillis()
                    && (test.isEmpty() || millis(began) < limit(request, failures))) {
                Thread.sleep(20);
                failures = listener;
                if (request.early() && failures != null && millis(begin) > EARLY_RESULT_MILLIS
                        && (hasTodos ? failures.isUnwritten() : failures.hasFailed())) {
                    otherTests.cancel();
                }
            }
            String place = place();
            if (failures != null && failures.hasFailed()) {
                String slow = otherTests.isCancellationRequested()
                        ? ""
                        : "The test " + FailureListener.quoted(test) + " had not ended after " + millis(began) / 1000
                                + " seconds" + (place.isEmpty() ? "" : ", in " + place)
                                + "; the tests after it have not run.";
                answer(failures.result(millis(begin), printed.text(), slow, true), true);
            }
            stop("It did not end" + during() + ", after " + millis(began) / 1000 + " seconds" + "."
                    + (place.isEmpty()
                            ? " Does a thread wait forever?"
                            : " It was in " + place + ". Is there a loop that never ends?"));
        } catch (InterruptedException e) {
            // it ended in time
        }
    }

    private long limit(Request request, FailureListener failures) {
        boolean failed = failures != null && failures.hasFailed();
        return !failed
                ? request.millis()
                : otherTests.isCancellationRequested() ? EARLY_RESULT_MILLIS : request.millis() / AFTER_FAILURE_PART;
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
        return FailureListener.place(stack, mine::containsKey);
    }

    private void stop(String why) {
        answer(TestResult.stopped(why, printed.text()), true);
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
