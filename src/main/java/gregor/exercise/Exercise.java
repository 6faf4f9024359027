package gregor.exercise;

import gregor.lesson.Chapter;
import gregor.lesson.JavaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/// Something to write: members of a class, or all of it. Or something to break.
///
/// @param line     where it stands in the lesson's exercises, counted from 1
/// @param number   counts the exercises of the lesson from 1
/// @param type     the class, which stands in the lesson's package
/// @param tests    what judges it: `Type` or `Type#method`, of the lesson's package; all tests of the lesson if empty
/// @param task     what it is about, in AsciiDoc
/// @param wanted   what each member is to do; the member [#EVERYTHING] stands for a whole class
/// @param hints    each says more than the one before it
/// @param mistakes that its tests catch
/// @param change   what is broken; null unless it is a prediction
/// @param choices  tests of which at least one fails then, and at least one does not; empty unless it is a prediction
public record Exercise(Chapter chapter, int line, int number, String title, String type, List<String> tests,
        String task,
        SequencedMap<String, String> wanted, List<String> hints, List<Mistake> mistakes, SourcePatch change,
        List<String> choices) {
    /// The member that stands for all of a class.
    public static final String EVERYTHING = "everything";

    /// What progress calls it: its title in small letters.
    public String name() {
        return title.toLowerCase().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /// How a learner calls it: `list/the-next-offset`.
    public String path() {
        return chapter.name() + "/" + name();
    }

    /// Whether the learner predicts what a change breaks, and writes nothing.
    public boolean isPrediction() {
        return change != null;
    }

    /// Whether the learner writes all of the class.
    public boolean isWhole() {
        return wanted.containsKey(EVERYTHING);
    }

    /// The file of the original.
    public Path original() {
        return chapter.sources().resolve(type + ".java");
    }

    /// The text of the original.
    ///
    /// @throws ExerciseException if there is no such file
    public String originalText() {
        return read(original());
    }

    /// Where the learner's file is, below a folder.
    public Path in(Path folder) {
        return folder.resolve("gregor").resolve(chapter.name()).resolve(type + ".java");
    }

    /// The name of the class with its package.
    public String className() {
        return "gregor." + chapter.name() + "." + type;
    }

    /// The part of the original that is to be written.
    public String solution() {
        var source = new JavaSource(original());
        return source.piece(isWhole() ? List.of() : List.copyOf(wanted.keySet()));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ExerciseException("cannot read " + file, e);
        }
    }
}
