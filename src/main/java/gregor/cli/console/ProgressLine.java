package gregor.cli.console;

import module java.base;

/// Shows progress on the terminal in one line, which it erases at the end. It shows nothing without a terminal, nor in
/// the first 200 ms.
public final class ProgressLine implements AutoCloseable {
    private static final long MIN_INTERVAL = Duration.ofMillis(200).toNanos();
    private static final String ERASE = "\r\u001b[K";

    private final String what;
    private final boolean visible;
    private final long begin = System.nanoTime();
    private long shown = begin;
    private boolean dirty;

    /// @param what the activity, such as `Opening logs`
    public ProgressLine(String what) {
        this(what, TerminalStreams.err());
    }

    public ProgressLine(String what, boolean visible) {
        this.what = what;
        this.visible = visible;
    }

    public void update(long done, long all) {
        if (isDue()) {
            show(HumanText.count(done) + " of " + HumanText.count(all)
                    + (all > 0 ? " (" + 100 * done / all + "%)" : ""));
        }
    }

    /// Reports `done` of `all` bytes, the events in them, their rate, and the remaining time.
    ///
    /// @param all -1 if unknown
    public void bytes(long done, long all, long events) {
        if (isDue()) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            Duration left = Duration.ofSeconds((long) (seconds * (all - done) / Math.max(1, done)));
            show(HumanText.count(events, "event") + ", " + HumanText.count((long) (events / seconds)) + " a second"
                    + (all <= 0
                            ? ""
                            : ", " + HumanText.size(done) + " of " + HumanText.size(all) + " (" + 100 * done / all
                                    + "%), " + HumanText.duration(left) + " left"));
        }
    }

    /// Reports `done` of `all` events, their rate, and the remaining time.
    ///
    /// @param all -1 if unknown
    public void events(long done, long all) {
        if (isDue()) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            Duration left = Duration.ofSeconds((long) (seconds * (all - done) / Math.max(1, done)));
            show(HumanText.count(done, "event") + ", " + HumanText.count((long) (done / seconds)) + " a second"
                    + (all < done
                            ? ""
                            : " (" + 100 * done / Math.max(1, all) + "%), " + HumanText.duration(left) + " left"));
        }
    }

    public void update(long done) {
        if (isDue()) {
            show(HumanText.count(done));
        }
    }

    private boolean isDue() {
        return visible && System.nanoTime() - shown > MIN_INTERVAL;
    }

    private void show(String progress) {
        System.err.print(ERASE + what + " … " + progress);
        System.err.flush();
        shown = System.nanoTime();
        dirty = true;
    }

    @Override
    public void close() {
        if (dirty) {
            System.err.print(ERASE);
            System.err.flush();
            dirty = false;
        }
    }
}
