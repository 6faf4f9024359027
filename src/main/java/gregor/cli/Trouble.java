package gregor.cli;

import gregor.deque.ArchiveException;
import gregor.lesson.LessonException;
import gregor.lesson.Words;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in a sentence what went wrong. Only a defect of Gregor itself shows a stack trace.
final class Trouble implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        boolean isCommand = command.getParent() == null && args.length > 0 && !args[0].startsWith("-");
        if (wrong instanceof UnmatchedArgumentException && isCommand) {
            say("there is no command " + args[0] + Words.nearest(args[0], command.getSubcommands().keySet())
                    .map(name -> " (did you mean " + name + "?)").orElse("") + "; ./gregor --help lists them");
        } else {
            say(wrong.getMessage());
            UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
            say("see ./" + command.getCommandSpec().qualifiedName() + " --help");
        }
        return 2;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, ParseResult result) {
        return tell(exception);
    }

    static int tell(Throwable trouble) {
        switch (trouble) {
            case LessonException e -> say(e.getMessage());
            case ArchiveException e -> say(e.getMessage());
            case IllegalArgumentException e -> say(e.getMessage());
            case UncheckedIOException e -> say(e.getMessage() + ": " + e.getCause().getMessage());
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
