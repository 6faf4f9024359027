package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.TerminalStyle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Results and messages of test runs. All tests share one runner, so that each shows that the previous one left nothing.
class TestRunnerTest {
    private static TestRunner runner;
    private static final Exercise APPEND = ExercisePage.named(Tmp.COURSE, "list.1").getFirst();
    private static final Exercise POLL = ExercisePage.named(Tmp.COURSE, "list.2").getFirst();
    private static final String BODY = "Batch placed = batch.at(end);";
    private static final String BODY_LINE = "ListLog.java, line "
            + (1 + APPEND.originalText().lines().map(String::strip).toList().indexOf(BODY));

    @BeforeAll
    static void warm() {
        runner = new TestRunner(3);
    }

    @AfterAll
    static void close() {
        runner.close();
    }

    private static TestResult append(String instead) {
        return runner.test(APPEND, Tmp.sources(APPEND, BODY, instead));
    }

    private static String say(TestResult result) {
        return new TestResultText(new TerminalStyle(false), 100).of(result, APPEND);
    }

    @Test
    void theOriginalPasses() {
        TestResult result = append(BODY);
        assertThat(result.ok()).as(() -> say(result)).isTrue();
        assertThat(result.passed()).isGreaterThan(30);
        assertThat(say(result)).startsWith("✓ All ");
    }

    @Test
    void aFailureShowsPromiseExpectedValueDrawingTestAndReference() {
        TestResult result = runner.test(APPEND, Tmp.sources(APPEND, "end = placed.lastOffset() + 1;", "end++;"));
        assertThat(result.state()).isEqualTo(TestResult.State.FAILED);
        assertThat(say(result)).contains("✗ Offsets count from zero in the order of the appends", "    expected  3",
                "    but was   2", "    the log   [ a b c ]", "LogContract.java, line ",
                "assertThat(log.append(Event.of(\"d\"))).isEqualTo(3);", "    read      lessons/01-list.adoc, line ")
                .doesNotContain("\tat ", "org.junit", "org.assertj", "java.base");
    }

    @Test
    void aRandomFailureNamesItsSeed() {
        TestResult result = runner.test("list", List.of("ListLogTest#randomHistoriesAgreeWithANaiveModel"),
                Tmp.sources(APPEND, "end = placed.lastOffset() + 1;", "end++;"));
        assertThat(result.failures().getFirst().seed()).isEqualTo("1");
        assertThat(say(result)).contains("    seed      1");
    }

    @Test
    void aFailureOfAParameterizedTestNamesItsInput() {
        Exercise frames = ExercisePage.named(Tmp.COURSE, "kafka.1").getFirst();
        TestResult result = runner.test("kafka", List.of("FramesTest#aLengthOutOfRangeClosesTheConnection"),
                Tmp.sources(frames, "bytes < ", "bytes < -"));
        assertThat(result.failures()).isNotEmpty().allSatisfy(failure -> assertThat(failure.promise())
                .matches("A length out of range closes the connection: with length = -?\\d+.*"));
    }

    @Test
    void readersAreDrawn() {
        TestResult result = runner.test(POLL,
                Tmp.sources(POLL, "position = entry.offset() + 1;", "position = entry.offset() + 2;"));
        assertThat(result.failures().getFirst().log()).matches("\\[ 0 1 2 3 4 5 .*] → C\\(\\d\\)");
    }

    @Test
    void anExceptionNamesTheLearnersLine() {
        assertThat(say(append("Batch placed = null;")))
                .contains("Your code threw NullPointerException", "    yours     ListLog.java, line ")
                .doesNotContain("\tat ");
    }

    @Test
    void endlessRecursionIsNamed() {
        assertThat(say(append("append(batch); Batch placed = batch;")))
                .contains("StackOverflowError: does a method call itself without end?", "ListLog.java, line ");
    }

    @Test
    void aCompilerErrorIsShownWithLineCaretAndASuggestion() {
        TestResult result = append("Batch placed = batch.at(ennd);");
        assertThat(result.state()).isEqualTo(TestResult.State.BROKEN);
        assertThat(say(result)).contains("✗ " + BODY_LINE + ": cannot find symbol",
                "        Batch placed = batch.at(ennd);", "                                ^", "did you mean end?");
        assertThat(say(append("Partitioner mine; Batch placed = batch.at(end);")))
                .contains("cannot find symbol: class Partitioner", "add import gregor.topic.Partitioner;");
        assertThat(say(append("Batch placed = batch.at(end)"))).contains("';' expected");
    }

