package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checker finds planted faults. (`./gregor author check` checks the real exercises.)
class ExerciseCheckerTest {
    @TempDir
    private Path folder;

    private List<String> faults(Tmp tmp) {
        try (TestRunner runner = new TestRunner(5)) {
            return new ExerciseChecker(runner, new PrintStream(OutputStream.nullOutputStream()))
                    .faults(tmp.course.chapter("list"));
        }
    }

    @Test
    void aLessonWithoutExercisesIsReported() throws IOException {
        var tmp = new Tmp(folder);
        Files.delete(folder.resolve("lessons/01-list-exercises.adoc"));
        assertThat(faults(tmp)).singleElement().asString().contains(
                "lesson 1, list, has no exercises: write lessons/01-list-exercises.adoc", "two to four exercises",
                "three hints each", "gregor.exercise.ExercisePage");
    }

    @Test
    void plantedFaultsAreFound() throws IOException {
        var tmp = new Tmp(folder);
        Files.writeString(folder.resolve("lessons/01-list-exercises.adoc"), """
                = Exercises

                [exercise="ListLog", tests="ListLogTest"]
                == Weak

                Words.

                end:: The end.

                === Hints

                . Only one.

                === Mistakes

                .No mistake at all
                [source,diff,says="anything"]
                ----
                -        Batch placed = batch.at(end);
                +        Batch placed = batch.at(this.end);
                ----

                .A mistake that is called something else
                [source,diff,says="the moon"]
                ----
                -        return placed.baseOffset();
                +        return end;
                ----

                .A mistake that cannot be made
                [source,diff,says="anything"]
                ----
                -        nowhere();
                +        somewhere();
                ----

                [break="ListLog", tests="ListLogTest"]
                == Break it

                [source,diff]
                ----
                -        return placed.baseOffset();
                +        return end;
                ----

                * `readingRemovesNothing`
                * `aNewLogIsEmptyAndStartsAtZero`
                * `isNoTest`
                """);
        assertThat(faults(tmp)).satisfiesExactlyInAnyOrder(
                few -> assertThat(few).contains("has 1 exercises to write; write two to four"),
                whole -> assertThat(whole).contains("has no exercise of a whole class"),
                mistakes -> assertThat(mistakes).contains("lists 3 typical mistakes; list 4 or more"),
                hints -> assertThat(hints).contains("line 3: Weak has 1 hints; write 3"),
                none -> assertThat(none).contains("\"No mistake at all\" is not caught"),
                other -> assertThat(other).contains("should name it with \"the moon\""),
                nowhere -> assertThat(nowhere).contains("occur 0 times in the source"),
                choices -> assertThat(choices).contains("at least one choice must fail"),
                unknown -> assertThat(unknown).contains("no test isNoTest"));
    }
}
