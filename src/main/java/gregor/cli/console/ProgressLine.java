package gregor.cli.console;

import java.time.Duration;

/// Shows progress on the terminal in one line, which it erases at the end. It shows nothing without a terminal, nor in
/// the first 200 ms.
public final class ProgressLine implements AutoCloseable {
    private static final long MIN_INTERVAL = Duration.ofMillis(200).toNanos();
    private static final String ERASE = "\r\u001b[K";

    private final String what;
    private final boolean visible;
    private long shown = System.nanoTime();
    private boolean dirty;

    /// @param what the activity, such as `Opening logs`
    public ProgressLine(String what) {
        this(what, TerminalStreams.err());
    }

    public ProgressLine(String what, boolean visible) {
        this.what = what;
        this.visible = visible;
    }

    /// Reports `done` of `all`.
    public void update(long done, long all) {
        if (isDue()) {
            show(HumanText.count(done) + " of " + HumanText.count(all)
                    + (all > 0 ? " (" + 100 * done / all + "%)" : ""));
        }
    }

    /// Reports `done` of `all` bytes.
    public void bytes(long done, long all) {
        if (isDue()) {
            show(HumanText.size(done) + " of " + HumanText.size(all) + (all > 0 ? " (" + 100 * done / all + "%)" : ""));
        }
    }

    /// Reports `done` of an unknown total.
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

    /// Erases the line.
    @Override
    public void close() {
        if (dirty) {
            System.err.print(ERASE);
            System.err.flush();
            dirty = false;
        }
    }
}
