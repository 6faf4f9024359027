package gregor.ancestor.minikafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.grpc.FetchPage;
import gregor.grpc.GrpcChannel;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import original.MiniKafkaGrpc;
import original.OriginalMessages.MsgNumber;
import original.OriginalMessages.Payload;
import original.OriginalMessages.PollRequest;
import original.OriginalMessages.PollResponse;
import original.OriginalMessages.ProduceRequest;
import original.OriginalMessages.Topic;

/// The tests that MiniKafka has for a store, over a socket and with a client generated from its own .proto. Its twelve
/// cases come first; then those it lacks: eviction, and reading after it.
abstract class MiniKafkaContract {
    private static final Duration AGE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-03-02T00:00:00Z");
    private Broker broker;
    private GrpcDoor door;
    private GrpcChannel connection;
    private MiniKafkaGrpc.MiniKafkaBlockingStub client;

    @Test
    void anErrorNamesTheTopicAsTheClientWroteIt() {
        for (String name : List.of("no such topic", "тема", "x".repeat(300) + " y")) {
            assertThatThrownBy(() -> client.poll(PollRequest.newBuilder().setTopic(name).build()))
                    .hasMessageContaining(name.substring(0, Math.min(20, name.length()))).message()
                    .doesNotContain("mk--");
        }
    }

    /// The store of the messages.
    abstract BrokerSettings store();

    @BeforeEach
    void open() {
        broker = Broker.open(store().with(() -> now));
        door = GrpcDoor.open(broker, GrpcSettings.at(new InetSocketAddress("localhost", 0)),
                new MiniKafkaService(broker));
        connection = GrpcChannel.to(door.address());
        client = MiniKafkaGrpc.newBlockingStub(connection.channel());
    }

    @AfterEach
    void close() {
        connection.close();
        door.close();
        broker.close();
    }

    private long produce(String topic, String message) {
        return Integer.toUnsignedLong(client
                .produce(ProduceRequest.newBuilder().setTopic(Topic.newBuilder().setTopic(topic))
                        .setPayload(Payload.newBuilder().setPayload(ByteString.copyFromUtf8(message))).build())
                .getMsgNumber());
    }

    private PollResponse pollAll(String topic, long from) {
        return client.poll(PollRequest.newBuilder().setTopic(topic)
                .setReadFrom(MsgNumber.newBuilder().setMsgNumber((int) from)).build());
    }

    private String poll(String topic, long from) {
        PollResponse reply = pollAll(topic, from);
        return texts(reply) + " " + Integer.toUnsignedLong(reply.getNewReadFrom().getMsgNumber());
    }

    private static List<String> texts(PollResponse reply) {
        return reply.getPayloadsList().stream().map(payload -> payload.getPayload().toStringUtf8()).toList();
    }

