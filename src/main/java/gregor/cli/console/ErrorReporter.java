package gregor.cli.console;

import module java.base;

import gregor.exercise.LearnerFaults;
import gregor.lesson.NearestWord;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reports a failure in a sentence, and a defect of Gregor itself with a stack trace.
public final class ErrorReporter implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Environment environment;

    /// @param environment where a wrong value may have come from
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
        if (wrong.getArgSpec() instanceof OptionSpec option && wrong.getMessage().contains("cannot convert '")) {
            return "\"" + wrong.getValue() + "\" is not a value of " + option.longestName() + ": "
                    + String.join(" ", option.description());
        }
        return wrong.getMessage().replaceFirst("^Error: ", "");
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
            case UncheckedIOException e -> say(e.getMessage() + ": " + reason(e.getCause()));
            case Throwable e when CommandException.isUserMessage(e) -> say(e.getMessage());
            default -> {
                say("this is a defect of Gregor, not of yours:");
                trouble.printStackTrace();
                return 70;
            }
        }
        return 2;
    }

    /// The message of a file's exception may be only its path.
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "you have no permission for " + denied.getFile();
            case NoSuchFileException absent -> "there is no " + absent.getFile();
            default -> e.getMessage();
        };
    }

    private static void say(String message) {
        System.out.flush();
        System.err.println("gregor: " + message);
    }
}
