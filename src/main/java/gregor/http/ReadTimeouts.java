package gregor.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Looks at the clock for those who read from a client. Who has waited too long is interrupted, which closes the
/// connection: a client that sends a letter a minute would else keep its place for ever. Any thread may call it.
///
/// The library tells it when the first line of a request is read, and when all headers are; bodies are watched by the
/// [HttpExchange].
final class ReadTimeouts implements Http1ConnectionListener, AutoCloseable {
    private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
    private final Duration patience;
    private final Thread guard;

    ReadTimeouts(Duration patience) {
        this.patience = patience;
        guard = Thread.ofVirtual().name("http watch").start(this::look);
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(patience.dividedBy(4));
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
        } catch (InterruptedException e) {
            // the door is closed
        }
    }

    /// The calling thread begins to wait for its client.
    void begin() {
        deadlines.put(Thread.currentThread(), System.nanoTime() + patience.toNanos());
    }

    /// The client has sent what it was waited for. An interrupt that came too late is forgotten.
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
        guard.interrupt();
    }
}
