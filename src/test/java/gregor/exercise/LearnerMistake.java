package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.LessonException;

/// A mistake that a learner may make in a class of an exercise, whose tests must find it. The list of a lesson is
/// `src/test/mistakes/NAME.txt`:
///
/// ```
/// ListLog: counts a batch as one event          the class, and the misunderstanding
/// -        end = placed.lastOffset() + 1;       a change as in SourcePatch
/// +        end++;
/// = reason                                      only if no caller can observe the difference
/// ```
///
/// The tests are those of the exercise that asks for the whole class, else of the last one with that class;
/// `ListLog 1:` means those of exercise 1. Lines with `#` are comments.
///
/// @param line       of the list, from 1
/// @param equivalent why no test can find it; empty if a test must
public record LearnerMistake(Exercise exercise, int line, String title, SourcePatch change, String equivalent) {
    private static final Pattern TITLE = Pattern.compile("(\\w+)(?: (\\d+))?: (.+)");

    /// Reads the list of a lesson; empty if it has none.
    public static List<LearnerMistake> of(Chapter chapter) {
        return of(chapter, chapter.home().resolve("src/test/mistakes/" + chapter.name() + ".txt"));
    }

    /// Reads right solutions that differ from the original, in the same form; each line with `=` says in what.
    static List<LearnerMistake> solutions(Chapter chapter) {
        return of(chapter, chapter.home().resolve("src/test/solutions/" + chapter.name() + ".txt"));
    }

    private static List<LearnerMistake> of(Chapter chapter, Path file) {
        var mistakes = new ArrayList<LearnerMistake>();
        List<String> lines = Files.exists(file) ? Exercise.read(file).lines().toList() : List.of();
        for (int i = 0; i < lines.size(); i++) {
            Matcher title = TITLE.matcher(lines.get(i));
            if (title.matches()) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).isBlank()) {
                    end++;
                }
                List<String> body = lines.subList(i + 1, end);
                String reason = body.stream().filter(line -> line.startsWith("= ")).findFirst().orElse("= ");
                var change = new SourcePatch(
                        String.join("\n", body.stream().filter(line -> !line.startsWith("= ")).toList()));
                mistakes.add(new LearnerMistake(exercise(chapter, title, file + ", line " + (i + 1)), i + 1,
                        title.group(3), change, reason.substring(2)));
                i = end;
            } else if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                throw new LessonException(file + ", line " + (i + 1) + ": write Type: the misunderstanding");
            }
        }
        return List.copyOf(mistakes);
    }

    private static Exercise exercise(Chapter chapter, Matcher title, String place) {
        return ExercisePage.of(chapter).stream()
                .filter(one -> !one.isPrediction() && one.type().equals(title.group(1))
                        && (title.group(2) == null || title.group(2).equals("" + one.number())))
                .max(Comparator.comparing(Exercise::isWhole).thenComparing(Exercise::number))
                .orElseThrow(() -> new LessonException(place + ": no exercise asks for " + title.group(1)));
    }

    /// Runs the tests of the exercise on the mistake.
    ///
    /// @return a sentence if the tests do not find it, or find one that is marked as equivalent; else empty
    public String fault(TestRunner runner) {
        String place = exercise.chapter().name() + ".txt, line " + line + ": \"" + title + "\" ";
        String source;
        try {
            source = change.in(exercise.originalText());
        } catch (LessonException e) {
            return place + e.getMessage();
        }
        TestResult result = runner.testUntilFailure(exercise, java.util.Map.of(exercise.sourcePath(), source));
        return switch (result.state()) {
            case BROKEN -> place + "does not compile: " + result.problems().getFirst().message();
            case PASSED -> equivalent.isEmpty() ? place + "passes the tests of " + exercise.path() : "";
            case FAILED, STOPPED -> equivalent.isEmpty() ? "" : place + "is not equivalent, a test finds it";
        };
    }
}
