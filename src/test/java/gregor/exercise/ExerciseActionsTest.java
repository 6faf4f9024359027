package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.lesson.TerminalStyle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The actions on an exercise, from its first to-do to the end.
class ExerciseActionsTest {
    @TempDir
    private Path folder;
    private Tmp tmp;
    private final TestRunner runner = new TestRunner(8);
    private final List<String> lines = new ArrayList<>();
    private String text = "";

    @BeforeEach
    void copy() throws IOException {
        tmp = new Tmp(folder);
    }

    @AfterEach
    void close() {
        runner.close();
    }

    private ExerciseActions actions() {
        return new ExerciseActions(tmp.course, tmp.progress(), new TerminalStyle(false), 100, runner);
    }

    /// Keeps the text of an action and returns whether it succeeded.
    private boolean ok(ExerciseActions.Outcome outcome) {
        text = outcome.text();
        return outcome.ok();
    }

    private boolean once(int number) {
        return ok(actions().once(tmp.exercise(number)));
    }

    private String text() {
        return text;
    }

    private void solve(int number) throws IOException {
        Exercise exercise = tmp.exercise(number);
        Files.createDirectories(tmp.files().file(exercise).getParent());
        Files.copy(exercise.original(), tmp.files().file(exercise), StandardCopyOption.REPLACE_EXISTING);
    }

    private String progress() throws IOException {
        return Files.readString(folder.resolve("my/progress"));
    }

    @Test
    void anExerciseFailsUntilItIsWritten() throws IOException {
        assertThat(once(1)).isFalse();
        assertThat(text()).contains("Exercise 1.1 · The next offset", "Your file is my/gregor/list/ListLog.java.",
                "✎ ListLog.append is not written yet", "A hint: ./gregor exercise list/the-next-offset --hint");
        assertThat(progress()).contains("list exercise the-next-offset started");
        solve(1);
        assertThat(once(1)).as(this::text).isTrue();
        assertThat(progress()).contains("list exercise the-next-offset done");
    }

