package gregor.cli;

import module java.base;

import gregor.cli.console.Browser;
import gregor.cli.console.StopSignal;
import gregor.lesson.Course;
import gregor.notebook.NotebookServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor notebook`: the lessons in the browser.
@Command(name = "notebook", mixinStandardHelpOptions = true,
        description = {"Open the lessons in a browser: run the cells, change them, watch the logs.",
                "It accepts only this machine, and only the browser that opens the printed address. Ctrl-C stops it."})
final class NotebookCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "LESSON",
            description = "Its number or its name; by default the list of all.")
    private String lesson;

    @Option(names = "--no-open", description = "Print the address, and open no browser.")
    private boolean noOpen;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "120", description = "The time limit of a cell.")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        Course course = Gregor.course();
        StopSignal stop = StopSignal.onSignals();
        String wanted = lesson == null ? "" : course.chapter(lesson).name();
        try (NotebookServer notebook = NotebookServer.start(course, Duration.ofSeconds(Math.max(1, seconds)))) {
            System.out.println("The notebook is at\n\n  " + notebook.address(wanted)
                    + "\n\nThe address lets one browser in, once. Ctrl-C stops the notebook.");
            if (!noOpen) {
                Browser.open(notebook.entryPage(wanted).toUri().toString());
            }
            stop.await();
        }
        return 0;
    }
}
