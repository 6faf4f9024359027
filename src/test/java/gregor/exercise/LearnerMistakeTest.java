package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.LessonFiles;
import org.junit.jupiter.api.Test;

/// The tests of the exercises find the mistakes in `src/test/mistakes`. The ordinary run tries every tenth of them;
/// `-Dgregor.prove=true` tries all, and `-Dgregor.mistakes=list,deque` all of some lessons.
class LearnerMistakeTest {
    private static final int RUNNERS = 2;
    private static final int SECONDS = 3;
    private static final int STEP = 10;

    @Test
    void eachMistakeIsFound() throws Exception {
        List<LearnerMistake> mistakes = mistakes();
        assertThat(mistakes).isNotEmpty();
        assertThat(inParallel(mistakes, (mistake, runner) -> mistake.fault(runner))).isEmpty();
    }

    private static List<LearnerMistake> mistakes() {
        String lessons = System.getProperty("gregor.mistakes", "");
        List<LearnerMistake> all = Tmp.COURSE.chapters().stream().filter(chapter -> isWanted(chapter, lessons))
                .flatMap(chapter -> LearnerMistake.of(chapter).stream()).toList();
        return !lessons.isEmpty() || Boolean.getBoolean("gregor.prove")
                ? all
                : IntStream.range(0, all.size()).filter(i -> i % STEP == 0).mapToObj(all::get).toList();
    }

    private static boolean isWanted(Chapter chapter, String lessons) {
        return lessons.isEmpty() || Arrays.asList(lessons.split(",")).contains(chapter.name());
    }

    private interface Check<T> {
        String fault(T subject, TestRunner runner);
    }

    /// Runs checks on a few runners, and returns their faults.
    private static <T> List<String> inParallel(List<T> subjects, Check<T> check) throws Exception {
        BlockingQueue<TestRunner> runners = new ArrayBlockingQueue<>(RUNNERS);
        for (int i = 0; i < RUNNERS; i++) {
            runners.add(new TestRunner(SECONDS));
        }
        Function<T, Callable<String>> task = subject -> () -> {
            TestRunner runner = runners.take();
            try {
                return check.fault(subject, runner);
            } finally {
                runners.add(runner);
            }
        };
        var faults = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(RUNNERS)) {
            for (var fault : threads.invokeAll(subjects.stream().map(task).toList())) {
                faults.add(fault.get());
            }
        } finally {
            runners.forEach(TestRunner::close);
        }
        faults.removeIf(String::isEmpty);
        return faults;
    }

    @Test
    void eachLessonHasThreeRightSolutions() {
        Stream<String> whole = solutions().stream().map(Solution::lesson);
        Stream<String> changed = changes().stream().map(solution -> solution.exercise().chapter().name());
        Map<String, Long> counts = Stream.concat(whole, changed)
                .collect(Collectors.groupingBy(lesson -> lesson, Collectors.counting()));
        assertThat(Tmp.COURSE.chapters()).filteredOn(chapter -> Files.exists(chapter.exercises())).allSatisfy(
                chapter -> assertThat(counts.get(chapter.name())).as(chapter.name()).isGreaterThanOrEqualTo(3));
    }

    private static List<LearnerMistake> changes() {
        return Tmp.COURSE.chapters().stream().flatMap(chapter -> LearnerMistake.solutions(chapter).stream()).toList();
    }

    /// Solutions that are changes of the original.
    @Test
    void rightChangesOfTheOriginalPass() throws Exception {
        List<LearnerMistake> all = changes();
        assertThat(all).allMatch(solution -> !solution.equivalent().isEmpty());
        assertThat(inParallel(all, (solution, runner) -> solution.fault(runner))).isEmpty();
    }

    /// Solutions that differ from the original in their data structure or algorithm. A log that solves the exercise of
    /// lesson list solves that of lesson deque, too.
    @Test
    void rightCodeOfAnotherKindPasses() throws Exception {
        assertThat(inParallel(solutions(), (solution, runner) -> {
            Exercise exercise = ExercisePage.of(Tmp.COURSE.chapter(solution.lesson())).stream()
                    .filter(one -> !one.isPrediction() && one.type().equals(solution.type()))
                    .reduce((first, last) -> last).orElseThrow();
            TestResult result = runner.test(exercise, Map.of(exercise.sourcePath(), solution.text()));
            return result.ok() ? "" : solution + ": " + result.failures() + result.problems() + result.stopped();
        })).isEmpty();
    }

    private static List<Solution> solutions() {
        List<Path> files = LessonFiles.below(Tmp.COURSE.home().resolve("src/test/solutions"), ".java");
        return Stream
                .concat(files.stream().map(Solution::of),
                        files.stream().filter(file -> file.endsWith("ListLog.java")).map(Solution::ofDequeLog))
                .toList();
    }

    private record Solution(String lesson, String type, String text) {
        static Solution of(Path file) {
            return new Solution(file.getParent().getParent().getFileName().toString(),
                    file.getFileName().toString().replace(".java", ""), Exercise.read(file));
        }

        static Solution ofDequeLog(Path file) {
            return new Solution("deque", "DequeLog", Exercise.read(file).replace("ListLog", "DequeLog")
                    .replace("package gregor.list;", "package gregor.deque;\n\nimport gregor.list.*;"));
        }
    }
}
