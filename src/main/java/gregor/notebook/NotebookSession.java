package gregor.notebook;

import gregor.lesson.CellResult;
import gregor.lesson.Chapter;
import gregor.lesson.JShellSession;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import jdk.jshell.Snippet;

/// What stands behind one tab: a process, the cells that have run in it, and who watches.
///
/// One thread of its own runs the cells, one after the other; any thread may call it.
final class NotebookSession implements AutoCloseable {
    static final int MAX_PRINTED = 1 << 19;
    private static final Duration ARRIVAL_GRACE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int TICKS_A_LOOK = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int POLL_INTERVAL_MILLIS = 1500;

    /// The last event of a tab that has said that it goes.
    static final Map<String, Object> TAB_CLOSED = Map.of("type", "bye");

    private final Map<String, BlockingQueue<Map<String, Object>>> tabs = new ConcurrentHashMap<>();
    private final Chapter chapter;
    private final WarmProcess spares;
    private final Duration longest;
    private final Map<String, CellRun> cells = new LinkedHashMap<>();
    private final Map<String, Long> windows = new ConcurrentHashMap<>();
    private final List<BlockingQueue<Map<String, Object>>> watchers = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform()
            .daemon().name("gregor-cells").factory());
    private final long born = System.nanoTime();
    private volatile CellProcess child;
    private volatile String running;
    private volatile long askedToStop;
    private volatile String reason = "";
    private volatile VariablesView lane = new VariablesView(List.of());
    private volatile boolean entered;
    private volatile boolean closed;

    /// @param longest how long a cell may run
    NotebookSession(Chapter chapter, WarmProcess spares, Duration longest) {
        this.chapter = chapter;
        this.spares = spares;
        this.longest = longest;
        thread.execute(() -> {
            takeChild();
            publish(Map.of("type", "ready"));
        });
    }

    /// Waits until a process is warm, unless nobody waits for it any more.
    private void takeChild() {
        Optional<CellProcess> taken = spares.take();
        while (taken.isEmpty() && !closed) {
            LockSupport.parkNanos(PAUSE.toNanos());
            taken = spares.take();
        }
        taken.ifPresent(warm -> child = warm);
    }

    Chapter chapter() {
        return chapter;
    }

    /// What has happened so far, for who comes late; then all that happens.
    ///
    /// @param tab what the tab calls itself
    BlockingQueue<Map<String, Object>> watch(String tab) {
        var queue = new LinkedBlockingQueue<Map<String, Object>>();
        entered = true;
        tabs.put(tab, queue);
        synchronized (cells) {
            cells.values().forEach(ran -> queue.add(SessionEvent.state(ran)));
            watchers.add(queue);
        }
        queue.add(SessionEvent.lane(lane));
        if (child != null) {
            queue.add(Map.of("type", "ready"));
        }
        return queue;
    }

    void leave(BlockingQueue<Map<String, Object>> queue) {
        watchers.remove(queue);
    }

    /// Ends what a tab watches; it has said that it goes.
    void dismiss(String tab) {
        BlockingQueue<Map<String, Object>> queue = tabs.remove(tab);
        if (queue != null) {
            watchers.remove(queue);
            queue.add(TAB_CLOSED);
        }
    }

    /// Whether somebody is here, or is just about to come in.
    boolean watched() {
        return !watchers.isEmpty() || !entered && System.nanoTime() - born < ARRIVAL_GRACE.toNanos();
    }

    private void publish(Map<String, Object> event) {
        watchers.forEach(queue -> queue.add(event));
    }

    private void put(CellRun ran) {
        synchronized (cells) {
            cells.remove(ran.cell());
            cells.put(ran.cell(), ran);
            publish(SessionEvent.state(ran));
        }
    }

    /// Runs a cell when those before it have run.
    void run(String cell, String code, boolean once) {
        publish(Map.of("type", "queued", "cell", cell));
        thread.execute(() -> execute(CellRun.running(cell, code, once)));
    }

    private void execute(CellRun begun) {
        if (closed || child == null) {
            return;
        }
        reason = "";
        askedToStop = 0;
        // First, since who hears of it may stop it at once.
        running = begun.cell();
        publish(Map.of("type", "started", "cell", begun.cell()));
        Thread ticker = Thread.ofPlatform().daemon().start(() -> tick(begun.cell()));
        JShellSession session = child.session();
        CellResult outcome;
        String plot = "";
        try {
            outcome = session.run(begun.code());
            plot = outcome.ok() ? session.plot().orElse("") : "";
        } catch (IllegalStateException e) {
            outcome = null;
        } finally {
            running = null;
            ticker.interrupt();
        }
        join(ticker);
        if (outcome == null || !child.alive()) {
            replaceProcess(begun, session);
            return;
        }
        CellResult shown = new CellResult(cut(outcome.printed()), outcome.value(), outcome.problem(),
                outcome.clearedVariables(), outcome.interrupted());
        boolean tooLarge = plot.length() > PlotFrame.MOST;
        put(begun.ended(shown, session, tooLarge ? "the plot has too many points to be drawn here" : reason,
                tooLarge ? "" : plot));
        markStale(begun.cell(), session);
        look();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String cut(String printed) {
        return printed.length() <= MAX_PRINTED ? printed : printed.substring(0, MAX_PRINTED) + "\n… and more";
    }

    /// While a cell runs: tells what it prints, looks at the logs now and then, and sees to the limits.
    private void tick(String cell) {
        long begin = System.nanoTime();
        int told = 0;
        JShellSession session = child.session();
        try {
            for (int tick = 1; running != null; tick++) {
                Thread.sleep(TICK);
                int size = session.printedBytes();
                if (told < Math.min(size, MAX_PRINTED)) {
                    byte[] piece = session.printedFrom(told);
                    int whole = wholeLetters(piece);
                    publish(Map.of("type", "output", "cell", cell, "text",
                            new String(piece, 0, whole, StandardCharsets.UTF_8)));
                    told += whole;
                }
                limit(size, begin);
                if (askedToStop != 0) {
                    // The first time it may not have begun yet.
                    session.stop();
                }
                if (askedToStop != 0 && System.nanoTime() - askedToStop > PATIENCE.toNanos() && running != null) {
                    child.kill();
                    return;
                }
                if (tick % TICKS_A_LOOK == 0) {
                    child.look(windows, true, (int) TICK.toMillis() * TICKS_A_LOOK).ifPresent(this::show);
                }
            }
        } catch (InterruptedException e) {
            // the cell has ended
        }
    }

    private void limit(int printed, long begin) {
        if (askedToStop != 0) {
            return;
        }
        if (printed > MAX_PRINTED) {
            reason = "stopped: it printed more than " + MAX_PRINTED / 1024 + " KB";
            stop();
        } else if (System.nanoTime() - begin > longest.toNanos()) {
            reason = "stopped: it ran for more than " + longest.toSeconds() + " seconds";
            stop();
        }
    }

    private static int wholeLetters(byte[] bytes) {
        int end = bytes.length;
        for (int back = 1; back <= Math.min(4, bytes.length); back++) {
            int letter = bytes[bytes.length - back] & 0xff;
            if (letter >= 0xc0) {
                int length = letter >= 0xf0 ? 4 : letter >= 0xe0 ? 3 : 2;
                return length > back ? end - back : end;
            }
            if (letter < 0x80) {
                return end;
            }
        }
        return end;
    }

    /// Ends what runs now; if it does not end within two seconds, its process does, and the cells run again in a new
    /// one.
    void stop() {
        if (running != null) {
            askedToStop = System.nanoTime();
            child.session().stop();
        }
    }

    /// The process is gone: what had run runs again in a new one, but for what may run only once.
    private void replaceProcess(CellRun guilty, JShellSession session) {
        String why = !reason.isEmpty() ? reason : askedToStop != 0
                ? "it did not stop, so its process was ended" : "its process ended";
        CellResult outcome = new CellResult(cut(session.printed()), null, askedToStop != 0 ? null : why,
                List.of(), askedToStop != 0);
        put(new CellRun(guilty.cell(), guilty.code(), guilty.once(),
                askedToStop != 0 ? CellRun.State.INTERRUPTED : CellRun.State.FAILED, outcome,
                List.of(), List.of(), List.of(), why + "; the other cells have run again", ""));
        List<CellRun> again = new ArrayList<>();
        synchronized (cells) {
            cells.values().stream().filter(ran -> !ran.cell().equals(guilty.cell())).forEach(again::add);
        }
        restartProcess();
        again.stream().filter(ran -> !ran.once()).forEach(ran -> execute(CellRun.running(ran.cell(), ran.code(), false)));
    }

    private void restartProcess() {
        CellProcess last = child;
        child = null;
        if (last != null) {
            last.close();
        }
        takeChild();
        lane = new VariablesView(List.of());
        publish(Map.of("type", "restarted"));
    }

    /// Begins anew, in a new process in which nothing has run yet.
    void restart() {
        stop();
        thread.execute(() -> {
            synchronized (cells) {
                cells.clear();
            }
            restartProcess();
            publish(Map.of("type", "ready"));
            look();
        });
    }

    /// The cells that use what was declared again are stale, and so are those that use what those declared.
    private void markStale(String cell, JShellSession session) {
        var changed = new ArrayList<>(session.redeclared());
        var names = new HashSet<>(CellDependencies.names(changed));
        if (changed.isEmpty()) {
            return;
        }
        Set<String> ids = session.dependents(changed).stream().map(Snippet::id).collect(Collectors.toSet());
        synchronized (cells) {
            for (CellRun ran : List.copyOf(cells.values())) {
                boolean uses = CellDependencies.any(ran.code(), names) || ran.made().stream().map(Snippet::id)
                        .anyMatch(ids::contains);
                if (!ran.cell().equals(cell) && uses && ran.state() == CellRun.State.FRESH) {
                    cells.replace(ran.cell(), ran.stale());
                    names.addAll(CellDependencies.names(ran.made()));
                    publish(SessionEvent.state(ran.stale()));
                }
            }
        }
    }

    /// Shows another part of a log.
    void window(String variable, long from) {
        if (from < 0) {
            windows.remove(variable);
        } else {
            windows.put(variable, from);
        }
        if (running == null) {
            thread.execute(this::look);
        }
    }

    private void look() {
        if (child == null || closed) {
            return;
        }
        child.look(windows, false, POLL_INTERVAL_MILLIS).ifPresent(this::show);
    }

    private void show(VariablesView seen) {
        if (!seen.equals(lane)) {
            lane = seen;
            publish(SessionEvent.lane(seen));
        }
    }

    /// The session, to ask about code while no cell runs; null if it is not ready or busy.
    JShellSession idle() {
        return child == null || running != null ? null : child.session();
    }

    @Override
    public void close() {
        closed = true;
        CellProcess last = child;
        if (last != null && running != null) {
            last.kill();
        }
        thread.execute(() -> {
            if (child != null) {
                child.close();
            }
        });
        thread.close();
    }
}
