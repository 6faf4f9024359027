package gregor.exercise;

import module java.base;

import gregor.lesson.LessonException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/// Records the failures of tests in words that a learner understands.
final class FailureListener implements TestExecutionListener {
    private static final int MAX_KEPT = 300;
    private static final int MAX_SHOWN = 20;
    private static final int AFTER_INHERITED = 1 << 24;

    private final ClassLoader loader;
    private final Set<String> mine;
    private final Consumer<String> begins;
    private final List<LocatedFailure> failures = new ArrayList<>();
    private int turn;
    private int passed;
    private int failed;
    private int skipped;

    /// A failure, and the position of its test in the file.
    private record LocatedFailure(TestResult.Failure failure, int turn, int place) {}

    FailureListener(ClassLoader loader, Set<String> mine, Consumer<String> begins) {
        this.loader = loader;
        this.mine = mine;
        this.begins = begins;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            begins.accept(name(test));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped++;
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
            case ABORTED -> skipped++;
            case FAILED -> {
                failed++;
                if (failures.size() < MAX_KEPT) {
                    failures.add(failure(test, result.getThrowable().orElseThrow()));
                }
            }
        }
        CreatedLogs.clear();
    }

    /// Sorts the failures that follow after the previous ones.
    synchronized void nextSelection() {
        turn++;
    }

    synchronized boolean hasFailed() {
        return failed > 0;
    }

    synchronized boolean isUnwritten() {
        return failures.stream().anyMatch(one -> one.failure().message().contains(StarterSource.TODO_MARK));
    }

    synchronized TestResult result(long millis, String printed, String stopped, boolean early) {
        if (passed + failed == 0) {
            throw new LessonException("no test ran; " + skipped + " were skipped");
        }
        failures.sort(Comparator.comparingInt(LocatedFailure::turn).thenComparingInt(LocatedFailure::place));
        return new TestResult(failed == 0 ? TestResult.State.PASSED : TestResult.State.FAILED, passed, failed,
                early ? 0 : skipped, millis, failures.stream().limit(MAX_SHOWN).map(LocatedFailure::failure).toList(),
                List.of(), stopped, printed, List.of(), early);
    }

    private static String name(TestIdentifier test) {
        return test.getSource().map(source -> switch (source) {
            case MethodSource method -> method.getClassName().replaceFirst(".*\\.", "") + "#" + method.getMethodName();
            case ClassSource type -> type.getClassName().replaceFirst(".*\\.", "");
            default -> test.getDisplayName();
        }).orElse(test.getDisplayName());
    }

    private LocatedFailure failure(TestIdentifier test, Throwable problem) {
        // A static block's exception comes in an ExceptionInInitializerError.
        Throwable thrown = problem instanceof LinkageError && problem.getCause() != null ? problem.getCause() : problem;
        String name = name(test);
        String method = name.replaceFirst(".*#", "");
        AssertionText text = AssertionText.of(thrown);
        String promise = Stream.of(sentence(method), input(test), text.promise()).filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
        // The frame of the test itself, rather than of a helper.
        List<StackTraceElement> frames = Stream.of(thrown.getStackTrace())
                .filter(frame -> Files.exists(testFile(frame.getClassName()))).toList();
        Optional<StackTraceElement> failed = frames.stream().filter(frame -> frame.getMethodName().equals(method))
                .findFirst().or(() -> frames.stream().findFirst());
        String code = failed.map(frame -> code(testFile(frame.getClassName()), frame.getLineNumber())).orElse("");
        int place = test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                .map(source -> place(source.getJavaMethod())).orElse(0);
        String seed = text.seed().isEmpty() ? AssertionText.seed(test.getDisplayName()) : text.seed();
        boolean unwritten = text.message().contains(StarterSource.TODO_MARK);
        return new LocatedFailure(
                new TestResult.Failure(name, promise, text.expected(), text.actual(), text.message(),
                        unwritten ? "" : CreatedLogs.draw(loader), code, seed, unwritten ? "" : mine(thrown)),
                turn, place);
    }

    /// Returns the arguments of a parameterized test, "with length = 101"; of a seed nothing, which has its own line.
    private static String input(TestIdentifier test) {
        String name = test.getDisplayName();
        return name.matches("(?s)\\[\\d+] .*") && AssertionText.seed(name).isEmpty()
                ? name.replaceFirst("\\[\\d+] ", "with ")
                : "";
    }

    /// Turns the name of a test into a sentence: `readingRemovesNothing` into "Reading removes nothing".
    static String sentence(String method) {
        String words = method.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replaceAll("([A-Z])([A-Z][a-z])", "$1 $2")
                .toLowerCase(Locale.ROOT).replaceAll("\\bkafka\\b", "Kafka").replaceAll("\\bkafkas\\b", "Kafka's")
                .replaceAll("\\bcsv\\b", "CSV");
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    static String quoted(String test) {
        return '"' + sentence(test.replaceFirst(".*#", "")) + '"';
    }

    /// Returns the position of a test in its file, after those that its class inherits; 0 if the file does not exist.
    static int place(Method test) {
        Path file = testFile(test.getDeclaringClass().getName());
        int place = Files.exists(file) ? Exercise.read(file).indexOf("void " + test.getName() + "(") : 0;
        for (Class<?> above = test.getDeclaringClass().getSuperclass(); above != null; above = above.getSuperclass()) {
            place += AFTER_INHERITED;
        }
        return place;
    }

    private static Path testFile(String type) {
        return Path.of(System.getProperty("gregor.home", "."), "src/test/java",
                type.replaceFirst("\\$.*", "").replace('.', '/') + ".java");
    }

    /// Returns the statement at a line, up to its semicolon, with file and line.
    private static String code(Path file, int line) {
        try (Stream<String> lines = Files.lines(file)) {
            var statement = new StringBuilder();
            for (String next : lines.skip(Math.max(0, line - 1)).limit(5).map(String::strip).toList()) {
                statement.append(statement.isEmpty() || next.startsWith(".") ? "" : " ").append(next);
                if (next.endsWith(";") || next.endsWith("{")) {
                    break;
                }
            }
            return file.getFileName() + ", line " + line + ": " + statement;
        } catch (IOException e) {
            return "";
        }
    }

    /// Returns the line of the learner's code that threw; empty for a failed assertion.
    private String mine(Throwable thrown) {
        return thrown instanceof AssertionError && AssertionText.isAssertion(thrown)
                ? ""
                : place(thrown.getStackTrace(), mine::contains);
    }

    /// Returns the first line of a stack that is in one of the learner's classes; empty if there is none.
    static String place(StackTraceElement[] stack, Predicate<String> mine) {
        return Stream.of(stack).filter(frame -> mine.test(frame.getClassName()))
                .map(frame -> frame.getFileName() + ", line " + frame.getLineNumber()).findFirst().orElse("");
    }
}