    @Test
    void jsonHasAVersionAndKeepsItsNames() throws IOException {
        assertThat(ok(actions().json(tmp.exercise(1)))).isFalse();
        var json = TestProcess.JSON.readTree(text());
        assertThat(json.path("format").asString()).isEqualTo("gregor-exercise");
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("exercise").asString()).isEqualTo("list/the-next-offset");
        assertThat(json.path("verdict").path("state").asString()).isEqualTo("FAILED");
        assertThat(json.path("verdict").path("failures").get(0).path("said").asString())
                .isEqualTo("ListLog.append is not written yet");
        assertThat(json.path("verdict").propertyNames()).contains("state", "passed", "failed", "skipped", "millis",
                "failures", "problems", "stopped", "printed", "missing", "early");
        assertThat(json.path("verdict").path("failures").get(0).propertyNames()).containsExactly("test", "promise",
                "expected", "actual", "said", "log", "code", "seed", "place");
    }

    @Test
    void eachHintAddsToThePreviousOnes() throws IOException {
        ok(actions().hint(tmp.exercise(1)));
        assertThat(text()).contains("Hint 1 of 3").doesNotContain("Hint 2");
        ok(actions().hint(tmp.exercise(1)));
        ok(actions().hint(tmp.exercise(1)));
        ok(actions().hint(tmp.exercise(1)));
        assertThat(text()).contains("Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3");
        assertThat(progress()).contains("list hints the-next-offset 3");
    }

    @Test
    void anExerciseDoneAfterItsSolutionWasShownCountsAsHelped() throws IOException {
        once(1);
        ok(actions().solution(tmp.exercise(1)));
        assertThat(text()).contains("Batch placed = batch.at(end);");
        assertThat(progress()).contains("list exercise the-next-offset shown");
        solve(1);
        once(1);
        assertThat(progress()).contains("list exercise the-next-offset helped");
        ok(actions().solution(tmp.exercise(1)));
        assertThat(progress()).as("after it is done, looking is free").contains("list exercise the-next-offset helped");
    }

    @Test
    void theDifferenceGoesFromTheLearnersToTheOriginal() {
        ok(actions().difference(tmp.exercise(1)));
        assertThat(text()).contains(
                "-        throw new UnsupportedOperationException(\"ListLog.append is not written yet\");",
                "+        batches.add(placed);");
    }

    @Test
    void theTestsAnswerAPredictionAndTheFirstAnswerCounts() throws IOException {
        Exercise prediction = tmp.exercise(4);
        assertThat(ok(actions().once(prediction))).isFalse();
        assertThat(text()).contains("Which of these promises is broken then?", "  1  ", "--answer N");
        assertThat(ok(actions().predict(prediction, 1))).isFalse();
        assertThat(text()).contains("You said 1; the tests say otherwise.", "✓ An empty log has no earliest",
                "✗ After the latest");
        assertThat(ok(actions().predict(prediction, 2))).isTrue();
        assertThat(text()).contains("You said 2, and so do the tests.");
        assertThat(progress()).contains("list exercise break-it-the-place-of-the-latest wrong");
        assertThatThrownBy(() -> actions().predict(prediction, 9)).hasMessage("answer with 1 to 4, not 9");
        assertThatThrownBy(() -> actions().predict(tmp.exercise(1), 1))
                .hasMessageContaining("is not a prediction; write my/gregor/list/ListLog.java");
    }

    @Test
    void aLearnerTestsOutWithAFileFromElsewhere() throws IOException {
        Path own = Files.createDirectories(folder.resolve("desktop")).resolve("ListLog.java");
        Files.writeString(own,
                tmp.exercise(1).originalText().replace("end = placed.lastOffset() + 1;", "end = placed.lastOffset();"));
        assertThat(testOut(own, false)).isFalse();
        assertThat(text()).contains("    but was   Optional[0:0]");
        Files.writeString(own, tmp.exercise(1).originalText());
        assertThat(testOut(own, false)).as(this::text).isTrue();
        assertThat(tmp.mine()).doesNotExist();
        assertThat(folder.resolve("my/progress")).doesNotExist();
        assertThat(testOut(own, true)).as(this::text).isTrue();
        assertThat(tmp.mine()).hasSameTextualContentAs(own);
        assertThat(text()).contains("Done: list/the-next-offset, list/a-log-of-your-own");
        assertThat(progress()).contains("list exercise a-log-of-your-own done").doesNotContain("read-on");
        assertThatThrownBy(() -> testOut(Path.of("Other.java"), false))
                .hasMessageContaining("is not a class of these exercises of lesson 1; they are ListLog, Consumer");
    }

    private boolean testOut(Path own, boolean take) {
        return ok(actions().testOut(ExercisePage.named(tmp.course, "list"), List.of(own), take, lines::add));
    }

    @Test
    void aFileFromElsewhereIsJudgedAloneByTheTestsOfOneExercise() throws IOException {
        Files.createDirectories(tmp.mine().getParent());
        Files.writeString(tmp.mine().resolveSibling("Consumer.java"), "nonsense");
        Path own = Files.writeString(folder.resolve("ListLog.java"), tmp.exercise(1).originalText());
        assertThat(ok(actions().testOut(ExercisePage.named(tmp.course, "1.1"), List.of(own), false, lines::add)))
                .as(this::text).isTrue();
        assertThat(lines).containsExactly("The tests of the exercise run on ListLog …");
    }

    @Test
    void everyVersionIsKeptAndListed() throws IOException {
        once(1);
        for (String text : List.of("one", "two", "three")) {
            Files.writeString(tmp.mine(), text);
            ok(actions().reset(tmp.exercise(1)));
        }
        ok(actions().history(tmp.exercise(1)));
        assertThat(text()).contains("  1  ", "  3  ", "my/.versions/gregor/list/ListLog/0003.java");
        for (String text : List.of("three", "two", "one")) {
            assertThat(ok(actions().undo(tmp.exercise(1)))).isTrue();
            assertThat(tmp.mine()).hasContent(text);
        }
        assertThat(ok(actions().undo(tmp.exercise(1)))).isFalse();
    }

    @Test
    void checkTestsAllThatWasBegun() throws IOException {
        once(1);
        solve(1);
        assertThat(ok(actions().check(ExercisePage.of(tmp.course.chapter("list")), false, lines::add))).isTrue();
        assertThat(lines).containsExactly("✓ list/the-next-offset");
        assertThat(ok(actions().check(ExercisePage.of(tmp.course.chapter("list")), true, lines::add))).isFalse();
        assertThat(lines).contains("✗ list/read-on  not begun");
    }

    @Test
    void theListAndTheLadderShowHowFarTheLearnerIs() throws IOException {
        once(1);
        solve(1);
        once(1);
        text = actions().list(ExercisePage.all(tmp.course));
        assertThat(text()).contains("1.1  The next offset                                done", "1.2  Read on\n",
                "1 of 5");
        assertThat(chart(tmp)).contains("6 to predict");
        tmp.progress().predicted(tmp.course.chapter("list"), 4, true);
        tmp.progress().finish(tmp.course.chapter("list"));
        String chart = chart(tmp);
        assertThat(chart).contains("├──────┤  1  list       ■■■■■■■■", "1 right of 1, ", "■□□□ 1/4");
        assertThat(chart.lines()).allMatch(line -> line.length() <= 80);
    }

    private static String chart(Tmp tmp) {
        return new ProgressChart(LessonProgress.of(tmp.course, List.of(tmp.progress())).getFirst(),
                new TerminalStyle(false)).text();
    }
}
