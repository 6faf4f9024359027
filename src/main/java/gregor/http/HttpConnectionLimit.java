package gregor.http;

import gregor.door.ConnectionQuotas;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Lets only so many [ConnectionQuotas] in. Who is one too many is told so, and is out again. Any thread may call it.
///
/// A connection counts from its first byte on; one that says nothing is closed before long.
final class HttpConnectionLimit implements ServerConnectionSelector {
    private final ServerConnectionSelector http;
    private final ConnectionQuotas guests;

    /// Puts itself in front of what makes the connections.
    HttpConnectionLimit(ServerConnectionSelector http, ConnectionQuotas guests) {
        this.http = http;
        this.guests = guests;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData begin) {
        return http.supports(begin);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Counted(http.connection(context), context);
    }

    /// A connection that comes and goes.
    private final class Counted implements ServerConnection, InterruptableTask<Void> {
        private final ServerConnection inside;
        private final ConnectionContext context;

        Counted(ServerConnection inside, ConnectionContext context) {
            this.inside = inside;
            this.context = context;
        }

        @Override
        public void handle(Limit requests) throws InterruptedException {
            SocketAddress from = context.remotePeer().address();
            Optional<String> refusal = guests.enter(from);
            if (refusal.isPresent()) {
                refuse(refusal.get());
                return;
            }
            try {
                inside.handle(requests);
            } finally {
                guests.leave(from);
            }
        }

        private void refuse(String why) {
            byte[] body = new ProblemDetails(503, why).json().body();
            String head = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Type: " + Reply.PROBLEM
                    + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            context.dataWriter().writeNow(BufferData.create(BufferData.create(head), BufferData.create(body)));
        }

        @Override
        public Duration idleTime() {
            return inside.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            inside.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return inside instanceof InterruptableTask<?> task && task.canInterrupt();
        }
    }
}
