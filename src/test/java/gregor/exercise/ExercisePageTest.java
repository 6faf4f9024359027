package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.lesson.Chapter;
import gregor.lesson.LessonException;
import org.junit.jupiter.api.Test;

class ExercisePageTest {
    private static final Chapter LIST = Tmp.COURSE.chapter("list");
    private static final String PAGE = """
            = Exercises

            Words.

            [exercise="ListLog", tests="ListLogTest ConsumerTest#poll"]
            == The next offset

            What it is about,
            in two lines.

            append:: Take it.

            === Hints

            . One
            and more.
            . Two

            === Mistakes

            .Off by one
            [source,diff,says="count"]
            ----
            -a
            +b
            ----

            [break="Consumer"]
            == Break it

            Go on.

            [source,diff]
            ----
            -c
            +d
            ----

            * `one`
            * `two`
            * `three`
            """;

    private static List<Exercise> read(String text) {
        return ExercisePage.of(LIST, text.lines().toList());
    }

    @Test
    void anExerciseIsParsed() {
        Exercise exercise = read(PAGE).getFirst();
        assertThat(exercise.path()).isEqualTo("list/the-next-offset");
        assertThat(exercise.type()).isEqualTo("ListLog");
        assertThat(exercise.tests()).containsExactly("ListLogTest", "ConsumerTest#poll");
        assertThat(exercise.task()).isEqualTo("What it is about,\nin two lines.");
        assertThat(exercise.wanted()).containsEntry("append", "Take it.").hasSize(1);
        assertThat(exercise.hints()).containsExactly("One\nand more.", "Two");
        assertThat(exercise.mistakes())
                .containsExactly(new Exercise.Mistake(22, "Off by one", new SourcePatch("-a\n+b"), "count"));
        assertThat(exercise.isPrediction()).isFalse();
    }

    @Test
    void aPredictionIsParsed() {
        Exercise prediction = read(PAGE).getLast();
        assertThat(prediction.number()).isEqualTo(2);
        assertThat(prediction.isPrediction()).isTrue();
        assertThat(prediction.choices()).containsExactly("one", "two", "three");
        assertThat(prediction.change()).isEqualTo(new SourcePatch("-c\n+d"));
    }

    @Test
    void aMissingPartIsNamedWithFileAndLine() {
        assertThatThrownBy(() -> read(PAGE.replace("append:: Take it.\n", ""))).isInstanceOf(LessonException.class)
                .hasMessageContaining("01-list-exercises.adoc, line ").hasMessageContaining("names no member");
        assertThatThrownBy(() -> read(PAGE.replace("== The next offset\n", "")))
                .hasMessageContaining("line 5: an exercise begins here");
        assertThatThrownBy(() -> read(PAGE.replace("* `two`\n", ""))).hasMessageContaining("at least three tests");
        assertThatThrownBy(() -> read(PAGE.replace("[source,diff,says=", "[source,says=")))
                .hasMessageContaining("is not part of an exercise");
    }

    @Test
    void exercisesAreFoundByNumberAndName() {
        assertThat(ExercisePage.named(Tmp.COURSE, "1.2")).isEqualTo(ExercisePage.named(Tmp.COURSE, "list/read-on"))
                .hasSize(1);
        assertThat(ExercisePage.named(Tmp.COURSE, "list").size()).isGreaterThan(3);
        assertThatThrownBy(() -> ExercisePage.named(Tmp.COURSE, "list/none"))
                .hasMessageContaining("has no exercise none; it has 1 the-next-offset");
    }

    @Test
    void aChangeAppliesWhereItsLinesOccurOnce() {
        assertThat(new SourcePatch("-b\n+c\n+d").in("a\n    b\ne\n")).isEqualTo("a\n c\n d\ne\n");
        assertThatThrownBy(() -> new SourcePatch("-b\n+c").in("b\nb\n")).hasMessageContaining("2 times");
        assertThatThrownBy(() -> new SourcePatch("-x\n+c").in("b\n")).hasMessageContaining("0 times");
    }
}
