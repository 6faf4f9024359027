package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.ancestor.kaf.Kaf;
import gregor.broker.BrokerException;
import gregor.broker.BrokerSettings;
import gregor.http.HttpDoor;
import gregor.http.HttpSettings;
import gregor.kafka.server.KafkaServer;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.TopicPartition;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The door with malformed, too large, too slow and too many requests.
@Timeout(60)
class DoorTest {
    @TempDir
    private Path folder;
    private KafkaTestServer server;

    private KafkaTestServer open(UnaryOperator<KafkaSettings> how) {
        server = new KafkaTestServer(BrokerSettings.inMemory(folder), how);
        return server;
    }

    @AfterEach
    void close() throws IOException {
        if (server != null) {
            try (var client = new RawClient(server.door)) {
                assertThat(client.ask(ApiKeys.METADATA, 12, new MetadataRequestData().setTopics(null)))
                        .as("the door still answers").isNotNull();
            }
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7fffffff", "ffffffff", "00000000", "00000007", "06400001",
            "474554202f20485454502f312e310d0a0d0a", "0000000a7fff000000000001ffff", "0000000a0003ffff00000001ffff",
            "0000000a0000000100000001ffff", "000000090012000400000001ff", "0000000e000300010000000100007fffffff",
            "0000000c00030001000000010000ffff", "16030100"})
    void bytesThatAreNoRequestCloseOnlyTheirConnection(String bytes) throws IOException {
        open(how -> how);
        try (var invalid = new RawClient(server.door); var other = new RawClient(server.door)) {
            invalid.send(java.util.HexFormat.of().parseHex(bytes));
            if (bytes.equals("16030100")) {
                invalid.send(new byte[100]);
            }
            assertThat(invalid.receive()).isNull();
            assertThat(other.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData())).isNotNull();
        }
    }

    /// librdkafka 2.12 ends its request for all topics with three bytes too many.
    @Test
    void bytesAfterTheLastFieldAreIgnored() throws IOException {
        open(how -> how);
        server.broker.createTopic("words", 1, Map.of());
        try (var client = new RawClient(server.door)) {
            client.send(java.util.HexFormat.of().parseHex(
                    "00000019" + "0003000d00000001" + "0007" + "72646b61666b61" + "00" + "00010000" + "000000"));
            assertThat(client.receive().getInt()).isEqualTo(1);
            assertThat(client.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData())).isNotNull();
        }
    }

    /// In cubic time this would take hours.
    @Test
    void aTopicNamedManyTimesIsAnsweredOnce() throws IOException {
        open(how -> how);
        var topics = Collections.nCopies(20_000, new MetadataRequestTopic().setName(""));
        var ids = IntStream.range(0, 20_000)
                .mapToObj(i -> new MetadataRequestTopic().setName(null).setTopicId(new Uuid(i, 1))).toList();
        try (var client = new RawClient(server.door)) {
            var answer = (MetadataResponseData) client.ask(ApiKeys.METADATA, 12,
                    new MetadataRequestData().setTopics(topics));
            assertThat(answer.topics()).hasSize(1);
            client.send(RawClient.frame(ApiKeys.METADATA, 12, 7, new MetadataRequestData().setTopics(ids)));
            assertThat(client.receive().getInt()).isEqualTo(7);
        }
    }

    @Test
    void deletionsMayNameTopicsAndGroupsManyTimes() throws IOException {
        open(how -> how);
        var names = Collections.nCopies(20_000, "none");
        try (var client = new RawClient(server.door)) {
            client.send(
                    RawClient.frame(ApiKeys.DELETE_TOPICS, 5, 1, new DeleteTopicsRequestData().setTopicNames(names)));
            assertThat(client.receive().getInt()).isEqualTo(1);
            client.send(
                    RawClient.frame(ApiKeys.DELETE_GROUPS, 1, 2, new DeleteGroupsRequestData().setGroupsNames(names)));
            assertThat(client.receive().getInt()).isEqualTo(2);
            var partitions = Collections.nCopies(20_000, new DeleteRecordsRequestData.DeleteRecordsPartition());
            client.send(RawClient.frame(ApiKeys.DELETE_RECORDS, 1, 3, new DeleteRecordsRequestData().setTopics(List
                    .of(new DeleteRecordsRequestData.DeleteRecordsTopic().setName("none").setPartitions(partitions)))));
            assertThat(client.receive().getInt()).isEqualTo(3);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        open(how -> how);
        server.broker.createTopic("words", 1, Map.of());
        try (var client = new RawClient(server.door)) {
            ByteBuffer all = ByteBuffer.allocate(1 << 16);
            for (int i = 0; i < 100; i++) {
                all.put(RawClient.frame(ApiKeys.METADATA, 8, i, new MetadataRequestData().setTopics(null)));
                all.put(RawClient.frame(ApiKeys.FETCH, 12, 1000 + i,
                        new FetchRequestData().setMaxWaitMs(5).setMinBytes(1).setMaxBytes(100)
                                .setTopics(List.of(new FetchRequestData.FetchTopic().setTopic("words").setPartitions(
                                        List.of(new FetchRequestData.FetchPartition().setPartitionMaxBytes(100)))))));
            }
            client.send(java.util.Arrays.copyOf(all.array(), all.position()));
            for (int i = 0; i < 100; i++) {
                assertThat(client.receive().getInt()).isEqualTo(i);
                assertThat(client.receive().getInt()).isEqualTo(1000 + i);
            }
        }
    }

    @Test
    void aRequestMayArriveByteByByte() throws Exception {
        open(how -> how);
        try (var client = new RawClient(server.door)) {
            for (byte each : RawClient.frame(ApiKeys.METADATA, 12, 5, new MetadataRequestData().setTopics(null))) {
                client.send(new byte[]{each});
            }
            assertThat(client.receive().getInt()).isEqualTo(5);
        }
    }

    @Test
    void idleAndSlowClientsAreDisconnected() throws Exception {
        open(how -> how.withLimits(1 << 20, 100, 100, Duration.ofMillis(300)));
        try (var silent = new RawClient(server.door); var drips = new RawClient(server.door)) {
            drips.send(new byte[]{0, 0, 0, 50, 0});
            assertThat(silent.receive()).isNull();
            assertThat(drips.receive()).isNull();
        }
    }

    @Test
    void connectionsAreLimitedAndReleased() throws Exception {
        open(how -> how.withLimits(1 << 20, 10, 5, Duration.ofMinutes(1)));
        var client = new ArrayList<RawClient>();
        for (int i = 0; i < 5; i++) {
            client.add(new RawClient(server.door));
            assertThat(client.getLast().ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData())).isNotNull();
        }
        try (var more = new RawClient(server.door)) {
            assertThatThrownBy(
                    () -> assertThat(more.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData())).isNotNull());
        }
        for (RawClient each : client) {
            each.close();
        }
        while (!server.door.connections().isEmpty()) {
            Thread.sleep(10);
        }
        try (var again = new RawClient(server.door)) {
            assertThat(again.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData())).as("a connection is free")
                    .isNotNull();
        }
    }

    @Test
    void theSizeOfARequestIsLimited() throws Exception {
        open(how -> how.withLimits(2000, 10, 10, Duration.ofMinutes(1)));
        try (var client = new RawClient(server.door)) {
            client.send(ByteBuffer.allocate(4).putInt(2001).array());
            assertThat(client.receive()).isNull();
        }
    }

    @Test
    void anErrorWithoutAResponseClosesTheConnection() throws Exception {
        open(how -> how);
        try (var client = new RawClient(server.door)) {
            client.send(
                    RawClient
                            .frame(ApiKeys.PRODUCE, 9, 1,
                                    new ProduceRequestData().setAcks((short) 0)
                                            .setTopicData(new ProduceRequestData.TopicProduceDataCollection(List
                                                    .of(new ProduceRequestData.TopicProduceData().setName("none")
                                                            .setPartitionData(List
                                                                    .of(new ProduceRequestData.PartitionProduceData())))
                                                    .iterator()))));
            assertThat(client.receive()).isNull();
        }
    }

    /// Only Linux has more than one loopback address.
    @Test
    @EnabledOnOs(OS.LINUX)
    void anAddressWithManyConnectionsMakesRoomForOthers() throws Exception {
        open(how -> how.withLimits(1 << 20, 4, 4, Duration.ofMinutes(1)));
        int port = server.door.address().getPort();
        InetAddress other = InetAddress.ofLiteral("127.0.0.2");
        var many = new ArrayList<Socket>();
        for (int i = 0; i < 4; i++) {
            many.add(new Socket(server.door.address().getAddress(), port, other, 0));
            many.getLast().setSoTimeout(20_000);
        }
        try (var first = new RawClient(server.door); var second = new RawClient(server.door)) {
            for (RawClient client : List.of(first, second)) {
                assertThat(client.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData())).isNotNull();
            }
            assertThat(many.get(0).getInputStream().read()).as("the one without progress for the longest time")
                    .isNegative();
            assertThat(many.get(1).getInputStream().read()).isNegative();
            try (var more = new Socket(server.door.address().getAddress(), port, other, 0)) {
                more.setSoTimeout(20_000);
                assertThat(more.getInputStream().read()).as("both addresses have two connections").isNegative();
            }
            assertThat(server.door.connections()).hasSize(4);
        } finally {
            for (Socket each : many) {
                each.close();
            }
            while (!server.door.connections().isEmpty()) {
                Thread.yield(); // until the door has noticed, there is no place for the client of close()
            }
        }
    }

    @Test
    void metadataNamesTheConnectedOrTheAdvertisedAddress() throws Exception {
        open(how -> how.withAdvertised(InetSocketAddress.createUnresolved("kafka.example", 1234)));
        try (var client = new RawClient(server.door)) {
            var answer = (MetadataResponseData) client.ask(ApiKeys.METADATA, 12,
                    new MetadataRequestData().setTopics(null));
            assertThat(answer.brokers().iterator().next()).satisfies(node -> {
                assertThat(node.host()).isEqualTo("kafka.example");
                assertThat(node.port()).isEqualTo(1234);
            });
        }
    }

    @Test
    void aWaitingFetchEndsWhenTheDoorCloses() throws Exception {
        open(how -> how);
        server.broker.createTopic("words", 1, Map.of());
        var client = new RawClient(server.door);
        client.send(RawClient.frame(ApiKeys.FETCH, 12, 9, new FetchRequestData().setMaxWaitMs(50_000).setMinBytes(1)
                .setMaxBytes(100).setTopics(List.of(new FetchRequestData.FetchTopic().setTopic("words")
                        .setPartitions(List.of(new FetchRequestData.FetchPartition().setPartitionMaxBytes(100)))))));
        Thread.sleep(200);
        long begin = System.nanoTime();
        server.close();
        server = null;
        assertThat(client.receive().getInt()).as("the response is sent first").isEqualTo(9);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        client.close();
    }

    @Test
    void addressesBeyondThisMachineNeedUsersOrInsecure() {
        assertThatThrownBy(() -> KafkaSettings.at(new InetSocketAddress("0.0.0.0", 9092)))
                .hasMessageContaining("--insecure");
        assertThat(KafkaSettings.at(new InetSocketAddress("0.0.0.0", 9092), true, Optional.empty()).insecure())
                .isTrue();
        assertThatThrownBy(() -> KafkaSettings.at(new InetSocketAddress("no.such.machine.example", 9092)))
                .hasMessageContaining("no.such.machine");
        open(how -> how);
        assertThatThrownBy(() -> KafkaServer.open(server.broker, KafkaSettings.at(server.door.address())))
                .isInstanceOf(BrokerException.class).hasMessageContaining("choose another port");
    }

    @Test
    void aKafkaConsumerReadsWhatCurlHasPut() throws Exception {
        open(how -> how);
        try (HttpDoor http = HttpDoor.open(server.broker, HttpSettings.at("127.0.0.1", 0), Kaf.module(server.broker));
                HttpClient curl = HttpClient.newHttpClient()) {
            long before = System.currentTimeMillis();
            curl.send(
                    HttpRequest.newBuilder(URI.create(http.address() + "/put/words"))
                            .POST(HttpRequest.BodyPublishers.ofString("hello")).build(),
                    HttpResponse.BodyHandlers.ofString());
            server.broker.append(new TopicPartition("words", 0), ListBatch.of(Event.of("k", "v").with("lang", "en")));
            var consumer = server.consumer();
            consumer.assign(List.of(new org.apache.kafka.common.TopicPartition("words", 0)));
            var records = KafkaTestServer.poll(consumer, 2);
            assertThat(KafkaTestServer.values(records)).containsExactly("hello", "v");
            assertThat(records.getFirst().timestamp()).isBetween(before, System.currentTimeMillis());
            assertThat(records.getLast().headers().lastHeader("lang").value()).asString().isEqualTo("en");
            server.producer().send(new org.apache.kafka.clients.producer.ProducerRecord<>("words", "from kafka")).get();
            var answer = curl.send(HttpRequest.newBuilder(URI.create(http.address() + "/get/words?from=3")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("from kafka");
        }
    }

    @Test
    void aThousandConnectionsMayBeIdle() throws Exception {
        open(how -> how);
        var idle = new ArrayList<Socket>();
        for (int i = 0; i < 1000; i++) {
            idle.add(new Socket(server.door.address().getAddress(), server.door.address().getPort()));
        }
        try (var client = new RawClient(server.door)) {
            assertThat(Optional.ofNullable(client.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData())))
                    .isPresent();
        }
        for (Socket socket : idle) {
            socket.close();
        }
    }

    private static byte[] fetches(int count) {
        var all = ByteBuffer.allocate(1 << 14);
        for (int i = 0; i < count; i++) {
            all.put(RawClient.frame(ApiKeys.FETCH, 12, i,
                    new FetchRequestData().setMaxBytes(8 << 20)
                            .setTopics(List.of(new FetchRequestData.FetchTopic().setTopic("large").setPartitions(
                                    List.of(new FetchRequestData.FetchPartition().setPartitionMaxBytes(8 << 20)))))));
        }
        return java.util.Arrays.copyOf(all.array(), all.position());
    }

    private void fillLarge() {
        server.broker.createTopic("large", 1, Map.of());
        for (int i = 0; i < 9; i++) {
            server.broker.append(new TopicPartition("large", 0), ListBatch.of(Event.of("k", "x".repeat(1_000_000))));
        }
    }

    @Test
    void aClientThatReadsNoResponseIsDisconnected() throws Exception {
        open(how -> how.withLimits(1 << 20, 100, 100, Duration.ofMillis(300)));
        fillLarge();
        try (var client = new RawClient(server.door)) {
            client.send(fetches(20));
            while (server.door.connections().isEmpty()) {
                Thread.sleep(10);
            }
            while (!server.door.connections().isEmpty()) {
                Thread.sleep(10);
            }
        }
    }

    /// A transfer from a file to a full socket once blocked the carrier of its virtual thread.
    @Test
    void thirtyClientsThatReadNothingBlockNoOther() throws Exception {
        server = new KafkaTestServer(
                BrokerSettings.in(folder).with(new gregor.packed.PackedFormat()).with(gregor.file.FsyncPolicy.never()));
        fillLarge();
        var slow = new ArrayList<RawClient>();
        for (int i = 0; i < 30; i++) {
            slow.add(new RawClient(server.door));
            slow.getLast().send(fetches(20));
        }
        try (var other = new RawClient(server.door)) {
            for (int i = 0; i < 50; i++) {
                assertThat(other.ask(ApiKeys.METADATA, 12, new MetadataRequestData().setTopics(null))).isNotNull();
            }
        }
        for (RawClient each : slow) {
            assertThat(each.receive().remaining()).as("the response arrives in the end").isGreaterThan(7 << 20);
            each.close();
        }
    }

    private static JoinGroupRequestData join(String group, String member, String instance, int bytes) {
        var protocols = new JoinGroupRequestData.JoinGroupRequestProtocolCollection();
        protocols
                .add(new JoinGroupRequestData.JoinGroupRequestProtocol().setName("range").setMetadata(new byte[bytes]));
        return new JoinGroupRequestData().setGroupId(group).setMemberId(member).setGroupInstanceId(instance)
                .setSessionTimeoutMs(10_000).setRebalanceTimeoutMs(10_000).setProtocolType("consumer")
                .setProtocols(protocols);
    }

    private static Errors answer(RawClient client, JoinGroupRequestData request) throws IOException {
        return Errors.forCode(((JoinGroupResponseData) client.ask(ApiKeys.JOIN_GROUP, 9, request)).errorCode());
    }

    @Test
    void namesAndMetadataOfMembersAreLimited() throws IOException {
        open(how -> how);
        String longName = "x".repeat(1001);
        try (var client = new RawClient(server.door)) {
            assertThat(answer(client, join(longName, "", null, 2))).isEqualTo(Errors.INVALID_GROUP_ID);
            assertThat(answer(client, join("g", longName, null, 2))).isEqualTo(Errors.INVALID_REQUEST);
            assertThat(answer(client, join("g", "", longName, 2))).isEqualTo(Errors.INVALID_REQUEST);
            assertThat(answer(client, join("g", "", "i", (1 << 20) + 1))).isEqualTo(Errors.INVALID_REQUEST);
            assertThat(answer(client, join("g", "", null, 2))).isEqualTo(Errors.MEMBER_ID_REQUIRED);
            assertThat(server.broker.groups().names()).isEmpty();
        }
    }
}