    private void removeOld() {
        new Eviction(broker, AGE).evict();
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    @Test
    void aVirginStoreTakesAMessage() {
        assertThat(produce("topicA", "hello")).isEqualTo(1);
    }

    @Test
    void anExistingTopicTakesAnother() {
        produce("topicA", "hello");
        assertThat(produce("topicA", "goodbye")).isEqualTo(2);
    }

    @Test
    void eachTopicHasItsOwnNumbers() {
        produce("topicA", "foo");
        produce("topicA", "bar");
        assertThat(produce("topicB", "baz")).isEqualTo(1);
    }

    @Test
    void removalGoesAcrossTopics() {
        produce("topicA", "foo");
        produce("topicB", "bar");
        later(AGE.plusMillis(1));
        removeOld();
        assertThat(poll("topicA", 1)).isEqualTo("[] 1");
        assertThat(poll("topicB", 1)).isEqualTo("[] 1");
    }

    @Test
    void anEmptyStoreHasNothingToRemove() {
        removeOld();
        assertThat(produce("topicA", "foo")).isEqualTo(1);
    }

    @Test
    void nothingIsOldEnough() {
        produce("topicA", "foo");
        later(AGE);
        removeOld();
        assertThat(poll("topicA", 1)).isEqualTo("[foo] 2");
    }

    @Test
    void allIsOldEnough() {
        produce("topicA", "foo");
        later(AGE.plusMillis(1));
        removeOld();
        assertThat(poll("topicA", 0)).isEqualTo("[] 0");
    }

    @Test
    void onlySomeIsOldEnough() {
        produce("topicA", "abc");
        produce("topicA", "def");
        later(AGE);
        produce("topicA", "ghi");
        produce("topicA", "klm");
        later(Duration.ofSeconds(1));
        removeOld();
        assertThat(poll("topicA", 1)).isEqualTo("[ghi, klm] 5");
    }

    @Test
    void anUnknownTopicIsAnError() {
        var refusal = catchThrowableOfType(StatusRuntimeException.class, () -> poll("XXX", 1));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(refusal.getStatus().getDescription()).contains("topic XXX");
        assertThat(broker.topicNames()).doesNotContain("XXX");
    }

    @Test
    void anEmptiedTopicGivesNothingAndTheSameNumber() {
        produce("topicA", "foo");
        later(AGE.plusMillis(1));
        removeOld();
        assertThat(poll("topicA", 1)).isEqualTo("[] 1");
    }

    @Test
    void theNumberToReadFromMovesOn() {
        produce("topicA", "foo");
        produce("topicA", "bar");
        produce("topicA", "baz");
        assertThat(poll("topicA", 1)).isEqualTo("[foo, bar, baz] 4");
        assertThat(poll("topicA", 4)).isEqualTo("[] 4");
        produce("topicA", "qux");
        assertThat(poll("topicA", 4)).isEqualTo("[qux] 5");
    }

    @Test
    void numbersGoOnAfterARemoval() {
        produce("topicA", "foo");
        later(AGE.plusMillis(1));
        removeOld();
        assertThat(produce("topicA", "foo")).isEqualTo(2);
    }

    // The original has no tests for what follows.

    @Test
    void evictionFollowedByUse() {
        for (int round = 0; round < 5; round++) {
            for (int message = 1; message <= 10; message++) {
                assertThat(produce("topicA", round + "." + message)).isEqualTo(10L * round + message);
                later(Duration.ofSeconds(6));
            }
            removeOld();
            long first = Math.max(1, 10L * round + 1);
            assertThat(texts(pollAll("topicA", 1))).hasSize(10).first().isEqualTo(round + ".1");
            assertThat(poll("topicA", first + 8)).isEqualTo("[%d.9, %d.10] %d".formatted(round, round, first + 10));
        }
        later(AGE.plusSeconds(1));
        removeOld();
        assertThat(poll("topicA", 51)).isEqualTo("[] 51");
        assertThat(produce("topicA", "after all that")).isEqualTo(51);
        assertThat(poll("topicA", 51)).isEqualTo("[after all that] 52");
        assertThat(poll("topicA", 99)).isEqualTo("[] 99");
    }

    @Test
    void zeroAndNothingMeanFromTheFirst() {
        produce("topicA", "foo");
        assertThat(poll("topicA", 0)).isEqualTo("[foo] 2");
        assertThat(texts(client.poll(PollRequest.newBuilder().setTopic("topicA").build()))).containsExactly("foo");
    }

    @Test
    void whatIsAbsentIsAnInvalidArgument() {
        var payload = Payload.newBuilder().setPayload(ByteString.copyFromUtf8("x"));
        var topic = Topic.newBuilder().setTopic("topicA");
        assertRefused("topic", () -> client.produce(ProduceRequest.getDefaultInstance()));
        assertRefused("topic", () -> client.produce(ProduceRequest.newBuilder().setPayload(payload).build()));
        assertRefused("payload", () -> client.produce(ProduceRequest.newBuilder().setTopic(topic).build()));
        assertRefused("a topic needs a name", () -> produce("", "x"));
        assertRefused("a topic needs a name", () -> poll("", 1));
        assertRefused("an internal topic", () -> produce(Broker.OFFSETS, "x"));
        assertRefused("characters", () -> produce("n".repeat(250), "x"));
        assertThat(broker.topicNames()).doesNotContain("topicA");
        assertThat(produce("topicA", "")).isEqualTo(1);
        assertThat(texts(pollAll("topicA", 1))).containsExactly("");
    }

    private static void assertRefused(String why, ThrowingCallable call) {
        var refusal = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refusal).as(why).isNotNull();
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.getStatus().getDescription()).contains(why);
    }

    @Test
    void topicsHaveAnyName() {
        for (String name : List.of("demo topic", "demo.20topic", "mk--demo.20topic", "тема", "..", "a/b", "\u0000",
                "..%2f")) {
            assertThat(produce(name, name)).as(name).isEqualTo(1);
        }
        assertThat(poll("demo topic", 1)).isEqualTo("[demo topic] 2");
        assertThat(poll("..", 1)).isEqualTo("[..] 2");
        assertThat(broker.topicNames()).contains("mk--demo.20topic", "mk--mk--demo.2e20topic");
    }

    @Test
    void aReplyStaysUnderFourMebibytesAndSaysWhereToGoOn() {
        var expected = new ArrayList<String>();
        for (int i = 1; i <= 50; i++) {
            String message = ("" + i % 10).repeat(i * 10_000);
            produce("topicA", message);
            expected.add(message);
        }
        String largest = "x".repeat(FetchPage.MAX_BYTES - 12);
        produce("topicA", largest);
        expected.add(largest);
        var received = new ArrayList<String>();
        int replies = 0;
        for (long from = 1; from <= 51; replies++) {
            PollResponse reply = pollAll("topicA", from);
            assertThat(reply.getSerializedSize()).isLessThan(4 << 20);
            received.addAll(texts(reply));
            assertThat(reply.getNewReadFrom().getMsgNumber()).isEqualTo(received.size() + 1);
            from = reply.getNewReadFrom().getMsgNumber();
        }
        assertThat(received).isEqualTo(expected);
        assertThat(replies).isBetween(5, 6);
    }

    @Test
    void aTopicThatIsDeletedAndMadeAgainBeginsAnew() {
        produce("topicA", "foo");
        broker.deleteTopic("topicA");
        assertThat(produce("topicA", "bar")).isEqualTo(1);
        assertThat(poll("topicA", 1)).isEqualTo("[bar] 2");
    }

    @Test
    void aTopicWithPartitionsIsNotForMiniKafka() {
        broker.createTopic("many", 3, Map.of());
        assertRefused("3 partitions", () -> produce("many", "x"));
        assertRefused("3 partitions", () -> poll("many", 1));
    }
}
