package gregor.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.lesson.TerminalStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An exercise without a terminal, from its first to-do to the end.
class ExerciseActionsTest {
    @TempDir
    private Path folder;
    private Tmp tmp;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void copy() throws IOException {
        tmp = new Tmp(folder);
    }

    private ExerciseActions sitting() {
        out.reset();
        return new ExerciseActions(tmp.course, tmp.progress(), new PrintStream(out, true, StandardCharsets.UTF_8), false);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private void solve(int number) throws IOException {
        Exercise exercise = tmp.exercise(number);
        Files.createDirectories(tmp.desk().file(exercise).getParent());
        Files.copy(exercise.original(), tmp.desk().file(exercise), StandardCopyOption.REPLACE_EXISTING);
    }

    private String progress() throws IOException {
        return Files.readString(folder.resolve("my/progress"));
    }

    @Test
    void itFailsUntilItIsWrittenAndThenItIsDone() throws IOException {
        assertThat(sitting().once(tmp.exercise(1), false)).isEqualTo(1);
        assertThat(said()).contains("Exercise 1.1 · The next offset", "Your file is my/gregor/list/ListLog.java.",
                "✎ ListLog.append is not written yet", "A hint: ./gregor exercise list/the-next-offset --hint");
        assertThat(progress()).contains("list exercise the-next-offset started");
        solve(1);
        assertThat(sitting().once(tmp.exercise(1), false)).as(this::said).isZero();
        assertThat(progress()).contains("list exercise the-next-offset done");
    }

    @Test
    void jsonHasAVersionAndSaysTheSame() throws IOException {
        assertThat(sitting().once(tmp.exercise(1), true)).isEqualTo(1);
        var json = TestProcess.JSON.readTree(said());
        assertThat(json.path("format").asString()).isEqualTo("gregor-exercise");
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("exercise").asString()).isEqualTo("list/the-next-offset");
        assertThat(json.path("verdict").path("state").asString()).isEqualTo("FAILED");
        assertThat(json.path("verdict").path("failures").get(0).path("said").asString())
                .isEqualTo("ListLog.append is not written yet");
    }

    @Test
    void hintsSayMoreAndMoreAndCanBeReadAgain() throws IOException {
        sitting().hint(tmp.exercise(1));
        assertThat(said()).contains("Hint 1 of 3").doesNotContain("Hint 2");
        sitting().hint(tmp.exercise(1));
        sitting().hint(tmp.exercise(1));
        sitting().hint(tmp.exercise(1));
        assertThat(said()).contains("Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3");
        assertThat(progress()).contains("list hints the-next-offset 3");
    }

    @Test
    void whoLookedAtTheSolutionIsDoneWithHelp() throws IOException {
        sitting().once(tmp.exercise(1), false);
        sitting().solution(tmp.exercise(1));
        assertThat(said()).contains("Batch placed = batch.at(end);");
        assertThat(progress()).contains("list exercise the-next-offset shown");
        solve(1);
        sitting().once(tmp.exercise(1), false);
        assertThat(progress()).contains("list exercise the-next-offset helped");
        sitting().solution(tmp.exercise(1));
        assertThat(progress()).as("after it is done, looking is free").contains("list exercise the-next-offset helped");
    }

    @Test
    void theDifferenceGoesFromTheLearnersToTheOriginal() {
        sitting().difference(tmp.exercise(1));
        assertThat(said()).contains("-        throw new UnsupportedOperationException(\"ListLog.append is not written yet\");",
                "+        batches.add(placed);");
    }

    @Test
    void aPredictionIsAnsweredByTheTestsAndTheFirstAnswerCounts() throws IOException {
        Exercise prediction = tmp.exercise(4);
        assertThat(sitting().once(prediction, false)).isEqualTo(1);
        assertThat(said()).contains("Which of these promises is broken then?", "  1  ", "--answer N");
        assertThat(sitting().predict(prediction, 1)).isEqualTo(1);
        assertThat(said()).contains("You said 1; the tests say otherwise.", "✓ An empty log has no earliest",
                "✗ After the latest");
        assertThat(sitting().predict(prediction, 2)).isZero();
        assertThat(said()).contains("You said 2, and so do the tests.");
        assertThat(progress()).contains("list exercise break-it-the-place-of-the-latest wrong");
        assertThatThrownBy(() -> sitting().predict(prediction, 9)).hasMessage("answer with 1 to 4, not 9");
        assertThatThrownBy(() -> sitting().predict(tmp.exercise(1), 1))
                .hasMessageContaining("is to be written, not predicted");
    }

    @Test
    void whoKnowsThisTestsOutWithAnOwnFile() throws IOException {
        Path own = Files.createDirectories(folder.resolve("desktop")).resolve("ListLog.java");
        Files.writeString(own, tmp.exercise(1).originalText()
                .replace("end = placed.lastOffset() + 1;", "end = placed.lastOffset();"));
        assertThat(sitting().testOut(tmp.course.chapter("list"), List.of(own))).isEqualTo(1);
        assertThat(said()).contains("    but was   Optional[0:0]");
        Files.writeString(own, tmp.exercise(1).originalText());
        assertThat(sitting().testOut(tmp.course.chapter("list"), List.of(own))).as(this::said).isZero();
        assertThat(said()).contains("Done: list/the-next-offset, list/a-log-of-your-own");
        assertThat(progress()).contains("list exercise a-log-of-your-own done").doesNotContain("read-on");
        assertThatThrownBy(() -> sitting().testOut(tmp.course.chapter("list"), List.of(Path.of("Other.java"))))
                .hasMessageContaining("is no class of the exercises of lesson 1; they are ListLog, Consumer");
    }

    @Test
    void allThatWasBegunIsCheckedAtOnce() throws IOException {
        sitting().once(tmp.exercise(1), false);
        solve(1);
        assertThat(sitting().checkAll(ExercisePage.of(tmp.course.chapter("list")), false)).isZero();
        assertThat(said()).isEqualTo("✓ list/the-next-offset\n");
        assertThat(sitting().checkAll(ExercisePage.of(tmp.course.chapter("list")), true)).isEqualTo(1);
        assertThat(said()).contains("✗ list/read-on  not begun");
    }

    @Test
    void theListAndTheLadderShowHowFarTheLearnerIs() throws IOException {
        sitting().once(tmp.exercise(1), false);
        solve(1);
        sitting().once(tmp.exercise(1), false);
        sitting().list(ExercisePage.all(tmp.course));
        assertThat(said()).contains("1.1  The next offset                                done",
                "1.2  Read on\n", "1 of 4");
        assertThat(new ProgressChart(tmp.course, tmp.progress(), new TerminalStyle(false)).text()).contains("4 to predict");
        tmp.progress().predicted(tmp.course.chapter("list"), 4, true);
        tmp.progress().finish(tmp.course.chapter("list"));
        assertThat(new ProgressChart(tmp.course, tmp.progress(), new TerminalStyle(false)).text())
                .contains("├──────┤  1  list       read ■■■■■■■■", "predicted 1 right of 1", "written ■□□ 1/3");
    }
}
