package gregor.exercise;

import module java.base;

import gregor.lesson.Course;
import gregor.lesson.Progress;

/// Exercises and their states in the learner's progress.
public record ExerciseProgress(List<Exercise> exercises, Progress progress) {
    public static ExerciseProgress of(Course course, Progress progress) {
        return new ExerciseProgress(ExercisePage.all(course), progress);
    }

    /// Returns the state of an exercise as a word of `my/progress`; empty if it was not begun.
    public String state(Exercise exercise) {
        return progress.exercise(exercise.chapter(), exercise.name());
    }

    public boolean isDone(Exercise exercise) {
        return List.of("done", "helped", "right", "wrong").contains(state(exercise));
    }

    public long done() {
        return exercises.stream().filter(this::isDone).count();
    }

    public Optional<Exercise> next() {
        return exercises.stream().filter(exercise -> !isDone(exercise)).findFirst();
    }

    /// Returns the first exercise after another one that is not done, or else the first of all.
    public Optional<Exercise> next(Exercise after) {
        int index = exercises.indexOf(after);
        return exercises.stream().skip(index + 1L).filter(exercise -> !isDone(exercise)).findFirst().or(
                () -> exercises.stream().filter(exercise -> !isDone(exercise) && !exercise.equals(after)).findFirst());
    }

    /// Returns the first of some exercises that is not done; the first one if all are done.
    public Exercise firstOpen(List<Exercise> some) {
        return some.stream().filter(exercise -> !isDone(exercise)).findFirst().orElse(some.getFirst());
    }

    /// Records that an exercise passed, and whether its solution was seen before.
    public void passed(Exercise exercise) {
        if (!isDone(exercise)) {
            progress.exercise(exercise.chapter(), exercise.name(), state(exercise).equals("shown") ? "helped" : "done");
        }
    }

    /// Records that the solution was seen before the exercise was done.
    public void solutionShown(Exercise exercise) {
        if (!isDone(exercise)) {
            progress.exercise(exercise.chapter(), exercise.name(), "shown");
        }
    }

    /// Records whether a prediction was right; only the first answer counts.
    public void predicted(Exercise exercise, boolean right) {
        if (!isDone(exercise)) {
            progress.exercise(exercise.chapter(), exercise.name(), right ? "right" : "wrong");
        }
    }

    /// Returns the hints given so far.
    ///
    /// @param more whether to give another one
    public List<String> hints(Exercise exercise, boolean more) {
        int given = Math.min(exercise.hints().size(),
                progress.hints(exercise.chapter(), exercise.name()) + (more ? 1 : 0));
        if (more) {
            progress.hints(exercise.chapter(), exercise.name(), given);
        }
        return exercise.hints().subList(0, given);
    }
}
