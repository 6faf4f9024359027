package gregor.cli.console;

import module java.base;

import gregor.exercise.LearnerClasses;
import gregor.exercise.LearnerFiles;
import gregor.lesson.Course;
import gregor.lesson.Progress;
import gregor.list.Sample;
import java.lang.management.ManagementFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// The option `--mine`: the command runs in a process of its own, in which the learner's classes replace the originals.
/// A command has it by `@Mixin`.
public final class MineOption {
    private static final String OPTION = "--mine";

    @Option(names = OPTION,
            description = "Run with the classes that you have written in place of the originals; it lists them.")
    private boolean mine;

    /// Runs a command; with the option, in a process of its own.
    public static int run(ParseResult parsed, Class<?> main) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (!last.matchedOptionValue(OPTION, false)) {
            return new CommandLine.RunLast().execute(parsed);
        }
        try {
            return run(parsed.originalArgs(), main);
        } catch (RuntimeException e) {
            throw new ExecutionException(last.commandSpec().commandLine(), "--mine", e);
        }
    }

    private static int run(List<String> args, Class<?> main) {
        Course course = Course.of(Sample.home());
        LearnerClasses mine = LearnerClasses.of(course, new LearnerFiles(course, Progress.of(course)));
        System.out.println(mine.banner() + "\n");
        var rest = new ArrayList<>(args);
        rest.remove(OPTION);
        Path folder = course.home().resolve("target/mine/" + ProcessHandle.current().pid());
        return mine.run(folder, main.getName(), rest, ManagementFactory.getRuntimeMXBean().getInputArguments());
    }
}
