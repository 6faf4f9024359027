package gregor.cli.broker;

import gregor.broker.TopicDescription;
import gregor.deque.OffsetReset;
import gregor.list.Log;
import gregor.topic.Configuration;
import gregor.topic.Setting;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A broker that runs, in another process or on another machine, reached by its door for Kafka's clients, with Kafka's
/// own. So it may as well be Apache Kafka.
final class KafkaConnection implements Connection {
    private static final int PATIENCE_MS = 15_000;
    private static final int KNOCK_MS = 3000;
    private static final int BATCH_BYTES = 1 << 20;
    private static final int LARGEST = 100 << 20;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String address;
    private final Map<String, Object> properties;
    private final Admin admin;
    private final List<AutoCloseable> members = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaConsumer<byte[], byte[]> consumer;
    private TopicPartition fetched;
    private long next;

    /// Connects.
    ///
    /// @param address where the broker is, as host:port
    /// @param more    what it wants to be told, as properties of Kafka's clients
    /// @throws CommandException if nobody is there
    KafkaConnection(String address, Map<String, String> more) {
        this.address = address;
        knock();
        properties = new HashMap<>(Map.of("default.api.timeout.ms", PATIENCE_MS, "request.timeout.ms", PATIENCE_MS - 1,
                "reconnect.backoff.ms", 20, "retry.backoff.ms", 20, "client.id", "gregor"));
        properties.putAll(more);
        properties.put("bootstrap.servers", address);
        admin = call(() -> Admin.create(properties));
    }

    /// Kafka's clients would go on trying for a while where nobody is.
    private void knock() {
        InetSocketAddress place = gregor.grpc.Address.parse(address);
        try (var socket = new Socket()) {
            socket.connect(place, KNOCK_MS);
        } catch (IOException e) {
            String why = place.isUnresolved() ? "no such host" : e.getMessage();
            throw new CommandException("there is no broker at " + address + " (" + why
                    + "); ./gregor broker starts one, and prints where its door for Kafka's clients is", e);
        }
    }

    /// Makes a call of Kafka's clients.
    ///
    /// @throws CommandException if it fails; the cause is what they threw
    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? refused(kafka)
                    : new CommandException("" + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private static CommandException refused(KafkaException e) {
        return new CommandException(switch (e) {
            case AuthenticationException no -> "the broker lets nobody in who comes like this (" + no.getMessage()
                    + "); --broker-config FILE names a file with what Kafka's clients need for that";
            case TimeoutException late -> "the broker does not answer (" + late.getMessage()
                    + "). Is that its door for Kafka's clients? If it wants TLS or a login, "
                    + "--broker-config FILE says so";
            case GroupNotEmptyException busy -> "somebody is in the group; stop its readers first";
            case UnknownMemberIdException busy ->
                    "somebody is in the group, and only they move its bookmarks; stop its readers first";
            default -> e.getClass() == KafkaException.class && e.getCause() instanceof KafkaException cause
                    ? cause.getMessage() : e.getMessage();
        }, e);
    }

    @Override
    public String place() {
        return "the broker at " + address;
    }

    @Override
    public List<String> topics() {
        return get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names()).stream().sorted().toList();
    }

