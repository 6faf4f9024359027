package gregor.notebook;

import module java.base;

import gregor.lesson.JShellSession;

/// Monitors a cell while it runs: forwards its output, inspects the variables a few times a second, and stops the cell
/// on request or at its limits. Any thread may call it.
final class CellMonitor {
    static final int MAX_PRINTED = 1 << 19;

    private static final Duration TICK = Duration.ofMillis(50);
    private static final int TICKS_PER_INSPECTION = 4;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final CellProcess process;
    private final JShellSession session;
    private final Duration maxDuration;
    private final Consumer<String> output;
    private final IntConsumer inspection;
    private final long begin = System.nanoTime();
    private Thread thread;
    private int forwarded;
    private volatile boolean ended;
    private volatile long stopRequested;
    private volatile String reason = "";

    /// @param maxDuration of the cell
    /// @param output      receives the text that the cell prints
    /// @param inspection  inspects the variables within some milliseconds
    CellMonitor(CellProcess process, Duration maxDuration, Consumer<String> output, IntConsumer inspection) {
        this.process = process;
        this.maxDuration = maxDuration;
        this.output = output;
        this.inspection = inspection;
        session = process.session();
    }

    void start() {
        thread = Thread.ofPlatform().daemon().start(this::monitor);
    }

    /// Ends the monitoring, since the cell has ended.
    void end() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops the cell; if it does not end within two seconds, kills its process.
    void stop() {
        stopRequested = System.nanoTime();
        process.input().end();
        session.stop();
    }

    boolean isStopRequested() {
        return stopRequested != 0;
    }

    /// Returns the limit at which the cell was stopped; empty if it was not.
    String reason() {
        return reason;
    }

    private void monitor() {
        try {
            for (int tick = 1; !ended; tick++) {
                Thread.sleep(TICK);
                int size = session.printedBytes();
                forward(size);
                checkLimits(size);
                if (isStopRequested()) {
                    // The first request may have come before the cell began.
                    session.stop();
                }
                if (isStopRequested() && System.nanoTime() - stopRequested > STOP_TIMEOUT.toNanos() && !ended) {
                    process.kill();
                    return;
                }
                if (tick % TICKS_PER_INSPECTION == 0) {
                    inspection.accept((int) TICK.toMillis() * TICKS_PER_INSPECTION);
                }
            }
        } catch (InterruptedException e) {
            // the cell has ended
        }
    }

    /// Forwards again what was forwarded before.
    synchronized void repeat() {
        output.accept(new String(session.printedFrom(0), 0, forwarded, StandardCharsets.UTF_8));
    }

    private synchronized void forward(int size) {
        if (forwarded < Math.min(size, MAX_PRINTED)) {
            ByteBuffer bytes = ByteBuffer.wrap(session.printedFrom(forwarded));
            CharBuffer text = CharBuffer.allocate(bytes.remaining());
            // It leaves the beginning of a letter at the end, whose rest has not been printed yet.
            StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE).decode(bytes, text, false);
            output.accept(text.flip().toString());
            forwarded += bytes.position();
        }
    }

    private void checkLimits(int printed) {
        if (isStopRequested()) {
            return;
        }
        if (printed > MAX_PRINTED) {
            reason = "stopped: it printed more than " + MAX_PRINTED / 1024 + " KB";
            stop();
        } else if (System.nanoTime() - begin > maxDuration.toNanos()) {
            reason = "stopped: it ran for more than " + maxDuration.toSeconds() + " seconds";
            stop();
        }
    }
}
