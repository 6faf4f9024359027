package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.LessonFiles;

/// Parses the exercises of a lesson, `lessons/NN-name-exercises.adoc`. The grammar on top of AsciiDoc:
///
/// ```
/// [exercise="Type", tests="TypeTest OtherTest#method"]   before a section: an exercise, to be written in this class
/// == Its title
///
/// The task.
///
/// member:: what this member must do; its body becomes a to-do. `everything::` means the whole class
///
/// === Hints                                              three; each says more than the previous one
///
/// . …
///
/// === Mistakes                                           typical mistakes: a change of the original,
///                                                        and words that the first failure must contain
/// .Title of the mistake
/// [source,diff,says="words of the first failure"]
/// ----
/// -line of the original
/// +wrong line
/// ----
///
/// [break="Type", tests="TypeTest"]                       a prediction: one change, as above, in a section
/// == Its title                                           without hints and mistakes; and
///
/// * `test`                                               the tests to choose from
/// ```
public final class ExercisePage {
    private static final Pattern BEGIN = Pattern.compile("\\[(exercise|break)=\"(\\w+)\"(?:, ?tests=\"([^\"]*)\")?]");
    private static final Pattern WANTED = Pattern.compile("(\\w+):: (.+)");
    private static final Pattern DIFF = Pattern.compile("\\[source,diff(?:, ?says=\"([^\"]*)\")?]");

    private final Chapter chapter;
    private final List<String> lines;
    private final List<Exercise> exercises = new ArrayList<>();
    private int at;

    private ExercisePage(Chapter chapter, List<String> lines) {
        this.chapter = chapter;
        this.lines = lines;
    }

    /// Reads the exercises of a lesson; empty if it has no such file.
    ///
    /// @throws LessonException if the file breaks the grammar; the message names file and line
    public static List<Exercise> of(Chapter chapter) {
        return Files.exists(chapter.exercises())
                ? of(chapter, LessonFiles.text(chapter.exercises()).lines().toList())
                : List.of();
    }

    static List<Exercise> of(Chapter chapter, List<String> lines) {
        return new ExercisePage(chapter, lines).read();
    }

    /// Reads the exercises of all lessons, in their order.
    public static List<Exercise> all(Course course) {
        return course.chapters().stream().flatMap(chapter -> of(chapter).stream()).toList();
    }

    /// Finds exercises by a name: a lesson (`3`, `deque`), or one of its exercises (`3.2`, `deque/2`,
    /// `deque/the-ring`).
    ///
    /// @throws LessonException if none has that name
    public static List<Exercise> named(Course course, String wanted) {
        String[] parts = wanted.split("[./]", 2);
        Chapter chapter = course.chapter(parts[0]);
        List<Exercise> all = of(chapter);
        if (all.isEmpty()) {
            throw new LessonException("lesson " + chapter.number() + " has no exercises");
        }
        List<Exercise> found = parts.length == 1
                ? all
                : all.stream()
                        .filter(exercise -> exercise.name().equals(parts[1]) || parts[1].equals("" + exercise.number()))
                        .toList();
        if (found.isEmpty()) {
            throw new LessonException(
                    "lesson " + chapter.number() + " has no exercise " + parts[1] + "; it has " + String.join(", ",
                            all.stream().map(exercise -> exercise.number() + " " + exercise.name()).toList()));
        }
        return found;
    }

    private List<Exercise> read() {
        while (at < lines.size()) {
            Matcher begin = BEGIN.matcher(lines.get(at++));
            if (begin.matches()) {
                exercises.add(exercise(begin));
            }
        }
        return List.copyOf(exercises);
    }

    private Exercise exercise(Matcher begin) {
        int line = at;
        boolean prediction = begin.group(1).equals("break");
        String tests = begin.group(3) == null ? "" : begin.group(3);
        if (at == lines.size() || !lines.get(at).startsWith("== ")) {
            throw wrong("an exercise begins here: its title must follow, == Title");
        }
        String title = lines.get(at++).substring(3);
        var task = new ArrayList<String>();
        var wanted = new LinkedHashMap<String, String>();
        var hints = new ArrayList<String>();
        var choices = new ArrayList<String>();
        var mistakes = new ArrayList<Exercise.Mistake>();
        String part = "task";
        for (; at < lines.size() && !BEGIN.matcher(lines.get(at)).matches() && !lines.get(at).startsWith("== "); at++) {
            String text = lines.get(at);
            Matcher member = WANTED.matcher(text);
            if (text.startsWith("=== ")) {
                part = text.substring(4).toLowerCase(Locale.ROOT);
            } else if (DIFF.matcher(text).matches()) {
                mistakes.add(mistake(text));
            } else if (part.equals("hints") && text.startsWith(". ")) {
                hints.add(text.substring(2));
            } else if (part.equals("hints") && !hints.isEmpty() && !text.isBlank()) {
                hints.add(hints.removeLast() + "\n" + text);
            } else if (part.equals("task") && member.matches()) {
                wanted.put(member.group(1), member.group(2));
            } else if (prediction && text.startsWith("* `")) {
                choices.add(text.substring(3, text.length() - 1));
            } else if (part.equals("task")) {
                task.add(text);
            } else if (!part.equals("mistakes") && !text.isBlank() || text.startsWith("[")) {
                throw wrong("this is not part of an exercise: " + text);
            }
        }
        if (prediction ? mistakes.size() != 1 || choices.size() < 3 || !wanted.isEmpty() : wanted.isEmpty()) {
            throw wrong(prediction
                    ? title + ": a prediction has one change, at least three tests to choose from, and no member"
                    : title + " names no member to write; add a line such as append:: what it must do");
        }
        return new Exercise(chapter, line, exercises.size() + 1, title, begin.group(2),
                tests.isBlank() ? List.of() : List.of(tests.strip().split("\\s+")), String.join("\n", task).strip(),
                wanted, List.copyOf(hints), prediction ? List.of() : List.copyOf(mistakes),
                prediction ? mistakes.getFirst().change() : null, List.copyOf(choices));
    }

    private Exercise.Mistake mistake(String attributes) {
        Matcher diff = DIFF.matcher(attributes);
        String title = at > 0 && lines.get(at - 1).startsWith(".") ? lines.get(at - 1).substring(1) : "";
        int line = at + 1;
        var text = new ArrayList<String>();
        at++;
        if (!diff.matches() || at == lines.size() || !lines.get(at).equals("----")) {
            throw wrong("a change must be between two lines of ----");
        }
        for (at++; at < lines.size() && !lines.get(at).equals("----"); at++) {
            text.add(lines.get(at));
        }
        return new Exercise.Mistake(line, title, new SourcePatch(String.join("\n", text)),
                diff.group(1) == null ? "" : diff.group(1));
    }

    private LessonException wrong(String what) {
        return new LessonException(chapter.exercises() + ", line " + Math.min(at, lines.size()) + ": " + what);
    }
}
