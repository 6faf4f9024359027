package gregor.cli;

import gregor.deque.ArchiveException;
import gregor.lesson.LessonException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Says in a sentence what went wrong. Only a defect of Gregor itself shows a stack trace.
final class Trouble implements IExecutionExceptionHandler {
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
