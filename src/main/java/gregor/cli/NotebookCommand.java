package gregor.cli;

import gregor.cli.broker.Stop;
import gregor.lesson.Course;
import gregor.notebook.NotebookServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor notebook`: the lessons in the browser.
@Command(name = "notebook", mixinStandardHelpOptions = true,
        description = {"Open the lessons in a browser: run the cells, change them, watch the logs.",
            "Only this machine, and only the browser that opens the printed address, comes in. Ctrl-C stops it."})
final class NotebookCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "LESSON",
            description = "Its number or its name; the list of all if you name none.")
    private String lesson;

    @Option(names = "--no-open", description = "Print the address, and open no browser.")
    private boolean noOpen;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "120", description = "How long a cell may run.")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        Course course = Gregor.course();
        Stop stop = Stop.onSignals();
        String wanted = lesson == null ? "" : "&lesson=" + course.chapter(lesson).name();
        try (NotebookServer notebook = NotebookServer.start(course, Duration.ofSeconds(Math.max(1, seconds)))) {
            String address = notebook.address() + wanted;
            System.out.println("The notebook is at\n\n  " + address
                    + "\n\nThe address lets one browser in, once. Ctrl-C stops the notebook.");
            if (!noOpen) {
                browse(address);
            }
            while (!stop.await(Duration.ofHours(1))) {
                // it goes on
            }
        }
        return 0;
    }

    /// If there is no browser here, the printed address is enough.
    private static void browse(String address) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> open = system.contains("mac") ? List.of("open", address)
                : system.contains("win") ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                : List.of("xdg-open", address);
        try {
            new ProcessBuilder(open).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            // no browser
        }
    }
}
