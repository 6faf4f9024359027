package gregor.cli.console;

import java.time.Duration;

/// Shows on the terminal how far something is, in one line that is gone when it is done. Where there is no terminal,
/// and for what takes less than a blink, it shows nothing.
public final class ProgressLine implements AutoCloseable {
    private static final long MIN_INTERVAL = Duration.ofMillis(200).toNanos();
    private static final String ERASE = "\r\u001b[K";

    private final String what;
    private final boolean visible;
    private long shown = System.nanoTime();
    private boolean dirty;

    /// @param what is going on, such as `Opening logs`
    public ProgressLine(String what) {
        this(what, TerminalStreams.err());
    }

    public ProgressLine(String what, boolean visible) {
        this.what = what;
        this.visible = visible;
    }

    /// So many are done, of so many.
    public void update(long done, long all) {
        if (isDue()) {
            show(HumanText.count(done) + " of " + HumanText.count(all) + (all > 0 ? " (" + 100 * done / all + "%)" : ""));
        }
    }

    /// So many bytes are done, of so many.
    public void bytes(long done, long all) {
        if (isDue()) {
            show(HumanText.size(done) + " of " + HumanText.size(all) + (all > 0 ? " (" + 100 * done / all + "%)" : ""));
        }
    }

    /// So many are done, and nobody knows how many there will be.
    public void update(long done) {
        if (isDue()) {
            show(HumanText.count(done));
        }
    }

    private boolean isDue() {
        return visible && System.nanoTime() - shown > MIN_INTERVAL;
    }

    private void show(String far) {
        System.err.print(ERASE + what + " … " + far);
        System.err.flush();
        shown = System.nanoTime();
        dirty = true;
    }

    /// Takes the line away.
    @Override
    public void close() {
        if (dirty) {
            System.err.print(ERASE);
            System.err.flush();
            dirty = false;
        }
    }
}