    @Test
    void aFileThatImportsEachClassPasses() {
        String imports = "import java.util.ArrayList;\nimport java.util.List;";
        assertThat(runner.test(APPEND, Tmp.sources(APPEND, "import module java.base;", imports)).ok()).isTrue();
        assertThat(say(runner.test(APPEND,
                Tmp.sources(APPEND, "import module java.base;", imports + "\nclass Mine extends TreeMap {}"))))
                .contains("cannot find symbol: class TreeMap", "add import java.util.TreeMap;");
    }

    @Test
    void aCompilerMessageIsWrappedBetweenWords() {
        String said = new TestResultText(TerminalStyle.of(false), 60)
                .of(append("int number = \"a\"; Batch placed = batch;"), APPEND);
        assertThat(said.replaceAll("\\s+", " "))
                .contains("incompatible types: java.lang.String cannot be converted to int");
        assertThat(said.lines()).as(said).allMatch(line -> line.length() <= 60);
    }

    @Test
    void failuresAreReportedBeforeTheOtherTestsEnd() {
        TestResult result = runner.testUntilFailure(APPEND, Tmp.sources(APPEND, "end = placed.lastOffset() + 1;",
                "java.util.concurrent.locks.LockSupport.parkNanos(150_000_000L); end++;"));
        assertThat(result.early()).as(() -> say(result)).isTrue();
        assertThat(say(result))
                .contains("✗ Offsets count from zero in the order of the appends", ", others have not run (")
                .doesNotContain("Stopped", "had not ended");
        theOriginalPasses();
    }

    @Test
    void aToDoIsNamedBeforeWhatItBreaks() {
        Exercise retain = ExercisePage.named(Tmp.COURSE, "broker.2").getFirst();
        TestResult result = runner.testUntilFailure(retain,
                Map.of("gregor/broker/PartitionHousekeeper.java", StarterSource.of(retain, retain.originalText())));
        assertThat(result.isUnwritten())
                .as("the broker catches what its housekeeper throws, and the first tests only see what is not done")
                .isTrue();
    }

    @Test
    void anEarlyResultIsFollowedByTheReportOfAnEndlessLoop() {
        assertThat(runner.testUntilFailure(APPEND, Tmp.sources(APPEND, BODY, "while (end >= 0) { } " + BODY)).stopped())
                .contains("loop that never ends");
        assertThat(runner.testUntilFailure(APPEND, Tmp.sources(APPEND, BODY, BODY)).early())
                .as("nothing failed, so all were waited for").isFalse();
    }

    @Test
    void testsRunInTheOrderOfTheirFile() throws IOException {
        TestResult result = runner.test("list", List.of("ListLogTest"), Tmp.sources(APPEND, BODY,
                "System.out.println(Tests.name()); " + BODY, "gregor/list/Tests.java",
                """
                        package gregor.list;

                        import java.util.stream.Stream;

                        class Tests {
                            static String name() {
                                return Stream.of(Thread.currentThread().getStackTrace()).filter(frame -> frame.getClassName().endsWith("LogContract"))
                                        .reduce((inner, outer) -> outer).map(StackTraceElement::getMethodName).orElse("");
                            }
                        }
                        """));
        String contract = Files.readString(Tmp.COURSE.home().resolve("src/test/java/gregor/list/LogContract.java"));
        List<Integer> places = result.printed().lines().filter(name -> contract.contains("void " + name + "("))
                .distinct().map(name -> contract.indexOf("void " + name + "(")).toList();
        assertThat(places).hasSizeGreaterThan(5).isSorted();
    }

    @Test
    void linesAreNoWiderThanTheScreen() {
        for (String instead : List.of("Batch placed = null;", BODY + " placed = batch;",
                "throw new IllegalStateException(\"" + "much to say ".repeat(20) + "\");")) {
            assertThat(new TestResultText(new TerminalStyle(false), 60)
                    .of(append(instead.startsWith("throw") ? "if (end >= 0) " + instead + BODY : instead), APPEND)
                    .lines()).isNotEmpty().allMatch(line -> line.length() <= 60);
        }
    }

    @Test
    void anEndlessLoopIsStoppedAndItsLineNamed() {
        TestResult result = append("while (end >= 0) { } Batch placed = batch.at(end);");
        assertThat(result.state()).isEqualTo(TestResult.State.STOPPED);
        assertThat(result.stopped()).contains("It did not end, in the test \"", "It was in " + BODY_LINE,
                "loop that never ends");
        theOriginalPasses();
    }

