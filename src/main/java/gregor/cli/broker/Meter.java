package gregor.cli.broker;

import java.time.Duration;

/// Shows on the terminal how far something is, in one line that is gone when it is done. Where there is no terminal,
/// and for what takes less than a blink, it shows nothing.
final class Meter implements AutoCloseable {
    private static final long BLINK = Duration.ofMillis(200).toNanos();
    private static final String ERASE = "\r\u001b[K";

    private final String what;
    private final boolean visible;
    private long shown = System.nanoTime();
    private boolean dirty;

    /// @param what is going on, such as `Opening logs`
    Meter(String what) {
        this(what, Tty.err());
    }

    Meter(String what, boolean visible) {
        this.what = what;
        this.visible = visible;
    }

    /// So many are done, of so many.
    void at(long done, long all) {
        if (isDue()) {
            show(Readable.count(done) + " of " + Readable.count(all) + (all > 0 ? " (" + 100 * done / all + "%)" : ""));
        }
    }

    /// So many bytes are done, of so many.
    void bytes(long done, long all) {
        if (isDue()) {
            show(Readable.size(done) + " of " + Readable.size(all) + (all > 0 ? " (" + 100 * done / all + "%)" : ""));
        }
    }

    /// So many are done, and nobody knows how many there will be.
    void at(long done) {
        if (isDue()) {
            show(Readable.count(done));
        }
    }

    private boolean isDue() {
        return visible && System.nanoTime() - shown > BLINK;
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
