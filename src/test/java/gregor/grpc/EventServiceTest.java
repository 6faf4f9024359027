package gregor.grpc;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.GregorMessages.Commit;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.ConsumeRequest;
import gregor.grpc.proto.GregorMessages.CreateTopicRequest;
import gregor.grpc.proto.GregorMessages.DescribeGroupRequest;
import gregor.grpc.proto.GregorMessages.Event;
import gregor.grpc.proto.GregorMessages.FetchRequest;
import gregor.grpc.proto.GregorMessages.From;
import gregor.grpc.proto.GregorMessages.GroupDescription;
import gregor.grpc.proto.GregorMessages.Header;
import gregor.grpc.proto.GregorMessages.Isolation;
import gregor.grpc.proto.GregorMessages.ListTopicsRequest;
import gregor.grpc.proto.GregorMessages.Place;
import gregor.grpc.proto.GregorMessages.Position;
import gregor.grpc.proto.GregorMessages.ProduceRequest;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.guarantee.SampleTransactions;
import gregor.kafka.ProducerStates;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.ControlRecord;
import gregor.topic.KeyPartitioner;
import gregor.topic.TopicPartition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventServiceTest {
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir
    private Path folder;
    private Broker broker;
    private GrpcDoor door;
    private GrpcChannel connection;
    private GregorGrpc.GregorBlockingStub client;

    @BeforeEach
    void open() {
        broker = Broker.open(BrokerSettings.inMemory(folder).with(() -> NOW));
        door = GrpcDoor.open(broker, GrpcSettings.at(new InetSocketAddress("localhost", 0)));
        connection = GrpcChannel.to(door.address());
        client = GregorGrpc.newBlockingStub(connection.channel());
    }

    @AfterEach
    void close() {
        connection.close();
        door.close();
        broker.close();
    }

    private static Event event(String key, String value) {
        var event = Event.newBuilder().setValue(ByteString.copyFromUtf8(value));
        return (key == null ? event : event.setKey(ByteString.copyFromUtf8(key))).build();
    }

    private List<Place> produce(String topic, Event... events) {
        return client.produce(ProduceRequest.newBuilder().setTopic(topic).addAllEvents(List.of(events)).build())
                .getPlacesList();
    }

    private static void eventually(BooleanSupplier wanted) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void assertRefused(Status.Code code, String why, ThrowingCallable call) {
        var refusal = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refusal).as(why).isNotNull();
        assertThat(refusal.getStatus().getCode()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal.getStatus().getDescription()).contains(why);
    }

    /// Appends an aborted event, its marker, and an event of an open transaction.
    private ProducerStates transactions() {
        var producers = new ProducerStates(broker.settings());
        broker.setMaintenance(producers);
        broker.createInternal(Broker.TRANSACTIONS);
        broker.createIfAbsent("t");
        SampleTransactions.append(broker.partition("t", 0));
        return producers;
    }

    @Test
    void onlyCommittedEventsAreSentAndAFetchWaitsForTheCommit() throws InterruptedException {
        ProducerStates producers = transactions();
        var skipped = client.fetch(FetchRequest.newBuilder().setTopic("t").build());
        assertThat(skipped.getEntriesList()).isEmpty();
        assertThat(skipped.getNext()).as("before the open transaction").isEqualTo(2).isEqualTo(skipped.getEnd());
        var commit = Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(50_000_000);
            producers.end(broker.partition("t", 0), new Origin(2, (short) 0, -1), ControlRecord.Type.COMMIT, 0);
        });
        var reply = client.fetch(FetchRequest.newBuilder().setTopic("t").setOffset(2).setWaitMs(20_000).build());
        assertThat(reply.getEntriesList()).extracting(entry -> entry.getEvent().getValue().toStringUtf8())
                .containsExactly("open");
        commit.join();
    }

    @Test
    void uncommittedEventsAreSentOnRequestAndMarkersAreGaps() {
        transactions();
        var reply = client
                .fetch(FetchRequest.newBuilder().setTopic("t").setIsolation(Isolation.READ_UNCOMMITTED).build());
        assertThat(reply.getEntriesList()).extracting(entry -> entry.getEvent().getValue().toStringUtf8())
                .containsExactly("aborted", "open");
        assertThat(reply.getEntriesList()).extracting(entry -> entry.getOffset()).containsExactly(0L, 2L);
        assertThat(reply.getNext()).isEqualTo(3);
    }

    @Test
    void anEventKeepsItsKeyItsHeadersItsTimeAndItsNulls() {
        var full = Event.newBuilder().setKey(ByteString.copyFromUtf8("k"))
                .setValue(ByteString.copyFrom(new byte[]{0, -1}))
                .addHeaders(Header.newBuilder().setKey("h").setValue(ByteString.copyFromUtf8("1")))
                .addHeaders(Header.newBuilder().setKey("h")).setTimestamp(7).build();
        var empty = Event.newBuilder().setValue(ByteString.EMPTY).setTimestamp(8).build();
        var bare = Event.getDefaultInstance();
        produce("t", full, empty, bare);
        var reply = client.fetch(FetchRequest.newBuilder().setTopic("t").build());
        assertThat(reply.getEntriesList().stream().map(entry -> entry.getEvent()).toList()).containsExactly(full, empty,
                Event.newBuilder().setTimestamp(NOW.toEpochMilli()).build());
        assertThat(reply.getNext()).isEqualTo(3);
        var held = broker.partition("t", 0).entries(0);
        assertThat(held.get(0).event().headers().get(1).value()).isNull();
        assertThat(held.get(1).event().value()).isEmpty();
        assertThat(held.get(2).event().value()).isNull();
    }

    @Test
    void keysGoWhereKafkaSendsThemAndTheRestTakesTurns() {
        broker.createTopic("t", 5, Map.of());
        var byKey = new KeyPartitioner((topic, event, count) -> -1);
        for (String key : List.of("truck-1", "truck-2", "truck-3", "")) {
            assertThat(produce("t", event(key, "x")).getFirst().getPartition())
                    .isEqualTo(byKey.partition("t", gregor.list.Event.of(key, "x"), 5));
        }
        var seen = new HashSet<Integer>();
        for (int i = 0; i < 5; i++) {
            List<Place> places = produce("t", event(null, "a"), event(null, "b"));
            assertThat(places.get(1))
                    .isEqualTo(places.get(0).toBuilder().setOffset(places.get(0).getOffset() + 1).build());
            seen.add(places.getFirst().getPartition());
        }
        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        var given = client.produce(
                ProduceRequest.newBuilder().setTopic("t").setPartition(3).addEvents(event("truck-1", "x")).build());
        assertThat(given.getPlaces(0).getPartition()).isEqualTo(3);
    }

    @Test
    void placesComeInTheOrderOfTheEvents() {
        broker.createTopic("t", 4, Map.of());
        var events = new ArrayList<Event>();
        for (int i = 0; i < 40; i++) {
            events.add(event("k" + i % 7, "" + i));
        }
        List<Place> places = produce("t", events.toArray(Event[]::new));
        for (int i = 0; i < 40; i++) {
            Place place = places.get(i);
            assertThat(broker.partition("t", place.getPartition()).entries(place.getOffset()).getFirst().event().text())
                    .isEqualTo("" + i);
        }
    }

    @Test
    void topicsAreMadeAndListed() {
        var made = client.createTopic(CreateTopicRequest.newBuilder().setName("t").setPartitions(2)
                .putSettings("retention.ms", "1000").build());
        assertThat(made.getPartitionsCount()).isEqualTo(2);
        assertThat(made.getSettingsMap()).containsEntry("retention.ms", "1000");
        assertThat(client.listTopics(ListTopicsRequest.getDefaultInstance()).getTopicsList().stream()
                .map(topic -> topic.getName())).contains("t", Broker.OFFSETS);
    }

    @Test
    void whatIsWrongIsSaid() {
        produce("t", event(null, "x"));
        assertRefused(Status.Code.INVALID_ARGUMENT, "no events", () -> produce("t"));
        assertRefused(Status.Code.INVALID_ARGUMENT, "characters", () -> produce("a b", event(null, "x")));
        assertRefused(Status.Code.INVALID_ARGUMENT, "an internal topic",
                () -> produce(Broker.OFFSETS, event("k", "x")));
        assertRefused(Status.Code.INVALID_ARGUMENT, "timestamp",
                () -> produce("t", Event.newBuilder().setTimestamp(-5).build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "too large",
                () -> produce("t", event(null, "x".repeat(2_000_000))));
        assertRefused(Status.Code.NOT_FOUND, "partition 7", () -> client.produce(
                ProduceRequest.newBuilder().setTopic("t").setPartition(7).addEvents(event(null, "x")).build()));
        assertRefused(Status.Code.NOT_FOUND, "topic none does not exist",
                () -> client.fetch(FetchRequest.newBuilder().setTopic("none").build()));
        assertRefused(Status.Code.OUT_OF_RANGE, "past the end",
                () -> client.fetch(FetchRequest.newBuilder().setTopic("t").setOffset(2).build()));
        assertRefused(Status.Code.OUT_OF_RANGE, "offset -1",
                () -> client.fetch(FetchRequest.newBuilder().setTopic("t").setOffset(-1).build()));
        assertRefused(Status.Code.ALREADY_EXISTS, "already",
                () -> client.createTopic(CreateTopicRequest.newBuilder().setName("t").setPartitions(1).build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "no setting", () -> client.createTopic(
                CreateTopicRequest.newBuilder().setName("u").setPartitions(1).putSettings("no.such", "1").build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "too many", () -> client
                .createTopic(CreateTopicRequest.newBuilder().setName("u").setPartitions(Integer.MAX_VALUE).build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "partitions",
                () -> client.createTopic(CreateTopicRequest.newBuilder().setName("u").build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, "needs a name",
                () -> client.describeGroup(DescribeGroupRequest.getDefaultInstance()));
        assertThat(broker.topicNames()).doesNotContain("none", "u", "a b");
    }

    @Test
    void anEventThatNoMessageHoldsIsNamedAndOneCanGoOnBehindIt() {
        broker.createTopic("t", 1, Map.of("max.message.bytes", "10000000"));
        broker.append(new TopicPartition("t", 0),
                ListBatch.of(new gregor.list.Event(1, null, new byte[5 << 20], List.of())));
        produce("t", event(null, "small"));
        assertRefused(Status.Code.RESOURCE_EXHAUSTED, "the event at offset 0",
                () -> client.fetch(FetchRequest.newBuilder().setTopic("t").build()));
        assertThat(client.fetch(FetchRequest.newBuilder().setTopic("t").setOffset(1).build()).getEntriesCount())
                .isEqualTo(1);
    }

    @Test
    void aReplyStaysUnderFourMebibytes() {
        for (int i = 0; i < 80; i++) {
            produce("t", Event.newBuilder().setValue(ByteString.copyFrom(new byte[100_000]))
                    .addHeaders(Header.newBuilder().setKey("h")).build());
        }
        var reply = client.fetch(FetchRequest.newBuilder().setTopic("t").build());
        assertThat(reply.getSerializedSize()).isBetween(4_000_000, 4 << 20);
        assertThat(reply.getNext()).isEqualTo(reply.getEntriesCount());
        assertThat(client.fetch(FetchRequest.newBuilder().setTopic("t").setMaxBytes(1).build()).getEntriesCount())
                .isEqualTo(1);
    }

    @Test
    void aLongPollWaitsForTheNextEvent() throws InterruptedException {
        produce("t", event(null, "first"));
        var answer = new ArrayList<String>();
        Thread reader = Thread.startVirtualThread(
                () -> client.fetch(FetchRequest.newBuilder().setTopic("t").setOffset(1).setWaitMs(30_000).build())
                        .getEntriesList().forEach(entry -> answer.add(entry.getEvent().getValue().toStringUtf8())));
        eventually(() -> broker.partition("t", 0).waiting() == 1);
        produce("t", event(null, "second"));
        reader.join(20_000);
        assertThat(answer).containsExactly("second");
    }

    @Test
    void aStreamSendsWhatIsThereAndWhatComes() {
        produce("t", event(null, "a"), event(null, "b"));
        try (var stream = Stream.open(connection, true, Start.newBuilder().addTopics("t").build())) {
            assertThat(stream.assignment()).containsExactly("t-0@0");
            assertThat(stream.texts(2)).containsExactly("a", "b");
            produce("t", event(null, "c"));
            assertThat(stream.texts(1)).containsExactly("c");
        }
    }

    @Test
    void aStreamBeginsWhereItIsTold() {
        produce("t", event(null, "a"), event(null, "b"), event(null, "c"));
        var given = Position.newBuilder().setTopic("t").setOffset(1);
        try (var stream = Stream.open(connection, true,
                Start.newBuilder().addTopics("t").addPositions(given).build())) {
            assertThat(stream.texts(2)).containsExactly("b", "c");
        }
        try (var stream = Stream.open(connection, true,
                Start.newBuilder().addTopics("t").setFrom(From.LATEST).build())) {
            assertThat(stream.assignment()).containsExactly("t-0@3");
            produce("t", event(null, "d"));
            assertThat(stream.texts(1)).containsExactly("d");
        }
        broker.partition("t", 0).deleteBefore(2);
        try (var stream = Stream.open(connection, true,
                Start.newBuilder().addTopics("t").addPositions(given).build())) {
            assertThat(stream.texts(2)).containsExactly("c", "d");
        }
        try (var stream = Stream.open(connection, true,
                Start.newBuilder().addTopics("t").addPositions(given.setOffset(99)).build())) {
            assertRefused(Status.Code.OUT_OF_RANGE, "past the end", () -> stream.texts(1));
        }
    }

    @Test
    void aStreamWaitsForATopicAndForMorePartitions() {
        try (var stream = Stream.open(connection, true,
                Start.newBuilder().addTopics("later").setFrom(From.LATEST).build())) {
            broker.createTopic("later", 1, Map.of());
            assertThat(stream.assignment()).containsExactly("later-0@0");
            broker.addPartitions("later", 2);
            assertThat(stream.assignment()).containsExactly("later-1@0");
            client.produce(
                    ProduceRequest.newBuilder().setTopic("later").setPartition(1).addEvents(event(null, "x")).build());
            assertThat(stream.texts(1)).containsExactly("x");
        }
    }

    @Test
    void aStreamFollowsATopicThatIsDeletedAndMadeAgain() {
        produce("t", event(null, "old"));
        try (var stream = Stream.open(connection, true, Start.newBuilder().addTopics("t").build())) {
            stream.texts(1);
            broker.deleteTopic("t");
            produce("t", event(null, "new"));
            assertThat(stream.texts(1)).containsExactly("new");
        }
    }

    @Test
    void aSlowConsumerIsSentLittleAndSlowsNoOther() {
        int events = 400;
        try (var slow = Stream.open(connection, false, Start.newBuilder().addTopics("t").build());
                var fast = Stream.open(connection, true, Start.newBuilder().addTopics("t").build())) {
            for (int i = 0; i < events; i++) {
                produce("t", event(null, "x".repeat(50_000)));
            }
            assertThat(fast.entries(events)).hasSize(events);
            // The fast consumer received 20 MB. What was sent to the slow one is in buffers of limited size.
            assertThat(slow(events).sent()).isLessThan(2 << 20);
            slow.ask(Integer.MAX_VALUE);
            assertThat(slow.entries(events)).hasSize(events);
        }
    }

    private FlowControlledReply slow(int events) {
        return door.streams().stream().filter(stream -> stream.sent() < 50_000L * events).findFirst().orElseThrow();
    }

    @Test
    void membersOfAGroupShareAndGoOnWhereOneHasCommitted() {
        broker.createTopic("t", 2, Map.of());
        for (int i = 0; i < 10; i++) {
            client.produce(ProduceRequest.newBuilder().setTopic("t").setPartition(i % 2).addEvents(event(null, "" + i))
                    .build());
        }
        var start = Start.newBuilder().addTopics("t").setGroup("g").setClient("c").build();
        try (var one = Stream.open(connection, true, start)) {
            assertThat(one.assignment()).containsExactly("t-0@0", "t-1@0");
            assertThat(one.texts(10)).hasSize(10);
            one.commit("t", 0, 3);
            assertThat(one.next(ConsumeReply::hasCommitted).getCommitted().getPositionsCount()).isEqualTo(1);
            try (var two = Stream.open(connection, true, start)) {
                assertThat(Set.of(one.assignment().getFirst(), two.assignment().getFirst()))
                        .containsExactlyInAnyOrder("t-0@3", "t-1@0");
                assertThat(describe("g").getSharesList()).extracting(share -> share.getMember()).doesNotHaveDuplicates()
                        .doesNotContain("");
            }
            assertThat(one.assignment()).containsExactly("t-0@3", "t-1@0");
            one.commit("t", 1, 5);
            one.next(ConsumeReply::hasCommitted);
        }
        eventually(() -> describe("g").getSharesList().stream().allMatch(share -> share.getMember().isEmpty()));
        assertThat(describe("g").getSharesList()).extracting(share -> share.getCommitted()).containsExactly(3L, 5L);
        try (var three = Stream.open(connection, true, start)) {
            assertThat(three.texts(2)).containsExactly("6", "8");
        }
    }

    private GroupDescription describe(String group) {
        return client.describeGroup(DescribeGroupRequest.newBuilder().setGroup(group).build());
    }

    @Test
    void aMemberWaitsForItsTopicToo() {
        try (var member = Stream.open(connection, true, Start.newBuilder().addTopics("later").setGroup("g").build())) {
            assertThat(member.assignment()).isEmpty();
            produce("later", event(null, "x"));
            assertThat(member.texts(1)).containsExactly("x");
        }
    }

    @Test
    void whatIsWrongInAStreamEndsIt() {
        var start = Start.newBuilder().addTopics("t").build();
        produce("t", event(null, "x"));
        assertEnds("only a member", start, ConsumeRequest.newBuilder().setCommit(Commit.getDefaultInstance()).build());
        assertEnds("has a Start already", start, ConsumeRequest.newBuilder().setStart(start).build());
        assertEnds("empty", start, ConsumeRequest.getDefaultInstance());
        assertEnds("1 to 100 topics", Start.getDefaultInstance(), null);
        assertEnds("characters", Start.newBuilder().addTopics("a b").build(), null);
        assertEnds("255", Start.newBuilder().addTopics("t").setGroup("g".repeat(256)).build(), null);
        try (var member = Stream.open(connection, true, start.toBuilder().setGroup("g").build())) {
            member.texts(1);
            member.commit("t", 0, 99);
            assertRefused(Status.Code.OUT_OF_RANGE, "99", () -> member.next(ConsumeReply::hasCommitted));
        }
    }

    private void assertEnds(String why, Start start, ConsumeRequest request) {
        try (var stream = Stream.open(connection, true, start)) {
            if (request != null) {
                stream.send(request);
            }
            assertRefused(Status.Code.INVALID_ARGUMENT, why, () -> stream.next(ConsumeReply::hasCommitted));
        }
    }

    @Test
    void closingTheDoorEndsTheStreams() {
        produce("t", event(null, "x"));
        var stream = Stream.open(connection, true, Start.newBuilder().addTopics("t").build());
        stream.texts(1);
        door.close();
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> stream.texts(1)).getStatus().getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
    }
}