    @Test
    void systemExitIsCaughtAndItsLineNamed() {
        assertThat(append("System.exit(0); Batch placed = batch.at(end);").stopped())
                .contains("Your code ended the JVM (System.exit)", BODY_LINE);
        theOriginalPasses();
    }

    @Test
    void tooMuchMemoryIsNamed() {
        assertThat(append(
                "var hog = new ArrayList<long[]>(); while (end >= 0) { hog.add(new long[1 << 20]); } Batch placed = batch.at(end);")
                .stopped()).contains("Your code used too much memory: more than 256 MB, in the test \"");
        theOriginalPasses();
    }

    @Test
    void aFloodOfOutputIsStopped() {
        TestResult result = append(
                "while (end >= 0) { System.out.println(\"here I am again\"); } Batch placed = batch.at(end);");
        assertThat(result.stopped()).contains("Your code prints too much: more than 16 MB");
        assertThat(result.printed()).startsWith("here I am again").hasSizeLessThan(6000);
        theOriginalPasses();
    }

    @Test
    void aStopIsReported() throws Exception {
        var running = new java.util.concurrent.FutureTask<>(
                () -> append("while (end >= 0) { } Batch placed = batch.at(end);"));
        Thread.ofPlatform().start(running);
        while (runner.test().isEmpty()) {
            Thread.sleep(5);
        }
        runner.stop();
        assertThat(running.get().stopped()).startsWith("You stopped it");
        theOriginalPasses();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                     | is empty
            // package gregor.list;                                | has no class ListLog
            package gregor.list; final class MyLog {}              | has no class ListLog; it has MyLog
            package gregor.topic; import gregor.list.*; final class ListLog {} | package gregor.list;
            """)
    void aFileWithoutTheClassIsNotJudgedWithTheOriginal(String text, String says) {
        TestResult result = runner.test(APPEND, Map.of(Tmp.LOG, text));
        assertThat(result.state()).isEqualTo(TestResult.State.BROKEN);
        assertThat(say(result)).contains(says);
    }

    @Test
    void anExceptionOfAStaticBlockIsShownWithItsLine() {
        assertThat(
                say(runner.test(APPEND,
                        Tmp.sources(APPEND, "    private long start;", "    private static final int X = 1 / zero(0);\n"
                                + "    private static int zero(int n) { return n; }\n    private long start;"))))
                .contains("ArithmeticException: / by zero", "    yours     ListLog.java, line ");
    }

    @Test
    void aHaltIsReported() {
        assertThat(append("Runtime.getRuntime().halt(7); " + BODY).stopped()).contains("ended with code 7");
        theOriginalPasses();
    }

    @Test
    void codeRunsInAFolderOfItsOwn() {
        assertThat(
                append("System.out.print(java.nio.file.Path.of(\"\").toAbsolutePath() + \"!\"); Batch placed = null;")
                        .printed())
                .doesNotContain(Path.of("").toAbsolutePath() + "!").contains("!");
    }

    @Test
    void threadsThatNeverEndDoNotSlowTheNextRun() {
        append("for (int i = 0; i < 20; i++) { Thread.ofPlatform().daemon().start(() -> { while (end >= 0) { } }); } "
                + BODY);
        TestResult next = append("System.out.print(Thread.getAllStackTraces().size() + \"!\"); Batch placed = null;");
        assertThat(Integer.parseInt(next.printed().replaceFirst("(?s)!.*", ""))).isLessThan(20);
    }

    @Test
    void testsThatDoNotExistAreNamed() {
        assertThat(runner.test("list", List.of("NoTest"), Map.of()).stopped())
                .contains("no test class gregor.list.NoTest");
        assertThat(runner.test("list", List.of("ListLogTest#none"), Map.of()).stopped())
                .contains("no test gregor.list.ListLogTest#none");
    }

    @Test
    void promisesAreSentences() {
        assertThat(FailureListener.sentence("readingRemovesNothing")).isEqualTo("Reading removes nothing");
        assertThat(FailureListener.sentence("aKeyGoesWhereKafkaWouldSendIt"))
                .isEqualTo("A key goes where Kafka would send it");
        assertThat(FailureListener.sentence("itSaysWhatKafkasDocumentationSays"))
                .isEqualTo("It says what Kafka's documentation says");
    }
}
