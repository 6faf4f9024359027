package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/// The progress of a move, in a topic at the target: what each committed transaction has copied, in the order of the
/// transactions. Each of them writes its own line together with the records, so that an interrupted move goes on after
/// the last record that was committed, and the committed offsets of groups can be translated.
final class MoveJournal {
    private final ClusterConnection target;
    private final TopicPartition log;

    MoveJournal(ClusterConnection source, ClusterConnection target) {
        this.target = target;
        log = new TopicPartition("__graduate-" + source.id().replaceAll("[^a-zA-Z0-9._-]", "_"), 0);
    }

    String topic() {
        return log.topic();
    }

    TopicPartition partition() {
        return log;
    }

    boolean exists() {
        return ClusterConnection
                .get(target.admin()
                        .listTopics(new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true)).names())
                .contains(log.topic());
    }

    /// Creates the topic if it does not exist.
    void create(short replication) {
        var topic = new NewTopic(log.topic(), 1, replication)
                .configs(Map.of("retention.ms", "-1", "cleanup.policy", "delete"));
        try {
            ClusterConnection.get(target.admin().createTopics(List.of(topic)).all());
        } catch (TopicExistsException e) {
            // an earlier run has created it
        }
    }

    ProducerRecord<byte[], byte[]> record(CopiedOffsets copied) {
        return new ProducerRecord<>(log.topic(), log.partition(), copied.key(), copied.value());
    }

    /// Reads all committed lines, those of each partition in order, without those that a later line has made void. Call it
    /// after the producers of earlier runs have been fenced.
    void forEach(Consumer<CopiedOffsets> action) {
        if (!exists()) {
            return;
        }
        try (KafkaConsumer<byte[], byte[]> consumer = target.consumer()) {
            var last = new HashMap<TopicPartition, CopiedOffsets>();
            CommittedRecords.all(log, consumer).forEachRemaining(record -> {
                CopiedOffsets line = CopiedOffsets.of(record);
                CopiedOffsets before = last.put(line.partition(), line);
                if (before != null && !line.ranges().isEmpty()) {
                    action.accept(before);
                }
            });
            last.values().forEach(action);
        }
    }

    Map<TopicPartition, CopiedOffsets> last() {
        var last = new HashMap<TopicPartition, CopiedOffsets>();
        forEach(copied -> last.put(copied.partition(), copied));
        return last;
    }
}
