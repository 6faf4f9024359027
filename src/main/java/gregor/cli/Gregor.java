package gregor.cli;

import module java.base;

import gregor.cli.broker.BrokerCommands;
import gregor.cli.console.Environment;
import gregor.cli.console.ErrorReporter;
import gregor.cli.console.MineOption;
import gregor.cli.console.OptionConverters;
import gregor.cli.console.TerminalStreams;
import gregor.exercise.LearnerFaults;
import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.Progress;
import gregor.list.Sample;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command `gregor`. Without a command, on a terminal it continues where the learner stopped; else it lists the
/// lessons.
@Command(name = "gregor", mixinStandardHelpOptions = true, versionProvider = Gregor.Version.class,
        subcommands = HelpCommand.class,
        headerHeading = "One morning a list woke to find itself transformed into a broker.%n%n",
        description = "Explains Apache Kafka by building it, one lesson at a time.",
        synopsisSubcommandLabel = "[COMMAND]", exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well", "1:a lesson, a test or the doctor found something wrong",
                "2:the command failed; the message says why", "70:a defect of Gregor",
                "130:stopped by Ctrl-C in the middle"},
        footer = {"",
                "A lesson is a number or a name: 3 or deque. Without a command, gregor continues where you "
                        + "stopped.",
                "Each option can be a variable too: GREGOR_DATA=/tmp/data is --data /tmp/data.",
                "./gregor help COMMAND names them."})
public final class Gregor implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /// Runs a command and ends the process, with one of the exit codes that its help lists.
    public static void main(String... args) {
        LearnerFaults.watch();
        System.exit(commandLine(System.getenv(), args).execute(args));
    }

    /// How to create each command. Picocli reads a command by reflection when it is created, which takes longer than
    /// most commands run: so only the command that is needed is created.
    private static SequencedMap<String, Supplier<Object>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("learn", LearnCommand::new);
        commands.put("tour", TourCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("lessons", LessonsCommand::new);
        commands.put("exercise", ExerciseCommand::new);
        commands.put("progress", ProgressCommand::new);
        commands.put("jshell", JshellCommand::new);
        commands.put("simulate", SimulateCommand::new);
        commands.put("test", TestCommand::new);
        commands.put("notebook", NotebookCommand::new);
        commands.put("site", SiteCommand::new);
        commands.putAll(BrokerCommands.all());
        commands.put("convert", ConvertCommand::new);
        commands.put("author", AuthorCommand::new);
        return commands;
    }

    static CommandLine commandLine(Map<String, String> variables, String... args) {
        Map<String, Supplier<Object>> commands = commands();
        boolean one = args.length > 0 && commands.containsKey(args[0]);
        return commandLine(variables, one ? List.of(commands.get(args[0])) : commands.values());
    }

    private static CommandLine commandLine(Map<String, String> variables, Collection<Supplier<Object>> commands) {
        var environment = new Environment(variables, () -> commandLine(variables).getCommandSpec());
        var trouble = new ErrorReporter(environment);
        var gregor = new CommandLine(new Gregor());
        commands.forEach(command -> gregor.addSubcommand(command.get()));
        return HelpPage.onto(OptionConverters.onto(gregor)).setDefaultValueProvider(environment)
                .setExecutionStrategy(parsed -> MineOption.run(parsed, Gregor.class))
                .setExecutionExceptionHandler(trouble).setParameterExceptionHandler(trouble)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws Exception {
        Course course = course();
        if (!onTerminal()) {
            new LessonsCommand().run();
            System.out.println();
            spec.commandLine().usage(System.out);
            return 0;
        }
        Chapter current = Progress.of(course).current(course);
        return LearnCommand.step(course, current, true);
    }

    static Course course() {
        return Course.of(Sample.home());
    }

    /// Finds a lesson that has classes, by its number or its name.
    ///
    /// @throws LessonException if there is no such lesson, or it has no classes
    static Chapter chapterWithClasses(String lesson) {
        Chapter chapter = course().chapter(lesson);
        if (!chapter.hasClasses()) {
            throw new LessonException("lesson " + chapter.number() + " has no classes of its own; step through it with "
                    + "./gregor learn " + chapter.number());
        }
        return chapter;
    }

    static boolean onTerminal() {
        return TerminalStreams.in() && TerminalStreams.out();
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Gregor.class.getPackage().getImplementationVersion();
            return new String[]{"gregor " + (version == null ? "(not built)" : version) + " on Java "
                    + Runtime.version().feature()};
        }
    }
}
