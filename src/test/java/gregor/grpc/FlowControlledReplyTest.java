package gregor.grpc;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import gregor.grpc.proto.GregorMessages;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.Entries;
import io.grpc.stub.ServerCallStreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A client that is ready or not, as the test says.
@Timeout(60)
class FlowControlledReplyTest {
    private final Client client = new Client();
    private final List<FlowControlledReply> closed = new ArrayList<>();
    private final FlowControlledReply reply = new FlowControlledReply(client, closed::add);

    private static ConsumeReply reply(String value) {
        var event = GregorMessages.Event.newBuilder().setValue(ByteString.copyFromUtf8(value));
        var entry = GregorMessages.Entry.newBuilder().setEvent(event);
        return ConsumeReply.newBuilder().setEntries(Entries.newBuilder().addEntries(entry)).build();
    }

    @Test
    void aReplyIsSentWhileTheStreamIsOpenAndTheSenderWantsIt() {
        assertThat(reply.send(() -> true, reply("a"))).isTrue();
        assertThat(reply.send(() -> false, reply("b"))).isFalse();
        assertThat(client.received).containsExactly(reply("a"));
    }

    @Test
    void nothingIsSentOnAClosedStream() {
        reply.complete();
        assertThat(reply.send(() -> true, reply("a"))).isFalse();
        assertThat(client.received).isEmpty();
        assertThat(closed).containsExactly(reply);
    }

    @Test
    void theBytesThatWereSentAreCounted() {
        reply.send(() -> true, reply("a"));
        reply.send(() -> true, reply("bcd"));
        reply.send(() -> false, reply("e"));
        assertThat(reply.sent()).isEqualTo(reply("a").getSerializedSize() + reply("bcd").getSerializedSize());
    }

    @Test
    void aReadyClientIsNotWaitedFor() throws InterruptedException {
        assertThat(Thread.ofVirtual().start(reply::await).join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aSenderWaitsUntilTheClientIsReady() throws InterruptedException {
        client.isReady = false;
        Thread sender = waitingSender();
        client.isReady = true;
        client.onReady.run();
        assertThat(sender.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aSenderStopsWaitingWhenTheStreamIsClosed() throws InterruptedException {
        client.isReady = false;
        Thread sender = waitingSender();
        client.onCancel.run();
        assertThat(sender.join(Duration.ofSeconds(20))).isTrue();
        assertThat(reply.isClosed()).isTrue();
    }

    @Test
    void aSignalThatChangesNothingEndsNoWait() throws InterruptedException {
        client.isReady = false;
        Thread sender = waitingSender();
        Thread closing = Thread.ofVirtual().start(() -> reply.await(() -> false));
        while (closing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        client.onReady.run();
        assertThat(sender.join(Duration.ofMillis(50))).as("the client is not ready yet").isFalse();
        assertThat(closing.join(Duration.ofMillis(1))).as("the stream is open").isFalse();
        client.onCancel.run();
        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aStreamEndsOnce() {
        reply.complete();
        reply.complete();
        reply.fail(new IllegalStateException("late"));
        assertThat(closed).containsExactly(reply);
    }

    /// Starts a thread, and returns it when it waits.
    private Thread waitingSender() {
        Thread sender = Thread.ofVirtual().start(reply::await);
        while (sender.getState() != Thread.State.WAITING) {
            assertThat(sender.isAlive()).as("a sender waits for a client that is not ready").isTrue();
            Thread.onSpinWait();
        }
        return sender;
    }

    /// The library's side of a call.
    private static final class Client extends ServerCallStreamObserver<ConsumeReply> {
        private final List<ConsumeReply> received = new ArrayList<>();
        private volatile boolean isReady = true;
        private Runnable onReady;
        private Runnable onCancel;

        @Override
        public boolean isReady() {
            return isReady;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            onReady = handler;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            onCancel = handler;
        }

        @Override
        public void onNext(ConsumeReply value) {
            received.add(value);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
