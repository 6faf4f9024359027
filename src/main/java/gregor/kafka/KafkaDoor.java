package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerException;
import gregor.door.ConnectionQuotas;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Serves Kafka's wire protocol on a TCP port, one virtual thread a connection (Kafka: a listener).
///
/// It decodes requests, the broker decides. Connections, bytes and requests are limited before memory is allocated for
/// them. Any thread may call it.
public final class KafkaDoor implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(KafkaDoor.class.getName());
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ACCEPT_RETRY_DELAY = Duration.ofMillis(100);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    /// The limit of Linux, `net.core.somaxconn`. A client whose connection finds the queue full tries again after 1 s.
    private static final int BACKLOG = 4096;
    /// Bounds the responses that a client can ask for without reading any; the system's default grows to megabytes
    /// (Kafka: `socket.send.buffer.bytes`, 100 KiB).
    private static final int SEND_BUFFER_BYTES = 1 << 18;
    /// Connections before login may be a quarter of all allowed ones; at least this number.
    private static final int MIN_UNAUTHENTICATED = 8;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<ClientConnection, Thread> connections = new ConcurrentHashMap<>();
    private final KafkaSettings settings;
    private final ConnectionQuotas quotas;
    private final KafkaApis apis;
    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final Thread acceptor;

    /// Opens a door with the APIs that producers and consumers need; `kafka.server.KafkaServer` opens one with all
    /// APIs.
    ///
    /// @throws BrokerException if it cannot listen at the address
    public static KafkaDoor open(Broker broker, KafkaSettings settings) {
        return open(settings, KafkaApis.core(broker, new ProducerStates(broker.settings()), Transactions.NONE,
                new ClassicGroups(broker, MemberMemory.ofHeap()), GroupProtocol.NONE));
    }

    /// Opens a door with the given APIs; ApiVersions is added to them.
    ///
    /// @throws BrokerException if it cannot listen at the address
    public static KafkaDoor open(KafkaSettings settings, List<Api<?>> apis) {
        return new KafkaDoor(settings, apis);
    }

    private KafkaDoor(KafkaSettings settings, List<Api<?>> apis) {
        this.settings = settings;
        preloadTimeZone();
        quotas = new ConnectionQuotas(settings.connections(), settings.connectionsPerAddress());
        this.apis = new KafkaApis(apis);
        try {
            server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(settings.address(), BACKLOG);
            address = (InetSocketAddress) server.getLocalAddress();
        } catch (IOException e) {
            throw new BrokerException(
                    "cannot listen at " + settings.address().getHostString() + ":" + settings.address().getPort() + " ("
                            + e.getMessage() + "); choose another port, or stop the process that uses it",
                    e);
        }
        acceptor = Thread.ofPlatform().daemon().name("kafka-door").start(this::acceptLoop);
        Thread.ofVirtual().name("kafka-idle").start(this::closeIdleConnections);
    }

    /// Loads the time zone, which the logger needs, while a file descriptor is free: Java reads it from a file.
    private static void preloadTimeZone() {
        var _ = ZoneId.systemDefault().getRules();
    }

    private void acceptLoop() {
        boolean logged = false;
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                logged = false;
                try {
                    accept(client);
                } catch (IOException e) {
                    client.close();
                }
            } catch (IOException e) {
                if (server.isOpen() && !logged) {
                    LOGGER.log(Level.WARNING, "Cannot accept connections for now: {0}", e.getMessage());
                    logged = true;
                }
                waitBeforeRetry();
            }
        }
    }

    /// Without free file descriptors the next try would fail at once.
    private void waitBeforeRetry() {
        try {
            closing.await(ACCEPT_RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(SocketChannel client) throws IOException {
        SocketAddress from = client.getRemoteAddress();
        quotas.crowded(from).ifPresent(this::closeLeastActive);
        if (quotas.enter(from).isPresent()) {
            client.close();
            return;
        }
        try {
            serve(client, from);
        } catch (IOException e) {
            quotas.leave(from);
            throw e;
        }
    }

    private void serve(SocketChannel client, SocketAddress from) throws IOException {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        var connection = new ClientConnection[1];
        ByteChannel channel = settings.tls().isPresent() ? TlsChannel.over(client, settings.tls().get()) : client;
        connection[0] = new ClientConnection(client, channel, settings, apis, () -> forget(connection[0]));
        Thread thread = Thread.ofVirtual().name("kafka " + from).unstarted(connection[0]);
        connections.put(connection[0], thread);
        thread.start();
        closeOldestUnauthenticated();
    }

    /// Stops counting a connection, once.
    private void forget(ClientConnection connection) {
        if (connections.remove(connection) != null) {
            quotas.leave(connection.remote());
        }
    }

    /// Closes the connection of an address that has been without progress for the longest time; Kafka does the same
    /// when it has `max.connections`.
    private void closeLeastActive(String address) {
        connections.keySet().stream()
                .filter(each -> !each.isProcessing() && ConnectionQuotas.name(each.remote()).equals(address))
                .max(Comparator.comparingLong(ClientConnection::inactive)).ifPresent(connection -> {
                    forget(connection);
                    connection.close();
                });
    }

    /// Closes the oldest connection before login if there are too many of them: a login takes milliseconds.
    private void closeOldestUnauthenticated() {
        if (settings.users().isPresent()) {
            var waiting = connections.keySet().stream().filter(each -> !each.authenticator().isAuthenticated())
                    .toList();
            if (waiting.size() > Math.max(MIN_UNAUTHENTICATED, settings.connections() / 4)) {
                waiting.stream().max(Comparator.comparingLong(ClientConnection::age))
                        .ifPresent(ClientConnection::close);
            }
        }
    }

    private void closeIdleConnections() {
        try {
            long interval = Math.min(POLL_INTERVAL.toMillis(), settings.idle().toMillis() / 10 + 1);
            while (!closing.await(interval, TimeUnit.MILLISECONDS)) {
                connections.keySet().stream().filter(connection -> connection.isIdle(settings.idle()))
                        .forEach(ClientConnection::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    Set<ClientConnection> connections() {
        return connections.keySet();
    }

    /// Accepts no more connections, answers the requests received, for at most two seconds, and closes all connections.
    @Override
    public void close() {
        closing.countDown();
        try {
            server.close();
            acceptor.join();
            connections.keySet().forEach(ClientConnection::drain);
            long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
            for (Thread thread : connections.values()) {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (IOException e) {
            throw new BrokerException("cannot close the door for Kafka's clients: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.keySet().forEach(ClientConnection::close);
        apis.close();
    }
}