    @Override
    public List<TopicDescription> describe(List<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<String> there = topics();
        names.stream().filter(name -> !there.contains(name)).forEach(this::checkTopic);
        var topics = get(admin.describeTopics(names).allTopicNames());
        var settings = get(admin.describeConfigs(names.stream().map(KafkaConnection::resource).toList()).all());
        var partitions = topics.values().stream().flatMap(topic -> topic.partitions().stream()
                .map(part -> new TopicPartition(topic.name(), part.partition()))).toList();
        Offsets starts = offsets(partitions, OffsetSpec.earliest());
        Offsets ends = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> sizes = sizes();
        return names.stream().map(topics::get).map(topic -> new TopicDescription(topic.name(),
                new UUID(topic.topicId().getMostSignificantBits(), topic.topicId().getLeastSignificantBits()),
                Optional.empty(), configuration(settings.get(resource(topic.name()))), topic.partitions().stream()
                        .map(part -> new TopicPartition(topic.name(), part.partition()))
                        .map(partition -> part(partition, starts, ends, sizes)).toList())).toList();
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /// What is said for a topic is told apart from what holds for all.
    private static Configuration configuration(Config config) {
        List<ConfigEntry> entries = config.entries().stream().filter(entry -> entry.value() != null).toList();
        return Configuration.of(entries.stream()
                .map(entry -> new Setting(entry.name(), entry.value(), "", value -> true)).toList())
                .with(entries.stream().filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
    }

    private static TopicDescription.Part part(TopicPartition partition, Offsets starts, Offsets ends,
            Map<TopicPartition, Long> sizes) {
        Optional<String> trouble = starts.trouble(partition).or(() -> ends.trouble(partition));
        return trouble.isPresent() ? new TopicDescription.Part(partition.partition(), 0, 0, 0, trouble)
                : new TopicDescription.Part(partition.partition(), starts.of(partition), ends.of(partition),
                        sizes.getOrDefault(partition, 0L), trouble);
    }

    /// Offsets of partitions, or why there are none.
    private record Offsets(ListOffsetsResult answers) {
        long of(TopicPartition partition) {
            return get(answers.partitionResult(kafka(partition))).offset();
        }

        Optional<String> trouble(TopicPartition partition) {
            try {
                of(partition);
                return Optional.empty();
            } catch (CommandException e) {
                return Optional.of("the broker does not give it (" + e.getCause().getMessage() + ")");
            }
        }
    }

    private Offsets offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        return new Offsets(admin.listOffsets(partitions.stream()
                .collect(Collectors.toMap(KafkaConnection::kafka, partition -> which)),
                new ListOffsetsOptions().timeoutMs(PATIENCE_MS / 3)));
    }

    private static org.apache.kafka.common.TopicPartition kafka(TopicPartition partition) {
        return new org.apache.kafka.common.TopicPartition(partition.topic(), partition.partition());
    }

    private static TopicPartition ours(org.apache.kafka.common.TopicPartition partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    /// How much the partitions hold. A broker tells only who may look after it.
    private Map<TopicPartition, Long> sizes() {
        var sizes = new HashMap<TopicPartition, Long>();
        try {
            var nodes = get(admin.describeCluster().nodes()).stream().map(node -> node.id()).toList();
            get(admin.describeLogDirs(nodes).allDescriptions()).values().stream()
                    .flatMap(dirs -> dirs.values().stream()).map(LogDirDescription::replicaInfos)
                    .forEach(all -> all.forEach((partition, replica) -> sizes.put(ours(partition), replica.size())));
        } catch (CommandException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            System.err.println("gregor: the broker tells only its administrators how many bytes there are; "
                    + "they are shown as 0");
        }
        return sizes;
    }

    @Override
    public void create(String topic, int partitions, Map<String, String> settings) {
        var wish = new NewTopic(topic, Optional.of(partitions), Optional.empty());
        get(admin.createTopics(List.of(wish.configs(settings))).all());
    }

    /// Asks as a producer would, so that the broker does as it is told to: it may not make topics by itself.
    @Override
    public boolean createIfAbsent(String topic) {
        if (topics().contains(topic)) {
            return false;
        }
        Topic.checkName(topic);
        call(() -> consumer().partitionsFor(topic));
        if (!topics().contains(topic)) {
            throw new CommandException("there is no topic " + topic + ", and " + place()
                    + " makes none by itself; ./gregor topics create " + topic + " does");
        }
        return true;
    }

    @Override
    public void addPartitions(String topic, int total) {
        checkTopic(topic);
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total))).all());
    }

    @Override
    public void alter(String topic, Map<String, String> changes) {
        checkTopic(topic);
        List<AlterConfigOp> wishes = changes.entrySet().stream().map(change -> new AlterConfigOp(
                new ConfigEntry(change.getKey(), change.getValue()),
                change.getValue() == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET)).toList();
        get(admin.incrementalAlterConfigs(Map.of(resource(topic), wishes)).all());
    }

    @Override
    public void delete(String topic) {
        checkTopic(topic);
        get(admin.deleteTopics(List.of(topic)).all());
    }

    @Override
    public Log log(TopicPartition partition) {
        return new KafkaLog(this, partition);
    }

    long start(TopicPartition partition) {
        return offsets(List.of(partition), OffsetSpec.earliest()).of(partition);
    }

    long end(TopicPartition partition) {
        return offsets(List.of(partition), OffsetSpec.latest()).of(partition);
    }

    /// Sends records together and returns the offset of the first.
    long send(List<ProducerRecord<byte[], byte[]>> records) {
        if (producer == null) {
            producer = producer(describe(records.getFirst().topic()).configuration().number("max.message.bytes"));
        }
        List<Future<RecordMetadata>> answers = records.stream()
                .map(record -> call(() -> producer.send(record))).toList();
        producer.flush();
        List<Long> offsets = answers.stream().map(answer -> get(answer).offset()).toList();
        return offsets.getFirst();
    }

    /// What is sent together waits until it is complete, and so comes as one batch if the topic takes it.
    private KafkaProducer<byte[], byte[]> producer(long maxBytes) {
        return client(Map.of("acks", "all", "linger.ms", 1000, "batch.size", (int) Math.min(BATCH_BYTES, maxBytes),
                "max.request.size", LARGEST, "buffer.memory", 2L * LARGEST, "max.block.ms", PATIENCE_MS,
                "delivery.timeout.ms", 2 * PATIENCE_MS),
                all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private <T> T client(Map<String, Object> more, Function<Map<String, Object>, T> maker) {
        var all = new HashMap<>(properties);
        all.putAll(more);
        return call(() -> maker.apply(all));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = consumer(Map.of("auto.offset.reset", "earliest"));
        }
        return consumer;
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        var all = new HashMap<String, Object>(Map.of("enable.auto.commit", "false", "max.poll.records", 5000));
        all.putAll(more);
        var bytes = new ByteArrayDeserializer();
        return client(all, properties -> new KafkaConsumer<>(properties, bytes, bytes));
    }

    /// Reads some records from an offset on; none if there is none before the end.
    List<ConsumerRecord<byte[], byte[]>> fetch(TopicPartition partition, long from, long end) {
        var there = kafka(partition);
        if (!partition.equals(fetched) || next != from) {
            consumer().assign(List.of(there));
            consumer().seek(there, from);
            fetched = partition;
            next = from;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (next < end) {
            List<ConsumerRecord<byte[], byte[]>> some = call(() -> consumer().poll(LOOK)).records(there);
            next = call(() -> consumer().position(there));
            if (!some.isEmpty()) {
                return some;
            }
            if (System.nanoTime() > deadline) {
                throw new CommandException(partition + " has more, and " + place() + " does not give it");
            }
        }
        return List.of();
    }

    @Override
    public OptionalLong offsetAt(TopicPartition partition, Instant time) {
        long offset = offsets(List.of(partition), OffsetSpec.forTimestamp(time.toEpochMilli())).of(partition);
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public List<String> groups() {
        return get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                .map(GroupListing::groupId).sorted().toList();
    }

    @Override
    public GroupDescription group(String name) {
        checkGroup(name);
        ConsumerGroupDescription group = get(admin.describeConsumerGroups(List.of(name)).all()).get(name);
        List<String> there = topics();
        var committed = new HashMap<TopicPartition, Long>();
        get(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata()).forEach((partition, bookmark) -> {
            if (bookmark != null && there.contains(partition.topic())) {
                committed.put(ours(partition), bookmark.offset());
            }
        });
        var readers = new HashMap<TopicPartition, String>();
        group.members().forEach(member -> member.assignment().topicPartitions()
                .forEach(partition -> readers.put(ours(partition), member.consumerId())));
        return GroupDescription.of(this, name, group.groupState().toString(), committed, readers);
    }

    @Override
    public void reset(String group, Map<TopicPartition, Long> offsets) {
        var bookmarks = new HashMap<org.apache.kafka.common.TopicPartition, OffsetAndMetadata>();
        offsets.forEach((partition, offset) -> bookmarks.put(kafka(partition), new OffsetAndMetadata(offset)));
        get(admin.alterConsumerGroupOffsets(group, bookmarks).all());
    }

    @Override
    public void deleteGroup(String name) {
        checkGroup(name);
        get(admin.deleteConsumerGroups(List.of(name)).all());
    }

    @Override
    public Reader member(String group, String topic, Collection<Integer> partitions, OffsetReset reset) {
        KafkaConsumer<byte[], byte[]> member = consumer(Map.of("group.id", group,
                "auto.offset.reset", reset == OffsetReset.LATEST ? "latest" : "earliest"));
        members.add(member);
        return partitions.size() == describe(topic).partitions().size() ? KafkaMember.joining(member, topic)
                : KafkaMember.apart(member, topic, partitions);
    }

    /// Those that can be seen from here.
    @Override
    public List<String> troubles() {
        return describe(topics()).stream().flatMap(topic -> topic.partitions().stream()
                .flatMap(part -> part.trouble().stream()
                        .map(trouble -> new TopicPartition(topic.name(), part.partition()) + ": " + trouble))).toList();
    }

    @Override
    public void openAll(Meter meter) {
        meter.close();
    }

    @Override
    public void pause(Duration time) {
        Embedded.sleep(time);
    }

    @Override
    public void close() {
        for (AutoCloseable member : members) {
            close(member);
        }
        close(consumer);
        close(producer);
        close(admin);
    }

    /// What could not say goodbye is gone all the same.
    private static void close(AutoCloseable client) {
        try {
            if (client != null) {
                client.close();
            }
        } catch (Exception e) {
            System.err.println("gregor: " + e.getMessage());
        }
    }
}
