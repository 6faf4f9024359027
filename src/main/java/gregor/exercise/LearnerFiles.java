package gregor.exercise;

import module java.base;

import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.LessonFiles;
import gregor.lesson.Progress;
import gregor.list.Utf8;

/// The learner's files in `my/gregor`, with hidden copies: the original that each was made from, to merge new versions
/// of the lesson, and every text that something else than the learner's editor has replaced.
public final class LearnerFiles {
    private final Course course;
    private final Progress progress;
    private final Path folder;
    private String notice;

    /// Opens the files of the learner in a course's home, and converts files of an older Gregor.
    public LearnerFiles(Course course, Progress progress) {
        this.course = course;
        this.progress = progress;
        folder = course.home().resolve("my");
        notice = LearnerFilesConverter.convert(folder);
    }

    /// Returns the file that the learner writes for an exercise.
    public Path file(Exercise exercise) {
        return folder.resolve(exercise.sourcePath());
    }

    private Path base(Exercise exercise) {
        return folder.resolve(".original").resolve(exercise.sourcePath());
    }

    /// Returns the versions of the learner's file that were replaced, the oldest first.
    public List<Path> versions(Exercise exercise) {
        // An older Gregor kept one version.
        Path before = folder.resolve(".before").resolve(exercise.sourcePath());
        return Stream.concat(Stream.of(before).filter(Files::exists),
                LessonFiles.below(versionFolder(exercise), ".java").stream()).toList();
    }

    private Path versionFolder(Exercise exercise) {
        return folder.resolve(".versions").resolve(exercise.sourcePath().replace(".java", ""));
    }

    /// Replaces the learner's file, and keeps it as the latest version unless it equals that one.
    ///
    /// @return whether it existed with another text
    private boolean replace(Exercise exercise, String text) {
        List<Path> versions = versions(exercise);
        Path file = file(exercise);
        try {
            boolean exists = Files.exists(file);
            if (exists && Arrays.equals(Files.readAllBytes(file), Utf8.bytes(text))) {
                return false;
            }
            if (exists && (versions.isEmpty() || Files.mismatch(versions.getLast(), file) >= 0)) {
                Path next = versionFolder(exercise).resolve("%04d.java".formatted(versions.size() + 1));
                Files.createDirectories(next.getParent());
                Files.copy(file, next);
            }
            write(file, text);
            return exists;
        } catch (IOException e) {
            throw new LessonException("cannot keep a copy of " + file + "; make its folder writable", e);
        }
    }

    /// Writes the starting file of an exercise unless it was begun before, and merges changes of the lesson. The
    /// learner's text is never lost: [#undo(Exercise)] restores it.
    ///
    /// @return a message; empty if nothing has changed
    public String begin(Exercise exercise) {
        String message = exercise.isPrediction() ? "" : beginFile(exercise);
        return Stream.of(notice(), message).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
    }

    /// Returns the message about converted files once; empty if none were.
    String notice() {
        String once = notice;
        notice = "";
        return once;
    }

    private String beginFile(Exercise exercise) {
        String merged = Files.exists(file(exercise)) ? mergeLesson(exercise) : "";
        if (!progress.exercise(exercise.chapter(), exercise.name()).isEmpty() && Files.exists(file(exercise))) {
            return merged;
        }
        boolean isNew = !Files.exists(file(exercise));
        writeStarter(exercise, isNew || exercise.isWhole());
        progress.exercise(exercise.chapter(), exercise.name(), "started");
        return isNew
                ? "Your file is " + show(exercise) + "."
                : exercise.isWhole()
                        ? "Your file " + show(exercise) + " starts over; undo restores your version."
                        : "There is a new to-do in your file " + show(exercise) + ".";
    }

    private String show(Exercise exercise) {
        return course.home().relativize(file(exercise)).toString();
    }

    /// Writes the to-dos of an exercise into the learner's file, or if it is new or broken, into a copy of the
    /// original.
    ///
    /// @return whether the file existed with another text
    private boolean writeStarter(Exercise exercise, boolean isNew) {
        String original = exercise.originalText();
        String text;
        try {
            text = StarterSource.of(exercise, isNew ? original : Exercise.read(file(exercise)));
        } catch (LessonException e) {
            text = StarterSource.of(exercise, original);
        }
        write(base(exercise), original);
        return replace(exercise, text);
    }

