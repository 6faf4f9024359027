package gregor.grpc;

import module java.base;

import gregor.grpc.proto.GregorMessages.ConsumeReply;
import io.grpc.stub.ServerCallStreamObserver;

/// The replies of one Consume call, with flow control: a sender waits until the client has read enough.
///
/// The client grants bytes (HTTP/2 flow control). When they are used up, gRPC reports the stream as not ready; a
/// server that writes anyway fills its own memory. Any thread may call it.
final class FlowControlledReply {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ServerCallStreamObserver<ConsumeReply> client;
    private final Consumer<FlowControlledReply> onClose;
    private volatile boolean closed;
    private long sent;

    FlowControlledReply(ServerCallStreamObserver<ConsumeReply> client, Consumer<FlowControlledReply> onClose) {
        this.client = client;
        this.onClose = onClose;
        client.setOnReadyHandler(this::wakeWaiting);
        client.setOnCancelHandler(this::close);
    }

    /// Makes waiting threads check their conditions again.
    void wakeWaiting() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the client is ready for more, or the stream is closed.
    void await() {
        await(client::isReady);
    }

    /// Waits until a condition is true, or the stream is closed. [#wakeWaiting()] reports that it may be.
    void await(BooleanSupplier condition) {
        lock.lock();
        try {
            while (!closed && !condition.getAsBoolean()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Sends a reply if the stream is open and `wanted` is still true. Returns whether it has been sent.
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

    void fail(RuntimeException failure) {
        end(() -> client.onError(StatusMapper.of(failure)));
    }

    void complete() {
        end(client::onCompleted);
    }

    private void end(Runnable last) {
        lock.lock();
        try {
            if (!closed) {
                close();
                last.run();
            }
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        lock.lock();
        try {
            closed = true;
            onClose.accept(this);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    long sent() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }
}
