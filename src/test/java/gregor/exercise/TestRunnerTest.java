package gregor.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.TerminalStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a learner is told. All of these share one judge, so that what one leaves behind is met by the next.
class TestRunnerTest {
    private static TestRunner judge;
    private static final Exercise APPEND = ExercisePage.named(Tmp.COURSE, "list.1").getFirst();
    private static final Exercise POLL = ExercisePage.named(Tmp.COURSE, "list.2").getFirst();
    private static final String BODY = "Batch placed = batch.at(end);";

    @BeforeAll
    static void warm() {
        judge = new TestRunner(3);
    }

    @AfterAll
    static void close() {
        judge.close();
    }

    private static TestResult append(String instead) {
        return judge.judge(APPEND, Tmp.sources(APPEND, BODY, instead));
    }

    private static String say(TestResult verdict) {
        return new TestResultText(new TerminalStyle(false), 100).of(verdict, APPEND);
    }

    @Test
    void theOriginalPasses() {
        TestResult verdict = append(BODY);
        assertThat(verdict.ok()).as(() -> say(verdict)).isTrue();
        assertThat(verdict.passed()).isGreaterThan(30);
        assertThat(say(verdict)).startsWith("✓ All ");
    }

    @Test
    void aFailureSaysThePromiseWhatWasExpectedTheDrawingTheTestAndWhereToRead() {
        TestResult verdict = judge.judge(APPEND, Tmp.sources(APPEND, "end = placed.lastOffset() + 1;", "end++;"));
        assertThat(verdict.state()).isEqualTo(TestResult.State.FAILED);
        assertThat(say(verdict))
                .contains("✗ Offsets count from zero in the order of the appends", "    expected  3", "    but was   2",
                "    the log   [ a b c ]", "LogContract.java, line ",
                "assertThat(log.append(Event.of(\"d\"))).isEqualTo(3);",
                "    read      lessons/01-list.adoc, line ")
                .doesNotContain("\tat ", "org.junit", "org.assertj", "java.base");
    }

    @Test
    void aRandomFailureNamesItsSeed() {
        TestResult verdict = judge.judge("list", List.of("ListLogTest#randomHistoriesAgreeWithANaiveModel"),
                Tmp.sources(APPEND, "end = placed.lastOffset() + 1;", "end++;"));
        assertThat(verdict.failures().getFirst().seed()).isEqualTo("1");
        assertThat(say(verdict)).contains("    seed      1");
    }

    @Test
    void readersStandInTheDrawing() {
        TestResult verdict = judge.judge(POLL,
                Tmp.sources(POLL, "position = entry.offset() + 1;", "position = entry.offset() + 2;"));
        assertThat(verdict.failures().getFirst().log()).matches("\\[ 0 1 2 3 4 5 .*] → C\\(\\d\\)");
    }

    @Test
    void anExceptionNamesTheLearnersLine() {
        assertThat(say(append("Batch placed = null;")))
                .contains("This was thrown: NullPointerException", "    yours     ListLog.java, line ")
                .doesNotContain("\tat ");
    }

    @Test
    void endlessRecursionIsNamed() {
        assertThat(say(append("append(batch); Batch placed = batch;")))
                .contains("StackOverflowError: does a method call itself for ever?",
                "ListLog.java, line ");
    }

    @Test
    void whatTheCompilerDoesNotUnderstandIsShownWithLineCaretAndASuggestion() {
        TestResult verdict = append("Batch placed = batch.at(ennd);");
        assertThat(verdict.state()).isEqualTo(TestResult.State.BROKEN);
        assertThat(say(verdict))
                .contains("✗ ListLog.java, line 15: cannot find symbol", "        Batch placed = batch.at(ennd);",
                "                                ^", "did you mean end?");
        assertThat(say(append("var tree = new TreeMap<String, String>(); Batch placed = batch.at(end);")))
                .contains("cannot find symbol: class TreeMap", "add import java.util.TreeMap;");
        assertThat(say(append("Batch placed = batch.at(end)"))).contains("';' expected");
    }

    @Test
    void whatTheCompilerSaysIsBrokenBetweenItsWords() {
        String said = new TestResultText(TerminalStyle.of(false), 60).of(append("int number = \"a\"; Batch placed = batch;"), APPEND);
        assertThat(said.replaceAll("\\s+", " "))
                .contains("incompatible types: java.lang.String cannot be converted to int");
        assertThat(said.lines()).as(said).allMatch(line -> line.length() <= 60);
    }

