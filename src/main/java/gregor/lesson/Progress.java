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

/// What the learner has done, in a plain text file: `my/progress`, a line a fact.
///
/// ```
/// # What you have done so far. Edit it or throw it away as you like.
/// list at 7
/// list predict 4 right
/// list done yes
/// now in producer
/// ```
///
/// Lines that it does not understand stay as they are.
public final class Progress {
    private static final String HEAD = "# What you have done so far. Edit it or throw it away as you like.";

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
                if (line.matches("[a-z]+ (at \\d+|predict \\d+ (right|wrong)|done yes)|now in [a-z]+")) {
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
            throw new LessonException("cannot write " + file + "; make its folder writable, or your progress is lost", e);
        }
    }
}
