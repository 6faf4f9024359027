package gregor.cli.broker;

import gregor.broker.TopicDescription;
import gregor.deque.OffsetReset;
import gregor.list.Log;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A broker that runs, in another process or on another machine, reached by its door for Kafka's clients, with Kafka's
/// own. So it may as well be Apache Kafka.
final class KafkaConnection implements Connection {
    private static final int PATIENCE_MS = 15_000;
    private static final int KNOCK_MS = 3000;

    private final String address;
    private final Admin admin;
    private final KafkaTopics topics;
    private final KafkaGroups groups;
    private final KafkaClients clients;

    /// Connects.
    ///
    /// @param address where the broker is, as host:port
    /// @param more    what it wants to be told, as properties of Kafka's clients
    /// @throws CommandException if nobody is there
    KafkaConnection(String address, Map<String, String> more) {
        this.address = address;
        knock();
        var properties = new HashMap<String, Object>(Map.of("default.api.timeout.ms", PATIENCE_MS,
                "request.timeout.ms", PATIENCE_MS - 1, "reconnect.backoff.ms", 20, "retry.backoff.ms", 20,
                "client.id", "gregor"));
        properties.putAll(more);
        properties.put("bootstrap.servers", address);
        admin = KafkaCalls.call(() -> Admin.create(properties));
        topics = new KafkaTopics(admin);
        groups = new KafkaGroups(admin);
        clients = new KafkaClients(properties, PATIENCE_MS);
    }

    /// Kafka's clients would go on trying for a while where nobody is.
    private void knock() {
        InetSocketAddress place = gregor.door.HostPort.parse(address);
        try (var socket = new Socket()) {
            socket.connect(place, KNOCK_MS);
        } catch (IOException e) {
            String why = place.isUnresolved() ? "no such host" : e.getMessage();
            throw new CommandException("there is no broker at " + address + " (" + why
                    + "); ./gregor broker starts one, and prints where its door for Kafka's clients is", e);
        }
    }

    @Override
    public String place() {
        return "the broker at " + address;
    }

    @Override
    public List<String> topics() {
        return topics.names();
    }

    @Override
    public List<TopicDescription> describe(List<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<String> there = topics();
        names.stream().filter(name -> !there.contains(name)).forEach(this::checkTopic);
        return topics.describe(names);
    }

    @Override
    public void create(String topic, int partitions, Map<String, String> settings) {
        topics.create(topic, partitions, settings);
    }

    /// Asks as a producer would, so that the broker does as it is told to: it may not make topics by itself.
    @Override
    public boolean createIfAbsent(String topic) {
        if (topics().contains(topic)) {
            return false;
        }
        Topic.checkName(topic);
        clients.touch(topic);
        if (!topics().contains(topic)) {
            throw new CommandException("there is no topic " + topic + ", and " + place()
                    + " makes none by itself; ./gregor topics create " + topic + " does");
        }
        return true;
    }

    @Override
    public void addPartitions(String topic, int total) {
        checkTopic(topic);
        topics.addPartitions(topic, total);
    }

    @Override
    public void alter(String topic, Map<String, String> changes) {
        checkTopic(topic);
        topics.alter(topic, changes);
    }

    @Override
    public void delete(String topic) {
        checkTopic(topic);
        topics.delete(topic);
    }

    @Override
    public Log log(TopicPartition partition) {
        return new KafkaLog(this, partition);
    }

    long start(TopicPartition partition) {
        return topics.offset(partition, OffsetSpec.earliest());
    }

    long end(TopicPartition partition) {
        return topics.offset(partition, OffsetSpec.latest());
    }

    /// Sends records together and returns the offset of the first.
    long send(List<ProducerRecord<byte[], byte[]>> records) {
        return clients.send(records, () -> describe(records.getFirst().topic()).configuration()
                .number("max.message.bytes"));
    }

    /// Reads some records from an offset on; none if there is none before the end.
    List<ConsumerRecord<byte[], byte[]>> fetch(TopicPartition partition, long from) {
        return clients.fetch(partition, from, () -> end(partition), () -> start(partition));
    }

    @Override
    public OptionalLong offsetAt(TopicPartition partition, Instant time) {
        long offset = topics.offset(partition, OffsetSpec.forTimestamp(time.toEpochMilli()));
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public List<String> groups() {
        return groups.names();
    }

    @Override
    public GroupDescription group(String name) {
        checkGroup(name);
        return groups.describe(this, name);
    }

    @Override
    public void reset(String group, Map<TopicPartition, Long> offsets) {
        groups.reset(group, offsets);
    }

    @Override
    public void deleteGroup(String name) {
        checkGroup(name);
        groups.delete(name);
    }

    @Override
    public Reader member(String group, String topic, Collection<Integer> partitions, OffsetReset reset) {
        TopicDescription there = describe(topic);
        List<Integer> available = available(there, partitions);
        KafkaConsumer<byte[], byte[]> member = clients.member(Map.of("group.id", group,
                "auto.offset.reset", reset == OffsetReset.LATEST ? "latest" : "earliest"));
        return partitions.size() == there.partitions().size() ? KafkaMember.joining(member, topic)
                : KafkaMember.apart(member, topic, available);
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
        clients.close();
        KafkaClients.close(admin);
    }
}
