package gregor.cli;

import module java.base;

import gregor.data.SampleData;
import gregor.exercise.ExerciseChecker;
import gregor.exercise.TestRunner;
import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.GeneratedFiles;
import gregor.lesson.LessonCheck;
import gregor.list.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor author`: keeps the lessons and what is generated from them consistent.
@Command(name = "author", mixinStandardHelpOptions = true,
        description = "Check and update the lessons, for their authors.")
final class AuthorCommand {
    /// The time after which a test that never ends is stopped.
    private static final int CHECK_SECONDS = 6;
    private static final int CHECKERS = 2;

    @Command(mixinStandardHelpOptions = true,
            description = "Write the current source into the lessons, and the cells into the jshell scripts.")
    void sync(@Parameters(arity = "0..1", paramLabel = "LESSON",
            description = "Its number or its name; by default all.") String lesson) throws IOException {
        List<Path> written = GeneratedFiles.write(chapters(lesson));
        written.forEach(file -> System.out.println("wrote " + Sample.home().relativize(file)));
        System.out.println(written.isEmpty() ? "all current" : written.size() + " brought up to date");
    }

    private static List<Chapter> chapters(String lesson) {
        Course course = Gregor.course();
        return lesson == null ? course.chapters() : List.of(course.chapter(lesson));
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Run a lesson's cells and record what they print. Read the difference before you commit it.")
    void record(@Parameters(paramLabel = "LESSON", description = "Its number or its name.") String lesson)
            throws IOException {
        Course course = Gregor.course();
        new GeneratedFiles(course).record(course.chapter(lesson));
        sync(lesson);
    }

    @Command(mixinStandardHelpOptions = true, description = {"Check the pages: at most 25 minutes, all parts present.",
            "Check the exercises: start files fail, originals pass, typical mistakes are caught and named.",
            "The test LearnerMistakeTest tries the lists in src/test/mistakes; -Dgregor.mistakes=LESSON all of a lesson."})
    int check(
            @Parameters(arity = "0..1", paramLabel = "LESSON",
                    description = "Its number or its name; by default all.") String lesson,
            @Option(names = "--every",
                    description = "Report a lesson without exercises as a fault, too.") boolean every)
            throws InterruptedException, ExecutionException {
        var faults = new ArrayList<>(pageFaults(lesson));
        faults.forEach(AuthorCommand::printFault);
        var none = new ArrayList<String>();
        List<Chapter> chapters = chapters(lesson).stream().filter(Chapter::hasClasses).toList();
        try (var threads = Executors.newFixedThreadPool(CHECKERS)) {
            var checks = new LinkedHashMap<Chapter, Future<List<String>>>();
            chapters.forEach(chapter -> checks.put(chapter, threads.submit(() -> exerciseFaults(chapter))));
            for (Chapter chapter : chapters) {
                boolean wanted = every || lesson != null || Files.exists(chapter.exercises());
                List<String> found = checks.get(chapter).get();
                (wanted ? faults : none).addAll(found);
                found.forEach(wanted ? AuthorCommand::printFault : missing -> System.out.println("\n! " + missing));
            }
        }
        System.out
                .println(faults.isEmpty()
                        ? none.isEmpty()
                                ? "all pages and exercises are whole"
                                : "\nall pages and exercises are whole, and " + none.size()
                                        + " lessons have no exercises yet"
                        : "\n" + faults.size() + " faults");
        return faults.isEmpty() ? 0 : 1;
    }

    /// Checks the exercises of a lesson in a process of its own, and prints a line for each when all are checked.
    private static List<String> exerciseFaults(Chapter chapter) {
        var lines = new ByteArrayOutputStream();
        try (TestRunner runner = new TestRunner(CHECK_SECONDS)) {
            return new ExerciseChecker(runner, new PrintStream(lines, true, StandardCharsets.UTF_8)).faults(chapter);
        } finally {
            System.out.print(lines.toString(StandardCharsets.UTF_8));
        }
    }

    private static void printFault(String fault) {
        System.out.println("\n✗ " + fault);
    }

    /// Returns the faults of a page, or of all pages that have been converted.
    private static List<String> pageFaults(String lesson) {
        Course course = Gregor.course();
        return lesson == null ? LessonCheck.faults(course) : LessonCheck.faults(course, course.chapter(lesson));
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Generate the sample events in data/ again; they are always the same.")
    void data() throws IOException {
        SampleData.write(Sample.home().resolve("data"));
    }
}
