package gregor.notebook;

import gregor.lesson.CellResult;
import gregor.lesson.Chapter;
import gregor.lesson.JShellSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import jdk.jshell.Snippet;

/// The session of one tab: its process, the cells that have run in it, and the tabs that receive its events.
///
/// A thread of its own runs the cells one after the other; any thread may call it.
final class NotebookSession implements AutoCloseable {
    private static final int INSPECTION_MILLIS = 1500;

    private final Chapter chapter;
    private final WarmProcess warmProcess;
    private final Duration maxDuration;
    private final EventQueues queues = new EventQueues();
    private final Map<String, CellRun> cells = new LinkedHashMap<>();
    private final Map<String, Long> windows = new ConcurrentHashMap<>();
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("gregor-cells").factory());
    private volatile CellProcess process;
    private volatile CellMonitor running;
    private volatile VariablesView variables = new VariablesView(List.of());
    private volatile boolean closed;

    /// @param maxDuration of a cell
    NotebookSession(Chapter chapter, WarmProcess warmProcess, Duration maxDuration) {
        this.chapter = chapter;
        this.warmProcess = warmProcess;
        this.maxDuration = maxDuration;
        thread.execute(() -> {
            process = warmProcess.take().join();
            queues.publish(Map.of("type", "ready"));
        });
    }

    Chapter chapter() {
        return chapter;
    }

    /// Returns a queue with the states of all cells, which receives all further events.
    BlockingQueue<Map<String, Object>> watch(String tab) {
        var queue = new LinkedBlockingQueue<Map<String, Object>>();
        synchronized (cells) {
            cells.values().forEach(run -> queue.add(run.event()));
            queues.add(tab, queue);
        }
        queue.add(variables.event());
        if (process != null) {
            queue.add(Map.of("type", "ready"));
        }
        return queue;
    }

    void unwatch(BlockingQueue<Map<String, Object>> queue) {
        queues.remove(queue);
    }

    /// Ends the events of a tab that has closed.
    void closeTab(String tab) {
        queues.close(tab);
    }

    boolean isWatched() {
        return queues.isWatched();
    }

    private void put(CellRun run) {
        synchronized (cells) {
            cells.remove(run.cell());
            cells.put(run.cell(), run);
            queues.publish(run.event());
        }
    }

    /// Runs a cell after those that are already queued.
    void run(String cell, String code, boolean once) {
        queues.publish(Map.of("type", "queued", "cell", cell));
        thread.execute(() -> execute(CellRun.running(cell, code, once)));
    }

    private void execute(CellRun run) {
        if (closed || process == null) {
            return;
        }
        JShellSession session = process.session();
        var monitor = new CellMonitor(process, maxDuration,
                text -> queues.publish(Map.of("type", "output", "cell", run.cell(), "text", text)),
                millis -> inspect(true, millis));
        // Before the event, since a tab that receives it may stop the cell at once.
        running = monitor;
        queues.publish(Map.of("type", "started", "cell", run.cell()));
        monitor.start();
        Optional<CellResult> result = Optional.empty();
        String plot = "";
        try {
            result = Optional.of(session.run(run.code()));
            plot = result.get().ok() ? session.plot().orElse("") : "";
        } catch (IllegalStateException e) {
            // the process has ended
        } finally {
            running = null;
            monitor.end();
        }
        if (result.isEmpty() || !process.alive()) {
            replaceProcess(run, session, monitor);
            return;
        }
        boolean tooLarge = plot.length() > PlotFrame.MAX_SCRIPT;
        put(run.ended(capped(result.get()), session,
                tooLarge ? "the plot has too many points to be drawn here" : monitor.reason(), tooLarge ? "" : plot));
        markStale(run.cell(), session);
        inspect(false, INSPECTION_MILLIS);
    }

    private static CellResult capped(CellResult result) {
        return new CellResult(capped(result.printed()), result.value(), result.problem(), result.clearedVariables(),
                result.interrupted());
    }

    private static String capped(String printed) {
        return printed.length() <= CellMonitor.MAX_PRINTED
                ? printed
                : printed.substring(0, CellMonitor.MAX_PRINTED) + "\n… and more";
    }

    /// Stops the cell that runs. If it does not end within two seconds, its process is replaced.
    void stop() {
        CellMonitor monitor = running;
        if (monitor != null) {
            monitor.stop();
        }
    }

    /// Replaces a process that has ended, and replays the other cells except those that may run only once.
    private void replaceProcess(CellRun cause, JShellSession session, CellMonitor monitor) {
        boolean stopped = monitor.isStopRequested();
        String why = !monitor.reason().isEmpty()
                ? monitor.reason()
                : stopped ? "it did not stop, so its process was ended" : "its process ended";
        CellResult result = new CellResult(capped(session.printed()), null, stopped ? null : why, List.of(), stopped);
        put(new CellRun(cause.cell(), cause.code(), cause.once(),
                stopped ? CellRun.State.INTERRUPTED : CellRun.State.FAILED, result, List.of(), List.of(), List.of(),
                why + "; the other cells have run again", ""));
        List<CellRun> others;
        synchronized (cells) {
            others = cells.values().stream().filter(run -> !run.cell().equals(cause.cell()) && !run.once()).toList();
        }
        restartProcess();
        others.forEach(run -> execute(CellRun.running(run.cell(), run.code(), false)));
    }

    private void restartProcess() {
        CellProcess last = process;
        process = null;
        if (last != null) {
            last.close();
        }
        process = warmProcess.take().join();
        variables = new VariablesView(List.of());
        queues.publish(Map.of("type", "restarted"));
    }

    /// Starts over in a new process, in which no cell has run.
    void restart() {
        stop();
        thread.execute(() -> {
            synchronized (cells) {
                cells.clear();
            }
            restartProcess();
            queues.publish(Map.of("type", "ready"));
            inspect(false, INSPECTION_MILLIS);
        });
    }

    /// Marks the cells that use a redeclared name, or a name declared by such a cell.
    private void markStale(String cell, JShellSession session) {
        var changed = new ArrayList<>(session.redeclared());
        var names = new HashSet<>(CellDependencies.names(changed));
        if (changed.isEmpty()) {
            return;
        }
        Set<String> ids = session.dependents(changed).stream().map(Snippet::id).collect(Collectors.toSet());
        synchronized (cells) {
            for (CellRun run : List.copyOf(cells.values())) {
                boolean uses = CellDependencies.any(run.code(), names)
                        || run.snippets().stream().map(Snippet::id).anyMatch(ids::contains);
                if (!run.cell().equals(cell) && uses && run.state() == CellRun.State.FRESH) {
                    cells.replace(run.cell(), run.stale());
                    names.addAll(CellDependencies.names(run.snippets()));
                    queues.publish(run.stale().event());
                }
            }
        }
    }

    /// Shows a log from an offset on; from its last events if that is negative.
    void window(String variable, long from) {
        if (from < 0) {
            windows.remove(variable);
        } else {
            windows.put(variable, from);
        }
        if (running == null) {
            thread.execute(() -> inspect(false, INSPECTION_MILLIS));
        }
    }

    private void inspect(boolean whileRunning, int millis) {
        CellProcess inspected = process;
        if (inspected == null || closed) {
            return;
        }
        inspected.inspect(windows, whileRunning, millis).filter(view -> !view.equals(variables)).ifPresent(view -> {
            variables = view;
            queues.publish(view.event());
        });
    }

    /// Returns the JShell for questions about code; null while it starts or a cell runs.
    JShellSession idle() {
        return process == null || running != null ? null : process.session();
    }

    @Override
    public void close() {
        closed = true;
        CellProcess last = process;
        if (last != null && running != null) {
            last.kill();
        }
        thread.execute(() -> {
            if (process != null) {
                process.close();
            }
        });
        thread.close();
    }
}
