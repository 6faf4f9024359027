package gregor.exercise;

import gregor.lesson.Course;
import gregor.lesson.Progress;
import java.util.List;
import java.util.Optional;

/// All exercises, and what became of them.
public record ExerciseProgress(List<Exercise> exercises, Progress progress) {
    /// The exercises of a course.
    public static ExerciseProgress of(Course course, Progress progress) {
        return new ExerciseProgress(ExercisePage.all(course), progress);
    }

    /// What became of an exercise, in a word; empty if it was not begun.
    public String state(Exercise exercise) {
        return progress.exercise(exercise.chapter(), exercise.name());
    }

    /// Whether an exercise is done, or a prediction made.
    public boolean isDone(Exercise exercise) {
        return List.of("done", "helped", "right", "wrong").contains(state(exercise));
    }

    /// How many are done.
    public long done() {
        return exercises.stream().filter(this::isDone).count();
    }

    /// The first that is not done.
    public Optional<Exercise> next() {
        return exercises.stream().filter(exercise -> !isDone(exercise)).findFirst();
    }

    /// The first after another that is not done; or else the first of all that is not.
    public Optional<Exercise> next(Exercise after) {
        int place = exercises.indexOf(after);
        return exercises.stream().skip(place + 1L).filter(exercise -> !isDone(exercise)).findFirst()
                .or(() -> exercises.stream().filter(exercise -> !isDone(exercise) && !exercise.equals(after))
                        .findFirst());
    }

    /// The first of some that is not done; the first of them if all are.
    public Exercise firstOpen(List<Exercise> some) {
        return some.stream().filter(exercise -> !isDone(exercise)).findFirst().orElse(some.getFirst());
    }

    /// Remembers that an exercise passed; if its solution was seen before, that too.
    public void passed(Exercise exercise) {
        if (!isDone(exercise)) {
            progress.exercise(exercise.chapter(), exercise.name(), state(exercise).equals("shown") ? "helped" : "done");
        }
    }

    /// Remembers that the solution was seen before the exercise was done.
    public void solutionShown(Exercise exercise) {
        if (!isDone(exercise)) {
            progress.exercise(exercise.chapter(), exercise.name(), "shown");
        }
    }

    /// Remembers what became of a prediction; the first answer counts.
    public void predicted(Exercise exercise, boolean right) {
        if (!isDone(exercise)) {
            progress.exercise(exercise.chapter(), exercise.name(), right ? "right" : "wrong");
        }
    }

    /// The hints that were given so far, and one more if the learner asks for it.
    public List<String> hints(Exercise exercise, boolean more) {
        int given = Math.min(exercise.hints().size(), progress.hints(exercise.chapter(), exercise.name())
                + (more ? 1 : 0));
        if (more) {
            progress.hints(exercise.chapter(), exercise.name(), given);
        }
        return exercise.hints().subList(0, given);
    }
}
