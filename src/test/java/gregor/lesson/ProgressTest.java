package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    @TempDir
    private Path folder;

    private Progress progress() {
        return new Progress(folder.resolve("my/progress"));
    }

    private static final Chapter LIST = Here.COURSE.chapter("list");

    @Test
    void aNewLearnerIsAtTheFirstCellOfTheFirstLesson() {
        assertThat(progress().next(LIST)).isEqualTo(1);
        assertThat(progress().current(Here.COURSE).number()).isZero();
    }

    @Test
    void afterALessonTheLearnerIsNotSentToTheOverview() {
        progress().finish(Here.COURSE.chapter("producer"));
        assertThat(progress().current(Here.COURSE)).isEqualTo(LIST);
    }

    @Test
    void remembersInPlainText() {
        progress().next(LIST, 7);
        progress().predicted(LIST, 4, true);
        progress().predicted(LIST, 6, false);
        assertThat(folder.resolve("my/progress")).hasContent("""
                # What you have done so far. Edit it or delete it as you like.
                list at 7
                list predict 4 right
                list predict 6 wrong
                now in list
                """);
        assertThat(progress().next(LIST)).isEqualTo(7);
        assertThat(progress().predictions(LIST, true)).isEqualTo(1);
        assertThat(progress().predictions(LIST, false)).isEqualTo(1);
    }

    @Test
    void addsTheFactsOfABrowserThatItDoesNotKnow() {
        progress().predicted(LIST, 4, false);
        assertThat(progress()
                .add(List.of("# from a browser", "list predict 4 right", "list predict 6 right", "list done yes", "")))
                .isEqualTo(2);
        assertThat(progress().predictions(LIST, true)).isEqualTo(1);
        assertThat(progress().predictions(LIST, false)).isEqualTo(1);
        assertThat(progress().done(LIST)).isTrue();
        assertThatThrownBy(() -> progress().add(List.of("list predict 7 right", "list predict x right")))
                .hasMessageContaining("\"list predict x right\" is no progress");
        assertThat(progress().predictions(LIST, true)).isEqualTo(1);
    }

    @Test
    void anExerciseWithANewTitleKeepsItsState() throws IOException {
        Files.createDirectories(folder.resolve("my"));
        Files.writeString(folder.resolve("my/progress"), """
                packed exercise whoever-wrote-this-may-lie done
                packed hints whoever-wrote-this-may-lie 2
                """);
        assertThat(progress().exercise(Here.COURSE.chapter("packed"), "trust-no-length")).isEqualTo("done");
        assertThat(progress().hints(Here.COURSE.chapter("packed"), "trust-no-length")).isEqualTo(2);
    }

    @Test
    void theFirstAnswerCounts() {
        progress().predicted(LIST, 4, false);
        progress().predicted(LIST, 4, true);
        assertThat(progress().predictions(LIST, true)).isZero();
    }

    @Test
    void afterAFinishedLessonComesTheNext() {
        progress().next(LIST, 7);
        progress().finish(LIST);
        assertThat(progress().done(LIST)).isTrue();
        assertThat(progress().current(Here.COURSE).name()).isEqualTo("producer");
    }

    @Test
    void goesOnInTheLessonThatTheLearnerWasInLast() {
        progress().next(LIST, 7);
        progress().next(Here.COURSE.chapter("deque"), 2);
        assertThat(progress().current(Here.COURSE).name()).isEqualTo("deque");
        progress().finish(Here.COURSE.chapter("deque"));
        assertThat(progress().current(Here.COURSE).name()).isEqualTo("list");
    }

    @Test
    void keepsLinesThatItDoesNotUnderstand() throws IOException {
        Files.createDirectories(folder.resolve("my"));
        Files.writeString(folder.resolve("my/progress"), "list at many\nfrom the future 1\nlist at 3\n");
        progress().next(LIST, 4);
        assertThat(folder.resolve("my/progress")).content().contains("list at many\nfrom the future 1\n", "list at 4\n")
                .doesNotContain("list at 3");
    }
}
