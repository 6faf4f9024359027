package gregor.notebook;

import module java.base;

import gregor.lesson.CellResult;
import gregor.lesson.Chapter;
import gregor.lesson.JShellSession;
import gregor.lesson.LessonException;
import jdk.jshell.Snippet;

/// The session of a lesson: its process, which starts with the first cell, and the cells that have run in it.
///
/// A thread of its own runs the cells one after the other; any thread may call it.
final class NotebookSession implements AutoCloseable {
    private static final int INSPECTION_MILLIS = 1500;
    /// How often the variables are inspected again if not all could be read in time, each time after twice as long.
    private static final int MAX_INSPECTIONS = 4;
    /// How often the cells are replayed if a replayed cell ends the process, too.
    private static final int MAX_REPLAYS = 3;

    private final Chapter chapter;
    private final WarmProcess warmProcess;
    private final Duration maxDuration;
    private final Consumer<Map<String, Object>> events;
    private final Map<String, CellRun> cells = new LinkedHashMap<>();
    /// Cells that wait for their turn; guarded by `cells`.
    private final Map<String, CellRun> queued = new LinkedHashMap<>();
    private final Map<String, Long> windows = new ConcurrentHashMap<>();
    private final Lane lane = new Lane();
    private final AtomicInteger restarts = new AtomicInteger();
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("gregor-cells").factory());
    private volatile CellProcess process;
    private volatile CellMonitor running;
    private volatile String runningCell = "";
    private volatile boolean left;
    private volatile boolean closed;

    /// @param maxDuration of a cell
    /// @param events      receives the events of this session
    NotebookSession(Chapter chapter, WarmProcess warmProcess, Duration maxDuration,
            Consumer<Map<String, Object>> events) {
        this.chapter = chapter;
        this.warmProcess = warmProcess;
        this.maxDuration = maxDuration;
        this.events = events;
    }

    Chapter chapter() {
        return chapter;
    }

    boolean left() {
        return left;
    }

    void left(boolean hasLeft) {
        left = hasLeft;
    }

    /// Publishes the states of all cells and the history of the lane, for a tab that has just opened.
    void publishState() {
        synchronized (cells) {
            cells.values().forEach(run -> events.accept(run.event()));
            queued.keySet().forEach(cell -> publish("queued", cell));
        }
        CellMonitor monitor = running;
        if (monitor != null && !runningCell.isEmpty()) {
            publish("started", runningCell);
            monitor.repeat();
        }
        lane.history().forEach(events);
        events.accept(Map.of("type", "ready"));
    }

    private void publish(String type, String cell) {
        events.accept(Map.of("type", type, "cell", cell));
    }

    private void put(CellRun run) {
        synchronized (cells) {
            cells.remove(run.cell());
            cells.put(run.cell(), run);
            events.accept(run.event());
        }
    }

    /// Runs a cell after those that are already queued.
    void run(String cell, String code, boolean once) {
        synchronized (cells) {
            queued.put(cell, CellRun.running(cell, code, once));
            publish("queued", cell);
        }
        thread.execute(() -> {
            CellRun next;
            synchronized (cells) {
                next = queued.remove(cell);
            }
            if (next != null && !closed) {
                if (process != null && !process.alive()) {
                    replay();
                }
                if (!attempt(next)) {
                    replay();
                }
            }
        });
    }

    private void dropQueued() {
        synchronized (cells) {
            queued.keySet().forEach(cell -> publish("dropped", cell));
            queued.clear();
        }
    }

    private CellProcess started() {
        if (process == null) {
            process = warmProcess.take().join();
        }
        return process;
    }

    /// Runs a cell, and returns whether its process has survived that.
    private boolean attempt(CellRun run) {
        try {
            started();
        } catch (CompletionException e) {
            put(run.failed(e.getCause().getMessage(), false, ""));
            return true;
        }
        JShellSession session = process.session();
        var readsInput = new AtomicBoolean();
        CellMonitor monitor = begin(run, readsInput);
        CellRun ended = null;
        try {
            CellResult result = session.run(run.code());
            String plot = result.ok() ? session.plot().orElse("") : "";
            boolean tooLarge = plot.length() > PlotFrame.MAX_SCRIPT;
            // A replay has no learner who enters the line again.
            ended = (readsInput.get() ? run.asOnce() : run).ended(capped(result), session,
                    tooLarge ? "the plot has too many points to be drawn here" : monitor.reason(),
                    tooLarge ? "" : plot);
        } catch (LessonException e) {
            ended = run.failed(e.getMessage(), false, capped(session.printed()));
        } catch (RuntimeException e) {
            // JShell throws several kinds when its process ends
        } finally {
            running = null;
            runningCell = "";
            monitor.end();
        }
        if (ended == null || !process.alive()) {
            putLost(run, session, monitor);
            return false;
        }
        put(ended);
        markStale(run.cell(), session);
        inspect(0);
        return true;
    }

    private CellMonitor begin(CellRun run, AtomicBoolean readsInput) {
        var monitor = new CellMonitor(process, maxDuration,
                text -> events.accept(Map.of("type", "output", "cell", run.cell(), "text", text)),
                millis -> show(true, millis));
        // Before the event, since a tab that receives it may stop the cell at once.
        running = monitor;
        runningCell = run.cell();
        process.input().begin(() -> {
            readsInput.set(true);
            publish("input", run.cell());
        });
        lane.begin(run.cell());
        publish("started", run.cell());
        monitor.start();
        return monitor;
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

    /// Stops the cell that runs, and drops those that wait. If it does not end within two seconds, its process is
    /// replaced.
    void stop() {
        dropQueued();
        CellMonitor monitor = running;
        if (monitor != null) {
            monitor.stop();
        }
    }

    void input(String line) {
        CellProcess reading = process;
        if (reading != null) {
            reading.input().give(line);
        }
    }

    private void putLost(CellRun run, JShellSession session, CellMonitor monitor) {
        boolean stopped = monitor.isStopRequested();
        String why = !monitor.reason().isEmpty()
                ? monitor.reason()
                : stopped ? "it did not stop, so its process was ended" : "its process ended";
        put(run.failed(why, stopped, capped(session.printed())));
    }

    /// Runs the cells whose results are current again, in a new process. A cell that ends its process has failed, and
    /// is not replayed; after several such cells no other is.
    private void replay() {
        for (int replays = 0; replays <= MAX_REPLAYS && restarts.get() == 0 && !closed; replays++) {
            restartProcess();
            List<CellRun> current;
            synchronized (cells) {
                List.copyOf(cells.values()).stream().filter(run -> run.state() == CellRun.State.FRESH && run.once())
                        .forEach(run -> put(run.lost()));
                current = cells.values().stream().filter(CellRun::replayable).toList();
                if (replays == MAX_REPLAYS) {
                    current.forEach(run -> put(run.lost()));
                }
            }
            if (replays == MAX_REPLAYS || current.stream()
                    .allMatch(run -> restarts.get() > 0 || attempt(CellRun.running(run.cell(), run.code(), false)))) {
                return;
            }
        }
    }

    private void restartProcess() {
        CellProcess last = process;
        process = null;
        if (last != null) {
            last.close();
        }
        lane.clear();
        events.accept(Map.of("type", "restarted"));
    }

    /// Starts over in a new process, in which no cell has run.
    void restart() {
        restarts.incrementAndGet();
        dropQueued();
        CellProcess last = process;
        if (last != null && running != null) {
            last.kill();
        }
        thread.execute(() -> {
            restarts.decrementAndGet();
            synchronized (cells) {
                cells.clear();
            }
            restartProcess();
            events.accept(Map.of("type", "ready"));
            inspect(0);
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
                    events.accept(run.stale().event());
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
            thread.execute(() -> inspect(0));
        }
    }

    /// Shows the variables while no cell runs; again later if one could not be read in time, as on a busy machine.
    private void inspect(int before) {
        if (!show(false, INSPECTION_MILLIS) && before < MAX_INSPECTIONS && !closed) {
            CompletableFuture.delayedExecutor(1L << before, TimeUnit.SECONDS, thread)
                    .execute(() -> inspect(before + 1));
        }
    }

    /// Returns whether all variables were read in time.
    private boolean show(boolean whileRunning, int millis) {
        CellProcess inspected = process;
        if (inspected == null || closed) {
            return true;
        }
        Optional<VariablesView> view = inspected.inspect(windows, whileRunning, millis);
        view.flatMap(lane::show).ifPresent(events);
        return view.isPresent() && view.get().complete();
    }

    /// Returns the JShell for questions about code; null while it starts or a cell runs.
    JShellSession idle() {
        if (process == null && running == null) {
            thread.execute(this::started);
        }
        CellProcess idle = process;
        return idle == null || running != null || !idle.alive() ? null : idle.session();
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
