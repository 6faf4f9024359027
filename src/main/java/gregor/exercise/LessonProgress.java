package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Part;
import gregor.lesson.Progress;

/// A learner's progress in one lesson.
///
/// @param cells       the number of cells
/// @param read        how many of them the learner has run
/// @param predictions the number of questions in cells and among the exercises
/// @param predicted   how many of them the learner has answered
/// @param right       how many of the answers were right
/// @param exercises   the number of exercises in which the learner writes code
/// @param written     how many of them are done
/// @param complete    whether the lesson was read to its end and all of its exercises are done
public record LessonProgress(Chapter chapter, int cells, int read, int predictions, int predicted, int right,
        int exercises, int written, boolean complete) {
    /// Returns the progress of some learners in each lesson of a course, in the order of the learners.
    public static List<List<LessonProgress>> of(Course course, List<Progress> learners) {
        List<Exercise> exercises = ExercisePage.all(course);
        Map<Chapter, List<Part.Cell>> cells = course.chapters().stream()
                .collect(Collectors.toMap(chapter -> chapter, chapter -> chapter.page().cells()));
        return learners.stream()
                .map(progress -> course.chapters().stream().map(
                        chapter -> of(chapter, cells.get(chapter), progress, new ExerciseProgress(exercises, progress)))
                        .toList())
                .toList();
    }

    private static LessonProgress of(Chapter chapter, List<Part.Cell> cells, Progress progress, ExerciseProgress all) {
        List<Exercise> own = all.exercises().stream().filter(exercise -> exercise.chapter().equals(chapter)).toList();
        List<Exercise> asked = own.stream().filter(Exercise::isPrediction).toList();
        List<Exercise> written = own.stream().filter(exercise -> !exercise.isPrediction()).toList();
        int right = (int) progress.predictions(chapter, true);
        return new LessonProgress(chapter, cells.size(),
                progress.done(chapter) ? cells.size() : progress.next(chapter) - 1,
                count(cells, cell -> cell.question() != null) + asked.size(),
                right + (int) progress.predictions(chapter, false) + count(asked, all::isDone),
                right + count(asked, exercise -> all.state(exercise).equals("right")), written.size(),
                count(written, all::isDone), progress.done(chapter) && own.stream().allMatch(all::isDone));
    }

    private static <T> int count(List<T> list, Predicate<T> counted) {
        return (int) list.stream().filter(counted).count();
    }
}
