package gregor.exercise;

import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The learner's files, in `my/`, and what is kept beside them: the original that a file was made from, so that a new
/// version of it can be merged, and the file as it was before the last reset.
public final class LearnerFiles {
    private final Course course;
    private final Progress progress;
    private final Path folder;

    /// Sits down at the desk of the learner of this Gregor.
    public LearnerFiles(Course course, Progress progress) {
        this.course = course;
        this.progress = progress;
        folder = course.home().resolve("my");
    }

    /// The file that the learner writes for an exercise.
    public Path file(Exercise exercise) {
        return exercise.in(folder);
    }

    private Path base(Exercise exercise) {
        return exercise.in(folder.resolve(".original"));
    }

    private Path before(Exercise exercise) {
        return exercise.in(folder.resolve(".before"));
    }

    /// Lays out what an exercise begins with, unless that was done before, and brings in what has changed in the lesson
    /// since. Nothing that the learner wrote is lost: what cannot be kept in the file is kept for [#undo(Exercise)].
    ///
    /// @return what there is to say about it; empty if nothing has changed
    public String begin(Exercise exercise) {
        if (exercise.isPrediction()) {
            return "";
        }
        String said = Files.exists(file(exercise)) ? mergeLesson(exercise) : "";
        if (!progress.exercise(exercise.chapter(), exercise.name()).isEmpty() && Files.exists(file(exercise))) {
            return said;
        }
        boolean fresh = !Files.exists(file(exercise));
        writeStarter(exercise, fresh || exercise.isWhole());
        progress.exercise(exercise.chapter(), exercise.name(), "started");
        return fresh ? "Your file is " + show(exercise) + "." : exercise.isWhole()
                ? "Your file " + show(exercise) + " begins anew; u brings back what was in it."
                : "There is a new to-do in your file " + show(exercise) + ".";
    }

    private String show(Exercise exercise) {
        return course.home().relativize(file(exercise)).toString();
    }

    /// Writes the to-dos of an exercise into the learner's file, or if that is not to be, into a copy of the original.
    ///
    /// @return whether there was something else in it
    private boolean writeStarter(Exercise exercise, boolean fresh) {
        String original = exercise.originalText();
        String text;
        try {
            text = StarterSource.of(exercise, fresh ? original : Exercise.read(file(exercise)));
        } catch (LessonException | ExerciseException e) {
            text = StarterSource.of(exercise, original);
        }
        String mine = Files.exists(file(exercise)) ? Exercise.read(file(exercise)) : "";
        // Whoever resets twice still gets back what was there before the first time.
        boolean changed = !mine.isEmpty() && !mine.equals(text);
        if (changed) {
            write(before(exercise), mine);
        }
        write(file(exercise), text);
        write(base(exercise), original);
        return changed;
    }

    /// Merges what has changed in the lesson since the learner's file was made.
    private String mergeLesson(Exercise exercise) {
        String now = exercise.originalText();
        if (!Files.exists(base(exercise)) || Exercise.read(base(exercise)).equals(now)) {
            return "";
        }
        String mine = Exercise.read(file(exercise));
        LineMerge.Merged merged;
        try {
            merged = LineMerge.merge(withTodos(exercise, Exercise.read(base(exercise))), mine, withTodos(exercise, now));
        } catch (LessonException | ExerciseException e) {
            write(base(exercise), now);
            return "The lesson has changed, and " + show(exercise) + " stays as it is: " + e.getMessage();
        }
        write(base(exercise), now);
        if (merged.text().equals(mine)) {
            return "";
        }
        write(before(exercise), mine);
        write(file(exercise), merged.text());
        return "The lesson has changed since you began, and the change is in " + show(exercise) + " now"
                + (merged.conflicts() == 0 ? "" : ". In "
                        + (merged.conflicts() == 1 ? "one place" : merged.conflicts() + " places")
                        + " you have both changed the same lines: "
                        + "look for <<<<<<< and choose") + ". (u brings back what was in it.)";
    }

    /// A text with the to-dos of all exercises of the same class that the learner has begun.
    private String withTodos(Exercise exercise, String text) {
        String result = text;
        for (Exercise other : ExercisePage.of(exercise.chapter())) {
            if (other.type().equals(exercise.type()) && !other.isPrediction()
                    && !progress.exercise(other.chapter(), other.name()).isEmpty()) {
                result = StarterSource.of(other, other.isWhole() ? text : result);
            }
        }
        return result;
    }

    /// Puts the to-dos of an exercise back into the learner's file.
    ///
    /// @return whether that changed anything
    public boolean reset(Exercise exercise) {
        boolean changed = writeStarter(exercise, exercise.isWhole() || !Files.exists(file(exercise)));
        // Who has seen the solution has seen it.
        boolean seen = List.of("shown", "helped").contains(progress.exercise(exercise.chapter(), exercise.name()));
        progress.exercise(exercise.chapter(), exercise.name(), seen ? "shown" : "started");
        return changed;
    }

    /// Takes an own file for an exercise's, whatever was there before.
    public void importFile(Exercise exercise, Path own) {
        String text = Exercise.read(own);
        if (Files.exists(file(exercise))) {
            write(before(exercise), Exercise.read(file(exercise)));
        }
        write(file(exercise), text);
        write(base(exercise), exercise.originalText());
    }

    /// Swaps the learner's file with what it was before the last reset.
    ///
    /// @return whether there was something to swap it with
    public boolean undo(Exercise exercise) {
        if (!Files.exists(before(exercise))) {
            return false;
        }
        String then = Exercise.read(before(exercise));
        if (Files.exists(file(exercise))) {
            write(before(exercise), Exercise.read(file(exercise)));
        }
        write(file(exercise), then);
        return true;
    }

    /// What differs between the learner's file and the original.
    public String difference(Exercise exercise) {
        return LineMerge.difference(Exercise.read(file(exercise)), exercise.originalText());
    }

    /// What an exercise is judged by: its file, and what the learner has written beside it that is not Gregor's.
    public Map<String, String> sources(Exercise exercise) {
        var sources = new TreeMap<String, String>();
        all().forEach((path, text) -> {
            if (folder.resolve(path).equals(file(exercise)) || !isOurs(path)) {
                sources.put(path, text);
            }
        });
        return sources;
    }

    private boolean isOurs(String path) {
        return Files.exists(course.home().resolve("src/main/java").resolve(path));
    }

    /// All that the learner has written, by its path below `my/`.
    public Map<String, String> all() {
        var all = new TreeMap<String, String>();
        Path root = folder.resolve("gregor");
        if (Files.isDirectory(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                List<Path> found = files.filter(file -> file.toString().endsWith(".java")).toList();
                found.forEach(file -> all.put(folder.relativize(file).toString().replace('\\', '/'),
                        Exercise.read(file)));
            } catch (IOException e) {
                throw new ExerciseException("cannot read " + root, e);
            }
        }
        return all;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Path part = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), text);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ExerciseException("cannot write " + file + "; make its folder writable", e);
        }
    }
}
