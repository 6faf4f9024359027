package gregor.kafka;

import module java.base;

import gregor.file.StorageException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Serves one client's connection in a virtual thread of its own. It answers requests in the order received, as Kafka
/// does, so a request that waits delays those after it; only Produce requests are processed while responses to earlier
/// ones wait for the disk.
///
/// Other threads may call only [#drain()], [#close()], [#age()], [#inactive()], [#isProcessing()], [#isIdle(Duration)]
/// and [#checkConnected()].
final class ClientConnection implements Runnable, InFlightMemory.Holder {
    /// A request before login is smaller: the largest SASL token, in bytes.
    static final int MAX_LOGIN_BYTES = 1 << 14;
    /// How long a client may accept no byte of a response.
    private static final Duration SENDING = Duration.ofSeconds(30);
    /// How long a client may take to log in.
    private static final Duration LOGIN = Duration.ofSeconds(30);

    private static final Logger LOGGER = System.getLogger(ClientConnection.class.getName());

    private final WakeupSignal wakeup = new WakeupSignal();
    private final SocketChannel socket;
    private final ByteChannel channel;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final KafkaSettings settings;
    private final KafkaApis apis;
    private final Runnable onClose;
    private final Authenticator authenticator;
    private final Frames frames;
    private final InputStream arrived;
    private final PipelinedRequests.Turn turn;
    private final PendingResponses pending = new PendingResponses();
    private List<Runnable> steps = new ArrayList<>();
    private boolean last;
    private volatile boolean draining;
    private volatile boolean gone;
    private final long opened = System.nanoTime();
    private volatile boolean processing;
    private volatile boolean sending;
    private volatile long lastProgress = opened;

    /// @param channel carries the requests: the socket itself, or a channel that decrypts its bytes
    /// @param onClose runs when the connection has ended
    ClientConnection(SocketChannel socket, ByteChannel channel, KafkaSettings settings, KafkaApis apis,
            Runnable onClose) throws IOException {
        this.socket = socket;
        this.channel = channel;
        this.settings = settings;
        this.apis = apis;
        this.onClose = onClose;
        arrived = socket.socket().getInputStream();
        turn = apis.pipelined().new Turn();
        local = (InetSocketAddress) socket.getLocalAddress();
        remote = (InetSocketAddress) socket.getRemoteAddress();
        boolean confidential = channel != socket || settings.insecure();
        frames = new Frames(channel, (start, bytes, held) -> {
            KafkaApis.checkSize(start, bytes);
            apis.memory().hold(this, held);
        });
        authenticator = settings.users().map(users -> users.authenticator(confidential)).orElse(Authenticator.NONE);
    }

    @Override
    public void run() {
        try {
            ByteBuffer frame = frames.next(maxRequestBytes());
            while (frame != null && !draining) {
                processing = true;
                answer(frame);
                frame = null;
                apis.memory().release(this);
                lastProgress = System.nanoTime();
                processing = false;
                if (!last) {
                    frame = frames.next(maxRequestBytes());
                }
            }
        } catch (IOException | RuntimeException e) {
            report(e);
        } finally {
            turn.release();
            end();
            onClose.run();
        }
    }

    /// Logs a defect. Nothing is to be said if the client has closed the connection, or if it must be closed without a
    /// response.
    private void report(Exception e) {
        if (!(e instanceof IOException || e instanceof CloseConnectionException || e instanceof StorageException)) {
            LOGGER.log(Level.WARNING, "cannot answer a request from " + remote + "; please report this defect", e);
        }
    }

    /// Sends the responses that are left, and closes the channel. TLS sends its last bytes, which may wait for the
    /// client as any response may.
    private void end() {
        apis.memory().release(this);
        if (!steps.isEmpty()) {
            pending.add(0, () -> complete(steps, Optional::empty));
        }
        pending.await();
        lastProgress = System.nanoTime();
        sending = true;
        try {
            channel.close();
        } catch (IOException e) {
            // the client has closed it already
        }
        close();
    }

    private int maxRequestBytes() {
        return authenticator.isAuthenticated()
                ? settings.maxRequestBytes()
                : Math.min(settings.maxRequestBytes(), MAX_LOGIN_BYTES);
    }

