package gregor.http;

import module java.base;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/// Interrupts threads that have waited too long for a client's request, which closes the connection. Without it a
/// client that sends a byte a minute could keep its connection forever. Any thread may call it.
///
/// The library reports when the first line and when all headers have been read; [HttpExchange] reports bodies.
final class ReadTimeouts implements Http1ConnectionListener, AutoCloseable {
    private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
    private final Duration timeout;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofVirtual().name("http read timeouts").factory());

    ReadTimeouts(Duration timeout) {
        this.timeout = timeout;
        long pause = timeout.toNanos() / 4 + 1;
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::interruptLateThreads, pause, pause,
                TimeUnit.NANOSECONDS);
    }

    private void interruptLateThreads() {
        long now = System.nanoTime();
        deadlines.forEach((thread, deadline) -> {
            if (now - deadline > 0) {
                deadlines.computeIfPresent(thread, (late, same) -> {
                    late.interrupt();
                    return null;
                });
            }
        });
    }

    void begin() {
        deadlines.put(Thread.currentThread(), System.nanoTime() + timeout.toNanos());
    }

    /// Ends the timeout of the calling thread, and clears an interrupt that came too late.
    void end() {
        if (deadlines.remove(Thread.currentThread()) == null) {
            Thread.interrupted();
        }
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        begin();
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        end();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
