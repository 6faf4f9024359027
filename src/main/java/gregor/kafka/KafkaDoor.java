package gregor.kafka;

import gregor.broker.Broker;
import gregor.broker.BrokerException;
import gregor.door.ConnectionQuotas;
import gregor.kafka.security.TlsChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The door for Kafka's own clients. It speaks their protocol, so that they need not know that this is not Kafka.
///
/// It translates, and the broker decides. What a stranger can make it hold is limited before it is held. Any thread
/// may call it.
public final class KafkaDoor implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(KafkaDoor.class.getName());
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ACCEPT_RETRY_DELAY = Duration.ofMillis(100);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final int BACKLOG = 1024;
    /// Of the connections that there may be, a quarter may still have to log in, and these at least.
    private static final int FEWEST_STRANGERS = 8;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<ClientConnection, Thread> connections = new ConcurrentHashMap<>();
    private final KafkaSettings settings;
    private final ConnectionQuotas guests;
    private final KafkaApis apis;
    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final Thread acceptor;

    /// Opens a door to a broker.
    ///
    /// @throws BrokerException if it cannot listen there
    public static KafkaDoor open(Broker broker, KafkaSettings settings) {
        return new KafkaDoor(broker, settings);
    }

    private KafkaDoor(Broker broker, KafkaSettings settings) {
        this.settings = settings;
        loadWhatLoggingNeeds();
        guests = new ConnectionQuotas(settings.connections(), settings.connectionsPerAddress());
        apis = KafkaApis.of(broker);
        try {
            server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(settings.address(), BACKLOG);
            address = (InetSocketAddress) server.getLocalAddress();
        } catch (IOException e) {
            throw new BrokerException("cannot listen at " + settings.address()
                    .getHostString() + ":" + settings.address().getPort()
                    + " (" + e.getMessage() + "); choose another port, or end the process that has it", e);
        }
        acceptor = Thread.ofPlatform().daemon().name("kafka-door").start(this::acceptLoop);
        Thread.ofVirtual().name("kafka-idle").start(this::closeIdleConnections);
    }

    /// The logger writes the time, and Java reads what it knows of zones from a file. When there is no file handle left
    /// it would be too late for that.
    private static void loadWhatLoggingNeeds() {
        ZoneId.systemDefault().getRules();
    }

    private void acceptLoop() {
        boolean told = false;
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                told = false;
                try {
                    accept(client);
                } catch (IOException e) {
                    client.close();
                }
            } catch (IOException e) {
                if (server.isOpen() && !told) {
                    LOGGER.log(Level.WARNING, "Nobody can come in for now: {0}", e.getMessage());
                    told = true;
                }
                waitBeforeRetry();
            }
        }
    }

    /// Without file handles the next try would fail at once, over and over.
    private void waitBeforeRetry() {
        try {
            closing.await(ACCEPT_RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(SocketChannel client) throws IOException {
        SocketAddress from = client.getRemoteAddress();
        if (guests.enter(from).isPresent()) {
            client.close();
            return;
        }
        try {
            serve(client, from);
        } catch (IOException e) {
            guests.leave(from);
            throw e;
        }
    }

    private void serve(SocketChannel client, SocketAddress from) throws IOException {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var connection = new ClientConnection[1];
        ByteChannel wire = settings.tls().isPresent() ? TlsChannel.over(client, settings.tls().get()) : client;
        connection[0] = new ClientConnection(client, wire, settings, apis, () -> {
            guests.leave(from);
            connections.remove(connection[0]);
        });
        Thread thread = Thread.ofVirtual().name("kafka " + from).unstarted(connection[0]);
        connections.put(connection[0], thread);
        thread.start();
        dropOldestStranger();
    }

    /// A login takes milliseconds, so those who take longest give way.
    private void dropOldestStranger() {
        if (settings.users().isPresent()) {
            var strangers = connections.keySet().stream().filter(ClientConnection::isStranger).toList();
            if (strangers.size() > Math.max(FEWEST_STRANGERS, settings.connections() / 4)) {
                strangers.stream().max(Comparator.comparingLong(ClientConnection::age)).ifPresent(ClientConnection::close);
            }
        }
    }

    private void closeIdleConnections() {
        try {
            long look = Math.min(POLL_INTERVAL.toMillis(), settings.idle().toMillis() / 10 + 1);
            while (!closing.await(look, TimeUnit.MILLISECONDS)) {
                connections.keySet().stream().filter(connection -> connection.isIdle(settings.idle()))
                        .forEach(ClientConnection::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// Who is in.
    Set<ClientConnection> connections() {
        return connections.keySet();
    }

    /// Takes in nobody more, answers what has been asked as far as that is done within two seconds, and ends.
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
            throw new BrokerException("the door for Kafka's clients does not close: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.keySet().forEach(ClientConnection::close);
        apis.close();
    }
}