    @Test
    void whatHasFailedIsSaidBeforeTheRestHasEnded() {
        TestResult verdict = judge.soon(APPEND, Tmp.sources(APPEND, "end = placed.lastOffset() + 1;", 
                "java.util.concurrent.locks.LockSupport.parkNanos(150_000_000L); end++;"));
        assertThat(verdict.early()).as(() -> say(verdict)).isTrue();
        assertThat(say(verdict))
                .contains("✗ Offsets count from zero in the order of the appends", ", the others were not waited for (")
                .doesNotContain("Stopped", "had not ended");
        theOriginalPasses();
    }

    @Test
    void aToDoIsNamedBeforeWhatItBreaks() {
        Exercise retain = ExercisePage.named(Tmp.COURSE, "broker.2").getFirst();
        TestResult verdict = judge.soon(retain,
                Map.of("gregor/broker/PartitionHousekeeper.java", StarterSource.of(retain, retain.originalText())));
        assertThat(verdict.isUnwritten())
                .as("the broker catches what its housekeeper throws, and the first tests only see what is not done")
                .isTrue();
    }

    @Test
    void whoWantsToKnowSoonStillHearsOfAnEndlessLoop() {
        assertThat(judge.soon(APPEND, Tmp.sources(APPEND, BODY, "while (end >= 0) { } " + BODY)).stopped())
                .contains("loop that never ends");
        assertThat(judge.soon(APPEND, Tmp.sources(APPEND, BODY, BODY)).early())
                .as("nothing failed, so all were waited for").isFalse();
    }

    @Test
    void testsRunInTheOrderOfTheirFile() throws IOException {
        TestResult verdict = judge.judge("list", List.of("ListLogTest"),
                Tmp.sources(APPEND, BODY, "System.out.println(Tests.name()); " + BODY,
                "gregor/list/Tests.java", """
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
        List<Integer> places = verdict.printed().lines()
                .filter(name -> contract.contains("void " + name + "(")).distinct()
                .map(name -> contract.indexOf("void " + name + "(")).toList();
        assertThat(places).hasSizeGreaterThan(5).isSorted();
    }

    @Test
    void linesAreNoWiderThanTheScreen() {
        for (String instead : List.of("Batch placed = null;", BODY + " placed = batch;",
                "throw new IllegalStateException(\"" + "much to say ".repeat(20) + "\");")) {
            assertThat(new TestResultText(new TerminalStyle(false), 60)
                    .of(append(instead.startsWith("throw") ? "if (end >= 0) " + instead + BODY : instead), APPEND)
                    .lines())
                    .isNotEmpty().allMatch(line -> line.length() <= 60);
        }
    }

    @Test
    void anEndlessLoopIsStoppedAndItsLineNamed() {
        TestResult verdict = append("while (end >= 0) { } Batch placed = batch.at(end);");
        assertThat(verdict.state()).isEqualTo(TestResult.State.STOPPED);
        assertThat(verdict.stopped())
                .contains("It did not end, in the test \"", "It was in ListLog.java, line 15", "loop that never ends");
        theOriginalPasses();
    }

    @Test
    void systemExitIsCaughtAndItsLineNamed() {
        assertThat(append("System.exit(0); Batch placed = batch.at(end);").stopped())
                .contains("It ended the JVM (System.exit)", "ListLog.java, line 15");
        theOriginalPasses();
    }

    @Test
    void tooMuchMemoryIsNamed() {
        assertThat(append("var hog = new ArrayList<long[]>(); while (end >= 0) { hog.add(new long[1 << 20]); } Batch placed = batch.at(end);").stopped())
                .contains("It took too much memory: more than 256 MB, in the test \"");
        theOriginalPasses();
    }

    @Test
    void aFloodOfOutputIsStopped() {
        TestResult verdict = append("while (end >= 0) { System.out.println(\"here I am again\"); } Batch placed = batch.at(end);");
        assertThat(verdict.stopped()).contains("It prints too much: more than 16 MB");
        assertThat(verdict.printed()).startsWith("here I am again").hasSizeLessThan(6000);
        theOriginalPasses();
    }

    @Test
    void whoStopsItIsToldSo() throws Exception {
        var running = new java.util.concurrent.FutureTask<>(() ->
                append("while (end >= 0) { } Batch placed = batch.at(end);"));
        Thread.ofPlatform().start(running);
        while (judge.test().isEmpty()) {
            Thread.sleep(5);
        }
        judge.stop();
        assertThat(running.get().stopped()).startsWith("You stopped it");
        theOriginalPasses();
    }

    @Test
    void testsThatDoNotExistAreNamed() {
        assertThat(judge.judge("list", List.of("NoTest"), Map.of()).stopped())
                .contains("no class of tests gregor.list.NoTest");
        assertThat(judge.judge("list", List.of("ListLogTest#none"), Map.of()).stopped())
                .contains("there is no test gregor.list.ListLogTest#none");
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
