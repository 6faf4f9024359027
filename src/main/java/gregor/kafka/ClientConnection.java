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
    private volatile boolean busy;
    private volatile long lastActivity = System.nanoTime();

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
            var frames = new Frames(wire);
            ByteBuffer frame = frames.next(mostBytes());
            while (frame != null && !draining) {
                busy = true;
                answer(frame);
                lastActivity = System.nanoTime();
                busy = false;
                frame = last ? null : frames.next(mostBytes());
            }
        } catch (IOException | CloseConnectionException | StorageException e) {
            // The client has gone, or must go: there is nobody to tell.
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a request from " + remote
                    + " could not be answered, which is a defect of this door", e);
        } finally {
            close();
            onClose.run();
        }
    }

    private int mostBytes() {
        return gate.isOpen() ? settings.maxRequestBytes() : Math.min(settings.maxRequestBytes(), SaslAuthenticator.MAX_BYTES);
    }

    private void answer(ByteBuffer frame) throws IOException {
        Optional<ResponseBuffer> answer = apis.answer(frame, this);
        if (answer.isPresent()) {
            try (ResponseBuffer parcel = answer.get()) {
                parcel.sendTo(wire);
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

    /// Whether for so long nobody has said anything, or finished what they began to say.
    boolean isIdle(Duration time) {
        return !busy && System.nanoTime() - lastActivity > time.toNanos();
    }

    /// Ends it now.
    void close() {
        try {
            wire.close();
            socket.close();
        } catch (IOException e) {
            // then it has ended by itself
        }
    }
}
