package gregor.cli;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Progress;
import gregor.list.Sample;
import java.io.Console;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command `gregor`. Alone on a terminal it goes on where the learner stopped; else it shows the lessons.
@Command(name = "gregor", mixinStandardHelpOptions = true, versionProvider = Gregor.Version.class,
        subcommands = {Learn.class, Tour.class, Run.class, Lessons.class, Shell.class, Test.class, Author.class, HelpCommand.class},
        headerHeading = "One morning a list woke to find itself transformed into a broker.%n%n",
        description = "Explains Apache Kafka by building it, one lesson at a time.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {"", "  doctor      Look whether all that Gregor needs is there.",
            "  completion  Print a script for bash and zsh: source <(./gregor completion)", "",
            "A lesson is a number or a name: 3 or deque. Alone, gregor goes on where you stopped."})
public final class Gregor implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /// Runs a command and ends the process: with 0 if all went well, 1 if a lesson or a test failed, 2 if the input
    /// was wrong.
    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        var trouble = new Trouble();
        return new CommandLine(new Gregor()).setExecutionExceptionHandler(trouble).setParameterExceptionHandler(trouble);
    }

    @Override
    public Integer call() throws Exception {
        Course course = course();
        if (!onTerminal()) {
            new Lessons().call();
            System.out.println();
            spec.commandLine().usage(System.out);
            return 0;
        }
        Chapter current = Progress.of(course).current(course);
        return Learn.step(course, current);
    }

    @Command(name = "completion", hidden = true, description = "Print a script that completes commands in bash and zsh.")
    int completion() {
        System.out.print(AutoComplete.bash("gregor", spec.commandLine()));
        return 0;
    }

    static Course course() {
        return Course.of(Sample.home());
    }

    /// Whether a person sits at both ends.
    static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Gregor.class.getPackage().getImplementationVersion();
            return new String[] {"gregor " + (version == null ? "(not built)" : version)
                    + " on Java " + Runtime.version().feature()};
        }
    }
}
