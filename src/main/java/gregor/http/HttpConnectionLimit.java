package gregor.http;

import module java.base;

import gregor.door.ConnectionQuotas;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

/// Refuses connections beyond the [ConnectionQuotas] with status 503 and closes them. Any thread may call it.
///
/// A connection counts from its first byte on; one that sends nothing runs into the read timeout.
final class HttpConnectionLimit implements ServerConnectionSelector {
    private final ServerConnectionSelector http;
    private final ConnectionQuotas quotas;

    HttpConnectionLimit(ServerConnectionSelector http, ConnectionQuotas quotas) {
        this.http = http;
        this.quotas = quotas;
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

    /// A connection that is counted while it is open.
    private final class Counted implements ServerConnection, InterruptableTask<Void> {
        private final ServerConnection connection;
        private final ConnectionContext context;

        Counted(ServerConnection connection, ConnectionContext context) {
            this.connection = connection;
            this.context = context;
        }

        @Override
        public void handle(Limit requests) throws InterruptedException {
            SocketAddress from = context.remotePeer().address();
            Optional<String> refusal = quotas.enter(from);
            if (refusal.isPresent()) {
                refuse(refusal.get());
                return;
            }
            try {
                connection.handle(requests);
            } finally {
                quotas.leave(from);
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
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return connection instanceof InterruptableTask<?> task && task.canInterrupt();
        }
    }
}