    private void answer(ByteBuffer frame) throws IOException {
        if (!KafkaApis.mayOvertakeResponses(frame)) {
            pending.await();
        }
        turn.await(frame);
        KafkaApis.Answer answer = apis.answer(frame, this);
        turn.release();
        if (steps.isEmpty() && pending.isEmpty()) {
            Optional<ResponseBuffer> response = answer.response().get();
            turn.beforeResponse(arrived);
            send(response, bytes -> apis.memory().hold(this, frame.capacity() + bytes));
        } else {
            turn.beforeResponse(arrived);
            List<Runnable> before = steps;
            steps = new ArrayList<>();
            pending.add(answer.objectBytes(), () -> complete(before, answer.response()));
            if (answer.objectBytes() > InFlightMemory.SMALL_BYTES) {
                pending.await();
            }
        }
    }

    /// Sends a response if there is one.
    ///
    /// @param hold receives the bytes that it takes in memory
    private void send(Optional<ResponseBuffer> answer, LongConsumer hold) throws IOException {
        if (answer.isPresent()) {
            try (ResponseBuffer response = answer.get()) {
                hold.accept(response.heapBytes());
                lastProgress = System.nanoTime();
                sending = true;
                response.sendTo(channel, () -> lastProgress = System.nanoTime());
            } finally {
                sending = false;
            }
        }
    }

    /// Takes the steps before a response, and sends it. After a failure it closes the connection, so that the other
    /// threads of the connection end too, but the steps of later responses are still taken.
    private void complete(List<Runnable> before, Supplier<Optional<ResponseBuffer>> response) {
        boolean sent = false;
        try {
            before.forEach(Runnable::run);
            send(response.get(), bytes -> {});
            sent = true;
        } catch (IOException | RuntimeException e) {
            report(e);
        } finally {
            if (!sent) {
                close();
            }
        }
    }

    /// Adds a step before the response to the request in progress.
    void beforeResponse(Runnable step) {
        steps.add(step);
    }

    Authenticator authenticator() {
        return authenticator;
    }

    /// Closes the connection when the response to this request has been sent.
    void closeAfterResponse() {
        last = true;
    }

    InetSocketAddress local() {
        return local;
    }

    InetSocketAddress remote() {
        return remote;
    }

    KafkaSettings settings() {
        return settings;
    }

    /// Runs a long computation on one of the threads of [HeavyRequests], and waits for it.
    ///
    /// @throws CloseConnectionException if the door has closed
    <T> T compute(Supplier<T> call) {
        return apis.heavy().run(this::hasGone, call);
    }

    /// Wakes its thread when it waits in a request.
    WakeupSignal wakeup() {
        return wakeup;
    }

    /// Whether the client has closed the connection. Its own thread calls this while another one processes a request; a
    /// client that has sent another request is not noticed.
    boolean hasGone() {
        // A connection that drains has no input any more, and its client waits for the response.
        if (!draining && !gone) {
            boolean ended = hasEnded();
            gone = ended && !draining;
        }
        return gone;
    }

    private boolean hasEnded() {
        try {
            return frames.hasEnded(new SocketPoll(channel instanceof TlsChannel tls ? tls.socket() : socket.socket()));
        } catch (IOException e) {
            return true;
        }
    }

    /// Does nothing if the client had not gone when [#hasGone()] was called last.
    ///
    /// @throws CloseConnectionException if it had
    void checkConnected() {
        if (gone) {
            throw new CloseConnectionException("the client has gone");
        }
    }

    /// Whether the connection ends after the request in progress, which must not wait any longer.
    boolean isDraining() {
        return draining;
    }

    /// Closes the connection when the request in progress has been answered.
    void drain() {
        draining = true;
        wakeup.run();
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            close();
        }
    }

    /// Whether the client has not completed a request within `time`, has accepted no byte of a response within `time`
    /// or 30 s, or has not logged in within `time` or 30 s, whichever is shorter.
    boolean isIdle(Duration time) {
        long now = System.nanoTime();
        boolean busy = processing || !pending.isEmpty();
        long limit = sending ? shorter(SENDING, time) : busy ? Long.MAX_VALUE : time.toNanos();
        return now - lastProgress > limit || !authenticator.isAuthenticated() && now - opened > shorter(LOGIN, time);
    }

    @Override
    public boolean isProcessing() {
        return processing && !sending;
    }

    private static long shorter(Duration one, Duration other) {
        return Math.min(one.toNanos(), other.toNanos());
    }

    @Override
    public long age() {
        return System.nanoTime() - opened;
    }

    /// Returns the time since it has completed a request or has sent a part of a response, in ns.
    long inactive() {
        return System.nanoTime() - lastProgress;
    }

    /// Closes the connection now. It closes the socket, since closing a TLS channel could wait for the client.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }
}