    /// Merges the changes of the lesson since the learner's file was made.
    private String mergeLesson(Exercise exercise) {
        String now = exercise.originalText();
        if (!Files.exists(base(exercise)) || Exercise.read(base(exercise)).equals(now)) {
            return "";
        }
        String current = Exercise.read(file(exercise));
        LineMerge.Merged merged;
        try {
            merged = LineMerge.merge(withTodos(exercise, Exercise.read(base(exercise))), current,
                    withTodos(exercise, now));
        } catch (LessonException e) {
            write(base(exercise), now);
            return "The lesson has changed, and " + show(exercise) + " stays as it is: " + e.getMessage();
        }
        write(base(exercise), now);
        if (merged.text().equals(current)) {
            return "";
        }
        replace(exercise, merged.text());
        return "The lesson has changed since you began, and the change is in " + show(exercise) + " now"
                + (merged.conflicts() == 0
                        ? ""
                        : ". In " + (merged.conflicts() == 1 ? "one place" : merged.conflicts() + " places")
                                + " you have both changed the same lines: " + "look for <<<<<<< and choose")
                + ". (Undo restores your version.)";
    }

    /// Adds the to-dos of all exercises of the same class that the learner has begun.
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
    /// @return whether the file has changed
    public boolean reset(Exercise exercise) {
        boolean changed = writeStarter(exercise, exercise.isWhole() || !Files.exists(file(exercise)));
        boolean seen = List.of("shown", "helped").contains(progress.exercise(exercise.chapter(), exercise.name()));
        progress.exercise(exercise.chapter(), exercise.name(), seen ? "shown" : "started");
        return changed;
    }

    public void importFile(Exercise exercise, Path own) {
        replace(exercise, Exercise.read(own));
        write(base(exercise), exercise.originalText());
    }

    /// Goes back to the version before the learner's file, which becomes a version itself unless it is one.
    ///
    /// @return whether there was one
    public boolean undo(Exercise exercise) {
        List<Path> versions = versions(exercise);
        Path marker = versionFolder(exercise).resolve("restored");
        int at = Files.exists(marker) ? Integer.parseInt(Exercise.read(marker)) : versions.size();
        if (at < versions.size() && !Exercise.read(versions.get(at)).equals(Exercise.read(file(exercise)))) {
            at = versions.size();
        }
        if (at > 0) {
            replace(exercise, Exercise.read(versions.get(at - 1)));
            write(marker, "" + (at - 1));
        }
        return at > 0;
    }

    public String difference(Exercise exercise) {
        return LineMerge.difference(Exercise.read(file(exercise)), exercise.originalText());
    }

    /// Returns the sources to test an exercise with: its file, and the learner's own classes that Gregor does not have.
    public Map<String, String> sources(Exercise exercise) {
        var sources = new TreeMap<String, String>();
        all().forEach((path, text) -> {
            if (path.equals(exercise.sourcePath()) || !isOriginal(path)) {
                sources.put(path, text);
            }
        });
        return sources;
    }

    private boolean isOriginal(String path) {
        return Stream.of("src/main/java", "src/test/java")
                .anyMatch(root -> Files.exists(course.home().resolve(root).resolve(path)));
    }

    /// Returns all files of the learner, by their paths below `my/`.
    public Map<String, String> all() {
        var all = new TreeMap<String, String>();
        LessonFiles.below(folder.resolve("gregor"), ".java")
                .forEach(file -> all.put(folder.relativize(file).toString().replace('\\', '/'), Exercise.read(file)));
        return all;
    }

    private void write(Path file, String text) {
        try {
            LearnerFilesConverter.markCurrent(folder);
            Folder.write(file, Utf8.bytes(text));
        } catch (IOException | StorageException e) {
            throw new LessonException("cannot write " + file + "; make its folder writable", e);
        }
    }
}
