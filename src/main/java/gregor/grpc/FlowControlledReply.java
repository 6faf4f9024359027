package gregor.grpc;

import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.thread.LogClosedException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The way out to one client: open as long as it keeps up, shut as long as it has not read what was sent.
///
/// gRPC says which: a client grants bytes, and a server that has used them up is not ready. Who writes all the same
/// fills its own memory. Any thread may call it.
final class FlowControlledReply {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ServerCallStreamObserver<ConsumeReply> client;
    private final Consumer<FlowControlledReply> whenClosed;
    private boolean closed;
    private long sent;

    /// @param whenClosed is told when nothing goes out any more
    FlowControlledReply(ServerCallStreamObserver<ConsumeReply> client, Consumer<FlowControlledReply> whenClosed) {
        this.client = client;
        this.whenClosed = whenClosed;
        client.setOnReadyHandler(this::look);
        client.setOnCancelHandler(this::close);
    }

    /// Something may have changed: those who wait look again.
    private void look() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it is open, or closed for good.
    void await() {
        lock.lock();
        try {
            while (!closed && !client.isReady()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Sends something, unless it is closed or the sender no longer wants it, and says whether it did.
    boolean send(BooleanSupplier wanted, ConsumeReply reply) {
        lock.lock();
        try {
            if (closed || !wanted.getAsBoolean()) {
                return false;
            }
            client.onNext(reply);
            sent += reply.getSerializedSize();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the stream: what went wrong is told to the client, who sees a log that closed as one to come back to.
    void fail(RuntimeException trouble) {
        lock.lock();
        try {
            if (!closed) {
                close();
                client.onError(StatusMapper.of(trouble));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the stream: the client has said that it is done.
    void complete() {
        lock.lock();
        try {
            if (!closed) {
                close();
                client.onCompleted();
            }
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        lock.lock();
        try {
            closed = true;
            whenClosed.accept(this);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it is closed, or the time is over.
    void awaitClosed(Duration timeout) {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogClosedException();
        } finally {
            lock.unlock();
        }
    }

    /// How many bytes it has let through.
    long sent() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }
}
