package gregor.cli.console;

import module java.base;

import gregor.exercise.LearnerFaults;
import gregor.lesson.NearestWord;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reports a failure in a sentence, and a defect of Gregor itself with a stack trace.
public final class ErrorReporter implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /// The message of one of Gregor's converters begins with the value.
    private static final Pattern CONVERTER = Pattern.compile("Invalid value for .*?: (\".*)", Pattern.DOTALL);

    private final Environment environment;

    public ErrorReporter(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        if (wrong instanceof UnmatchedArgumentException e && isCommand(e, command)) {
            String typed = e.getUnmatched().getFirst();
            String above = name.equals("gregor") ? "" : name.replaceFirst("^gregor ", "") + " ";
            say("there is no command " + above + typed
                    + NearestWord.nearest(typed, command.getSubcommands().keySet())
                            .map(near -> " (did you mean " + above + near + "?)").orElse("")
                    + "; ./" + name + " --help lists them");
        } else {
            say(sentence(wrong, command) + origin(wrong.getArgSpec(), List.of(args)));
            say("see ./" + name + " --help");
        }
        return 2;
    }

    private static String sentence(ParameterException wrong, CommandLine command) {
        if (wrong instanceof UnmatchedArgumentException e && e.isUnknownOption()) {
            String typed = e.getUnmatched().getFirst().replaceFirst("=.*", "");
            return "there is no option " + typed
                    + NearestWord.suggestion(typed, command.getCommandSpec().optionsMap().keySet());
        }
        if (!command.getSubcommands().isEmpty() && wrong.getMessage().startsWith("Missing required subcommand")) {
            return "say what to do: " + String.join(", ", command.getSubcommands().keySet());
        }
        if (wrong.getArgSpec() instanceof OptionSpec option && option.type().isEnum() && wrong.getValue() != null) {
            return "\"" + wrong.getValue() + "\" is not a value of " + option.longestName() + "; give one of "
                    + String.join(", ", option.completionCandidates()).toLowerCase(Locale.ROOT);
        }
        return switch (wrong) {
            case MissingParameterException missing when !missing.getMissing().isEmpty() ->
                    missing(missing.getMissing());
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice; give it once";
            case MutuallyExclusiveArgsException both ->
                    both.getMessage().replaceFirst("^Error: (.*) are mutually.*", "$1 exclude each other; choose one");
            case UnmatchedArgumentException more -> "\"" + more.getUnmatched().getFirst()
                    + "\" is an argument too many; " + "omit it, or put quotes around words that belong together";
            case ParameterException value when value.getArgSpec() != null && value.getValue() != null -> value(value);
            default -> wrong.getMessage().replaceFirst("^Error: ", "");
        };
    }

    private static String value(ParameterException wrong) {
        Matcher ours = CONVERTER.matcher(wrong.getMessage());
        String name = name(wrong.getArgSpec());
        return ours.matches()
                ? name + ": " + ours.group(1)
                : "\"" + wrong.getValue() + "\" is not a value of " + name + ": "
                        + String.join(" ", wrong.getArgSpec().description());
    }

    private static String missing(List<ArgSpec> missing) {
        boolean choice = missing.getFirst().group() != null && missing.getFirst().group().exclusive();
        return choice
                ? "give one of " + missing.stream().map(ErrorReporter::name).collect(Collectors.joining(", "))
                : missing.stream().map(ErrorReporter::label).collect(Collectors.joining(", ")) + " is missing";
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    private static String label(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() + " " + arg.paramLabel() : arg.paramLabel();
    }

    private static boolean isCommand(UnmatchedArgumentException wrong, CommandLine command) {
        return !command.getSubcommands().isEmpty() && !wrong.getUnmatched().isEmpty()
                && !wrong.getUnmatched().getFirst().startsWith("-");
    }

    private String origin(ArgSpec wrong, List<String> typed) {
        return wrong == null
                ? ""
                : environment.source(wrong, typed).map(name -> " (that comes from the variable " + name + ")")
                        .orElse("");
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, ParseResult result) {
        return report(exception);
    }

    public static int report(Throwable trouble) {
        Optional<String> learner = LearnerFaults.blame(trouble);
        switch (trouble) {
            case Throwable e when LearnerFaults.isReported(e) -> System.out.flush();
            case Throwable e when learner.isPresent() -> say(learner.get());
            case UncheckedIOException e -> say(CommandException.of(e.getMessage(), e.getCause()).getMessage());
            case Throwable e when CommandException.isUserMessage(e) -> say(e.getMessage());
            default -> {
                say("this is a defect of Gregor, not of yours:");
                trouble.printStackTrace();
                return 70;
            }
        }
        return 2;
    }

    private static void say(String message) {
        System.out.flush();
        System.err.println("gregor: " + message);
    }
}
