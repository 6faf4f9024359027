package gregor.exercise;

import module java.base;

import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.lesson.Chapter;
import gregor.lesson.JavaSource;
import gregor.lesson.LessonException;
import gregor.list.Utf8;

/// An exercise: members of a class to write, or a whole class. Or a prediction: a change that breaks a class.
///
/// @param line     of the page of exercises, from 1
/// @param number   of the exercise in its lesson, from 1
/// @param type     the class, in the lesson's package
/// @param tests    `Type` or `Type#method`, in the lesson's package; empty for all tests of the lesson
/// @param task     in AsciiDoc
/// @param wanted   what each member must do; the member [#EVERYTHING] means a whole class
/// @param hints    each says more than the previous one
/// @param mistakes that its tests catch
/// @param change   breaks the class; null unless it is a prediction
/// @param choices  tests, of which some fail after the change and some do not; empty unless it is a prediction
public record Exercise(Chapter chapter, int line, int number, String title, String type, List<String> tests,
        String task, SequencedMap<String, String> wanted, List<String> hints, List<Mistake> mistakes,
        SourcePatch change, List<String> choices) {
    /// A typical mistake.
    ///
    /// @param line of the page of exercises, from 1
    /// @param says words that the first failure must contain
    public record Mistake(int line, String title, SourcePatch change, String says) {}

    /// The member that means the whole class.
    public static final String EVERYTHING = "everything";

    /// Returns its name in `my/progress`: the title in lower case.
    public String name() {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /// Returns its name on the command line: `list/the-next-offset`.
    public String path() {
        return chapter.name() + "/" + name();
    }

    /// Reports whether the learner predicts what a change breaks, and writes nothing.
    public boolean isPrediction() {
        return change != null;
    }

    /// Reports whether the learner writes the whole class.
    public boolean isWhole() {
        return wanted.containsKey(EVERYTHING);
    }

    /// Returns the file of the original: in the lesson, or if the lesson has no such class, among its tests.
    public Path original() {
        Path inLesson = chapter.sources().resolve(type + ".java");
        return Files.exists(inLesson) ? inLesson : chapter.home().resolve("src/test/java").resolve(sourcePath());
    }

    /// Reads the original.
    ///
    /// @throws LessonException if the file cannot be read
    public String originalText() {
        return read(original());
    }

    /// Returns the path of the class below a source folder: `gregor/list/ListLog.java`.
    public String sourcePath() {
        return "gregor/" + chapter.name() + "/" + type + ".java";
    }

    /// Returns the part of the original that the learner writes.
    public String solution() {
        var source = new JavaSource(original());
        return source.piece(isWhole() ? List.of() : List.copyOf(wanted.keySet()));
    }

    /// @throws LessonException if it cannot be read, or is not UTF-8 without a byte order mark
    static String read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = Utf8.text(bytes).orElse("\0");
            boolean binary = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0;
            if (!text.startsWith("\ufeff") && text.indexOf('\0') < 0) {
                return text;
            }
            throw new LessonException(file + (binary
                    ? " is a binary file, not Java"
                    : text.equals("\0") ? " is not UTF-8, but perhaps Latin-1" : " begins with a byte order mark (BOM)")
                    + "; save it as UTF-8 without BOM");
        } catch (IOException e) {
            throw new LessonException("cannot read " + file, e);
        }
    }

    static String resource(String name) {
        try (InputStream in = Exercise.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " in the jar", e);
        }
    }

    /// Deletes a folder with all its files, as far as that is possible.
    static void delete(Path folder) {
        try {
            Folder.deleteAll(folder);
        } catch (StorageException e) {
            // a file in use stays until the system clears the folder
        }
    }
}
