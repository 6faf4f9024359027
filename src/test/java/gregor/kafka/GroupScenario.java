package gregor.kafka;

import module java.base;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Lets two consumers of a group read a topic and one of them leave; returns what they and an administrator see, a line
/// each.
final class GroupScenario {
    private static final int PARTITIONS = 4;
    private static final int RECORDS = 40;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final String address;
    private final String protocol;
    private final String topic;
    private final String group;
    private final List<String> seen = new ArrayList<>();
    private final TreeSet<String> read = new TreeSet<>();

    /// @param protocol of the group: `classic` or `consumer`
    GroupScenario(String address, String protocol) {
        this.address = address;
        this.protocol = protocol;
        topic = "shared-" + protocol;
        group = "team-" + protocol;
    }

    List<String> run() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
            write();
            try (var one = consumer()) {
                one.subscribe(List.of(topic));
                try (var two = consumer()) {
                    two.subscribe(List.of(topic));
                    until("each has two", () -> one.assignment().size() == 2 && two.assignment().size() == 2
                            && atEnd(one, RECORDS) && atEnd(two, RECORDS), one, two);
                    describe(admin);
                    one.commitSync();
                    two.commitSync();
                    seen.add("commits " + commits(admin));
                }
                until("one has all", () -> one.assignment().size() == PARTITIONS, one);
                seen.add("one has " + new TreeSet<>(one.assignment().stream().map(TopicPartition::partition).toList()));
                describe(admin);
                write();
                until("one reads all", () -> read.size() == 2 * RECORDS && atEnd(one, 2 * RECORDS), one);
                one.commitSync();
            }
            seen.add("commits " + commits(admin));
            describe(admin);
            admin.deleteConsumerGroups(List.of(group)).all().get();
            seen.add("groups "
                    + admin.listGroups().all().get().stream().filter(each -> each.groupId().equals(group)).count());
        }
        return seen;
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(Map.of("bootstrap.servers", address, "group.id", group, "group.protocol", protocol,
                "auto.offset.reset", "earliest", "enable.auto.commit", false), new StringDeserializer(),
                new StringDeserializer());
    }

    private void write() {
        int from = read.size();
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", address), new StringSerializer(),
                new StringSerializer())) {
            for (int i = from; i < from + RECORDS; i++) {
                producer.send(new ProducerRecord<>(topic, i % PARTITIONS, "k", "%03d".formatted(i)));
            }
        }
    }

    private interface Condition {
        boolean holds();
    }

    @SafeVarargs
    private void until(String what, Condition condition, KafkaConsumer<String, String>... consumers) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        address + ", " + protocol + ": " + what + " did not happen; records read: " + read.size());
            }
            for (KafkaConsumer<String, String> consumer : consumers) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                    read.add(record.value());
                }
            }
        }
        seen.add(what);
    }

    /// Whether a consumer is at the end of all partitions assigned to it.
    private static boolean atEnd(KafkaConsumer<String, String> consumer, int records) {
        return consumer.assignment().stream().allMatch(place -> consumer.position(place) == records / PARTITIONS);
    }

    private void describe(Admin admin) throws Exception {
        var found = admin.describeConsumerGroups(Set.of(group)).all().get().get(group);
        seen.add(found.type() + " " + found.groupState() + " " + found.partitionAssignor() + " " + found.members()
                .stream().map(member -> member.assignment().topicPartitions().size()).sorted().toList());
    }

    private String commits(Admin admin) throws Exception {
        var commits = new TreeMap<Integer, Long>();
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get()
                .forEach((place, commit) -> commits.put(place.partition(), commit.offset()));
        return commits.toString();
    }
}
