package gregor.lesson;

import module java.base;

import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.list.Utf8;

/// The learner's progress in a plain text file, `my/progress`, with one fact a line.
///
/// ```
/// # What you have done so far. Edit it or delete it as you like.
/// list at 7
/// list predict 4 right
/// list done yes
/// list exercise the-next-offset done
/// list hints the-next-offset 2
/// now in producer
/// ```
///
/// Unknown lines are kept.
public final class Progress {
    private static final String HEAD = "# What you have done so far. Edit it or delete it as you like.";

    private static final Pattern FACT = Pattern.compile("[a-z]+ (at \\d+|predict \\d+ (right|wrong)|done yes"
            + "|exercise [a-z0-9-]+ (started|shown|done|helped|right|wrong)|hints [a-z0-9-]+ \\d)|now in [a-z]+");

    /// Lessons whose exercises were in another lesson before: new lesson, old lesson.
    private static final Map<String, String> SPLIT_FROM = Map.of("rebalance", "group", "guarantee", "kafka");

    private final Path file;
    private final Map<String, String> facts = new TreeMap<>();
    private final ArrayList<String> others = new ArrayList<>();

    /// Reads the file; a missing file means no progress.
    ///
    /// @throws LessonException if the file cannot be read
    public Progress(Path file) {
        this.file = file;
        try {
            for (String read : Files.readAllLines(file)) {
                String line = read.replace("whoever-wrote-this-may-lie", "trust-no-length"); // an exercise's old title
                int end = line.lastIndexOf(' ');
                if (FACT.matcher(line).matches()) {
                    facts.put(line.substring(0, end), line.substring(end + 1));
                } else if (!line.startsWith("# What you have done so far.")) {
                    others.add(line);
                }
            }
        } catch (NoSuchFileException e) {
            // a new learner
        } catch (IOException e) {
            throw new LessonException("cannot read " + file + "; fix or delete it", e);
        }
    }

    /// Reads the progress of the learner in this course's home.
    public static Progress of(Course course) {
        return new Progress(course.home().resolve("my/progress"));
    }

    /// Adds the facts of another such file that are unknown here, for example of the course's pages in a browser, and
    /// returns their number. Comments are skipped.
    ///
    /// @throws LessonException if the file has another line, or if this progress cannot be written
    public int add(List<String> file) {
        List<String> lines = file.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        for (String line : lines) {
            if (!FACT.matcher(line).matches()) {
                throw new LessonException(
                        "\"" + line + "\" is no progress, such as: list predict 4 right; nothing is added");
            }
        }
        int known = facts.size();
        for (String line : lines) {
            int end = line.lastIndexOf(' ');
            facts.putIfAbsent(line.substring(0, end), line.substring(end + 1));
        }
        save();
        return facts.size() - known;
    }

    /// Returns the number of the next cell of a lesson, from 1.
    public int next(Chapter chapter) {
        return Integer.parseInt(facts.getOrDefault(chapter.name() + " at", "1"));
    }

    /// Records the next cell, and this lesson as the current one.
    public void next(Chapter chapter, int cell) {
        facts.put("now in", chapter.name());
        put(chapter.name() + " at", String.valueOf(cell));
    }

    /// Reports whether the lesson was played to its end.
    public boolean done(Chapter chapter) {
        return facts.containsKey(chapter.name() + " done");
    }

    public void finish(Chapter chapter) {
        facts.remove(chapter.name() + " at");
        put(chapter.name() + " done", "yes");
    }

    /// Records whether a prediction was right; only the first answer counts.
    public void predicted(Chapter chapter, int cell, boolean right) {
        if (!facts.containsKey(chapter.name() + " predict " + cell)) {
            put(chapter.name() + " predict " + cell, right ? "right" : "wrong");
        }
    }

    public long predictions(Chapter chapter, boolean right) {
        return facts.entrySet().stream().filter(fact -> fact.getKey().startsWith(chapter.name() + " predict ")
                && fact.getValue().equals(right ? "right" : "wrong")).count();
    }

    /// Returns the state of an exercise; empty if it was not begun.
    public String exercise(Chapter chapter, String exercise) {
        String before = facts
                .getOrDefault(SPLIT_FROM.getOrDefault(chapter.name(), chapter.name()) + " exercise " + exercise, "");
        return facts.getOrDefault(chapter.name() + " exercise " + exercise, before);
    }

    /// Records the state of an exercise: `started`, `shown` (the solution was shown), `done`, `helped` (done after the
    /// solution was shown), or for a prediction `right` or `wrong`.
    public void exercise(Chapter chapter, String exercise, String state) {
        put(chapter.name() + " exercise " + exercise, state);
    }

    public int hints(Chapter chapter, String exercise) {
        return Integer.parseInt(facts.getOrDefault(chapter.name() + " hints " + exercise, "0"));
    }

    public void hints(Chapter chapter, String exercise, int given) {
        put(chapter.name() + " hints " + exercise, String.valueOf(given));
    }

    /// Returns the lesson to continue with: the current one unless it is done; else the first that is not done; the
    /// last one if all are done. The overview, lesson 0, is only for those who have not done another lesson.
    public Chapter current(Course course) {
        boolean begun = course.chapters().stream().anyMatch(this::done);
        return course.chapters().stream().filter(chapter -> !done(chapter) && !(begun && chapter.number() == 0))
                .min(Comparator.comparing(chapter -> !chapter.name().equals(facts.get("now in"))))
                .orElse(course.chapters().getLast());
    }

    private void put(String fact, String value) {
        facts.put(fact, value);
        save();
    }

    private void save() {
        var lines = new ArrayList<>(others);
        lines.addFirst(HEAD);
        facts.forEach((key, known) -> lines.add(key + " " + known));
        try {
            Folder.write(file, Utf8.bytes(String.join("\n", lines) + "\n"));
        } catch (StorageException e) {
            throw new LessonException(
                    "cannot write " + file + "; make its folder writable, or your progress is not saved", e);
        }
    }
}
