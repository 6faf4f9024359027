package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The texts fit on the screen.
class ExerciseTextTest {
    @TempDir
    private Path folder;

    private ExerciseText text(int width) {
        return new ExerciseText(ExerciseProgress.of(Tmp.COURSE, new Progress(folder.resolve("progress"))),
                new TerminalStyle(false), width);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 100, 110})
    void theKeysBreakBetweenTwoOfThem(int width) {
        String keys = text(width).keys();
        assertThat(keys.lines()).allMatch(line -> line.length() <= width).noneMatch(line -> line.startsWith(" "));
        assertThat(keys.lines().toList().getLast()).endsWith("q quit");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 45, 60})
    void theListFitsAboveTheKeysAndShowsTheMarkedExercise(int rows) {
        ExerciseText text = text(80);
        for (Exercise exercise : text.progress().exercises()) {
            String list = text.list(exercise, rows);
            assertThat(list.lines().count()).isLessThanOrEqualTo(rows - 3);
            assertThat(list).contains(" ▸ " + exercise.chapter().number() + "." + exercise.number());
        }
    }
}
