package gregor.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the learner has done, in a plain text file: `my/progress`, a line a fact.
///
/// ```
/// # What you have done so far. Edit it or throw it away as you like.
/// list at 7
/// list predict 4 right
/// list done yes
/// list exercise the-next-offset done
/// list hints the-next-offset 2
/// now in producer
/// ```
///
/// Lines that it does not understand stay as they are.
public final class Progress {
    private static final String HEAD = "# What you have done so far. Edit it or throw it away as you like.";

    private static final Pattern FACT = Pattern.compile("[a-z]+ (at \\d+|predict \\d+ (right|wrong)|done yes"
            + "|exercise [a-z0-9-]+ (started|shown|done|helped|right|wrong)|hints [a-z0-9-]+ \\d)|now in [a-z]+");

    private final Path file;
    private final Map<String, String> facts = new TreeMap<>();
    private final ArrayList<String> others = new ArrayList<>();

    /// Reads the file; if it is not there, nothing has been done.
    ///
    /// @throws LessonException if it cannot be read
    public Progress(Path file) {
        this.file = file;
        try {
            for (String line : Files.readAllLines(file)) {
                int end = line.lastIndexOf(' ');
                if (FACT.matcher(line).matches()) {
                    facts.put(line.substring(0, end), line.substring(end + 1));
                } else if (!line.equals(HEAD)) {
                    others.add(line);
                }
            }
        } catch (NoSuchFileException e) {
            // a new learner
        } catch (IOException e) {
            throw new LessonException("cannot read " + file + "; mend it or throw it away", e);
        }
    }

    /// The file of the learner of this Gregor.
    public static Progress of(Course course) {
        return new Progress(course.home().resolve("my/progress"));
    }

    /// The cell that comes next in a lesson, counted from 1.
    public int next(Chapter chapter) {
        return Integer.parseInt(facts.getOrDefault(chapter.name() + " at", "1"));
    }

    /// Remembers the cell that comes next, and that the learner is in this lesson now.
    public void next(Chapter chapter, int cell) {
        facts.put("now in", chapter.name());
        put(chapter.name() + " at", String.valueOf(cell));
    }

    /// Whether the lesson was played to its end.
    public boolean done(Chapter chapter) {
        return facts.containsKey(chapter.name() + " done");
    }

    /// Remembers that the lesson was played to its end.
    public void finish(Chapter chapter) {
        facts.remove(chapter.name() + " at");
        put(chapter.name() + " done", "yes");
    }

    /// Remembers what became of a prediction; the first answer counts.
    public void predicted(Chapter chapter, int cell, boolean right) {
        if (!facts.containsKey(chapter.name() + " predict " + cell)) {
            put(chapter.name() + " predict " + cell, right ? "right" : "wrong");
        }
    }

    /// How many predictions were right, or wrong.
    public long predictions(Chapter chapter, boolean right) {
        return facts.entrySet().stream().filter(fact -> fact.getKey().startsWith(chapter.name() + " predict ")
                && fact.getValue().equals(right ? "right" : "wrong")).count();
    }

    /// What became of an exercise, in a word; empty if it was not begun.
    public String exercise(Chapter chapter, String exercise) {
        return facts.getOrDefault(chapter.name() + " exercise " + exercise, "");
    }

    /// Remembers what became of an exercise: `started`, `shown` (its solution was), `done`, `helped` (done after the
    /// solution was shown), or for a prediction `right` or `wrong`.
    public void exercise(Chapter chapter, String exercise, String state) {
        put(chapter.name() + " exercise " + exercise, state);
    }

    /// How many hints of an exercise were given.
    public int hints(Chapter chapter, String exercise) {
        return Integer.parseInt(facts.getOrDefault(chapter.name() + " hints " + exercise, "0"));
    }

    /// Remembers how many hints of an exercise were given.
    public void hints(Chapter chapter, String exercise, int given) {
        put(chapter.name() + " hints " + exercise, String.valueOf(given));
    }

    /// Where to go on: the lesson that the learner was in last, unless it is done; else the first that is not; the
    /// last one if all are.
    public Chapter current(Course course) {
        return course.chapters().stream().filter(chapter -> !done(chapter))
                .min(Comparator.comparing(chapter -> !chapter.name().equals(facts.get("now in"))))
                .orElse(course.chapters().getLast());
    }

    private void put(String fact, String value) {
        facts.put(fact, value);
        var lines = new ArrayList<>(others);
        lines.addFirst(HEAD);
        facts.forEach((key, known) -> lines.add(key + " " + known));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path unfinished = Files.write(file.resolveSibling("progress.part"), lines);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LessonException("cannot write " + file + "; make its folder writable, or your progress is lost",
                    e);
        }
    }
}
