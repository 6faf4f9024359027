package gregor.cli;

import gregor.data.SampleData;
import gregor.exercise.ExerciseChecker;
import gregor.exercise.TestRunner;
import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.GeneratedFiles;
import gregor.list.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor author`: keeps the lessons and what is generated from them consistent.
@Command(name = "author", mixinStandardHelpOptions = true,
        description = "Check and update the lessons, for their authors.")
final class AuthorCommand {
    /// The time after which a test that never ends is stopped.
    private static final int CHECK_SECONDS = 6;

    @Command(mixinStandardHelpOptions = true,
            description = "Write the current source into the lessons, and the cells into the jshell scripts.")
    void sync() throws IOException {
        List<Path> written = new GeneratedFiles(Gregor.course()).write();
        written.forEach(file -> System.out.println("wrote " + Sample.home().relativize(file)));
        System.out.println(written.isEmpty() ? "all current" : written.size() + " brought up to date");
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Run a lesson's cells and record what they print. Read the difference before you commit it.")
    void record(@Parameters(paramLabel = "LESSON", description = "Its number or its name.") String lesson)
            throws IOException {
        Course course = Gregor.course();
        new GeneratedFiles(course).record(course.chapter(lesson));
        sync();
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Check the exercises: start files fail, originals pass, typical mistakes are caught and "
                    + "named.")
    int check(
            @Parameters(arity = "0..1", paramLabel = "LESSON",
                    description = "Its number or its name; by default all.") String lesson,
            @Option(names = "--every",
                    description = "Report a lesson without exercises as a fault, too.") boolean every) {
        Course course = Gregor.course();
        var faults = new ArrayList<String>();
        var none = new ArrayList<String>();
        try (TestRunner judge = new TestRunner(CHECK_SECONDS)) {
            var check = new ExerciseChecker(judge, System.out);
            for (Chapter chapter : lesson == null ? course.chapters() : List.of(course.chapter(lesson))) {
                boolean wanted = every || lesson != null || Files.exists(chapter.exercises());
                (wanted ? faults : none).addAll(check.faults(chapter));
            }
        }
        none.forEach(missing -> System.out.println("\n! " + missing));
        faults.forEach(fault -> System.out.println("\n✗ " + fault));
        System.out.println(faults.isEmpty()
                ? none.isEmpty()
                        ? "all exercises are whole"
                        : "\nall exercises are whole, and " + none.size() + " lessons have none yet"
                : "\n" + faults.size() + " faults");
        return faults.isEmpty() ? 0 : 1;
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Generate the sample events in data/ again; they are always the same.")
    void data() throws IOException {
        SampleData.write(Sample.home().resolve("data"));
    }
}
