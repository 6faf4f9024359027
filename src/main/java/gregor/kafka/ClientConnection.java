package gregor.kafka;

import gregor.file.StorageException;
import gregor.kafka.security.SaslAuthenticator;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/// One client's connection, with a virtual thread of its own: a request, its answer, the next request. A client may
/// send the next before it has the answer; it is answered in turn all the same.
///
/// So a request that waits makes the next ones wait. Only [#drain()], [#close()] and [#isIdle(Duration)] are for other
/// threads.
public final class ClientConnection implements Runnable {
    /// Who has not said who it is; Kafka's name.
    static final String ANONYMOUS = "User:ANONYMOUS";

    /// How long a client may take no byte of its answer.
    private static final Duration SENDING = Duration.ofSeconds(30);
    /// How long a client may take to log in.
    private static final Duration LOGIN = Duration.ofSeconds(30);

    private static final Logger LOGGER = System.getLogger(ClientConnection.class.getName());

    private final WakeupSignal bell = new WakeupSignal();
    private final SocketChannel socket;
    private final ByteChannel wire;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final KafkaSettings settings;
    private final KafkaApis apis;
    private final Runnable onClose;
    private final SaslAuthenticator gate;
    private String principal = ANONYMOUS;
    private boolean last;
    private volatile boolean draining;
    private final long began = System.nanoTime();
    private volatile Stage stage = Stage.READING;
    private volatile long moved = began;

    /// What its thread does: it waits for a request, it works on one, or it waits until the client takes the answer.
    private enum Stage { READING, WORKING, SENDING }

    /// @param wire  what the requests come by: the socket, or something that decrypts it
    /// @param atEnd is run when it has ended
    ClientConnection(SocketChannel socket, ByteChannel wire, KafkaSettings settings, KafkaApis apis, Runnable atEnd)
            throws IOException {
        this.socket = socket;
        this.wire = wire;
        this.settings = settings;
        this.apis = apis;
        this.onClose = atEnd;
        local = (InetSocketAddress) socket.getLocalAddress();
        remote = (InetSocketAddress) socket.getRemoteAddress();
        gate = new SaslAuthenticator(settings.users(), wire != socket || settings.insecure(), user -> principal = user);
    }

    @Override
    public void run() {
        try {
            var frames = new Frames(wire, bytes -> apis.memory().add(this, bytes));
            ByteBuffer frame = frames.next(mostBytes());
            while (frame != null && !draining) {
                stage = Stage.WORKING;
                answer(frame);
                frame = null;
                apis.memory().release(this);
                enter(Stage.READING);
                frame = last ? null : frames.next(mostBytes());
            }
        } catch (IOException | CloseConnectionException | StorageException e) {
            // The client has gone, or must go: there is nobody to tell.
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a request from " + remote
                    + " could not be answered, which is a defect of this door", e);
        } finally {
            end();
            onClose.run();
        }
    }

    /// The last bytes of TLS wait for the client like any answer.
    private void end() {
        apis.memory().release(this);
        enter(Stage.SENDING);
        try {
            wire.close();
        } catch (IOException e) {
            // then the client has gone
        }
        close();
    }

    private void enter(Stage next) {
        moved = System.nanoTime();
        stage = next;
    }

    private int mostBytes() {
        return gate.isOpen() ? settings.maxRequestBytes() : Math.min(settings.maxRequestBytes(), SaslAuthenticator.MAX_BYTES);
    }

    private void answer(ByteBuffer frame) throws IOException {
        Optional<ResponseBuffer> answer = apis.answer(frame, this);
        if (answer.isPresent()) {
            try (ResponseBuffer parcel = answer.get()) {
                apis.memory().add(this, parcel.heapBytes());
                enter(Stage.SENDING);
                parcel.sendTo(wire, () -> moved = System.nanoTime());
            }
        }
    }

    /// Who is at the other end, as Kafka writes it: `User:alice`.
    public String principal() {
        return principal;
    }

    /// What its client must come through first.
    public SaslAuthenticator gate() {
        return gate;
    }

    /// Ends it when the answer to this request has been sent.
    public void closeAfterResponse() {
        last = true;
    }

    /// The address by which the client came.
    InetSocketAddress local() {
        return local;
    }

    /// The address from which the client came.
    InetSocketAddress remote() {
        return remote;
    }

    public KafkaSettings settings() {
        return settings;
    }

    /// What wakes its thread when it waits in a request.
    WakeupSignal bell() {
        return bell;
    }

    /// Whether it is to end after this request, which should wait no longer.
    boolean isDraining() {
        return draining;
    }

    /// Lets it answer what it is at, and then end.
    void drain() {
        draining = true;
        bell.run();
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            close();
        }
    }

    /// Whether its client has been silent for so long: it has not completed a request, has taken no byte of an answer
    /// for 30 s at most, or has not logged in within 30 s at most.
    boolean isIdle(Duration time) {
        long now = System.nanoTime();
        return switch (stage) {
            case READING -> now - moved > time.toNanos();
            case WORKING -> false;
            case SENDING -> now - moved > shorter(SENDING, time);
        } || isStranger() && now - began > shorter(LOGIN, time);
    }

    /// Whether a request of it is being processed.
    boolean isWorking() {
        return stage == Stage.WORKING;
    }

    private static long shorter(Duration one, Duration other) {
        return Math.min(one.toNanos(), other.toNanos());
    }

    /// Whether its client has still to log in.
    boolean isStranger() {
        return !gate.isOpen();
    }

    /// How long it has been there, in nanoseconds.
    long age() {
        return System.nanoTime() - began;
    }

    /// Ends it now, whatever its client does: TLS would wait to say goodbye, so the channel below it is closed.
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // then it has ended by itself
        }
    }
}
