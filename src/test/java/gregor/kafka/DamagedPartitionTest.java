package gregor.kafka;

import module java.base;

import static gregor.broker.DamagedFolder.EVENTS;
import static gregor.broker.DamagedFolder.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.DamagedFolder;
import gregor.broker.DamagedFolder.Damage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clients get the other partitions, and an error code for the damaged one.
class DamagedPartitionTest {
    private static final List<TopicPartition> INTACT = List.of(new TopicPartition("t0", 0),
            new TopicPartition("t2", 0));
    private static final TopicPartition BAD = new TopicPartition("t1", 0);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"FLIPPED", "TRUNCATED", "DELETED", "SHORTENED"})
    void offsetsByTimeAreThoseOfReadableEvents(Damage damage) throws Exception {
        DamagedFolder.fill(folder, 3, damage);
        try (var server = new KafkaTestServer(DamagedFolder.settings(folder))) {
            var consumer = server.consumer("default.api.timeout.ms", 10_000);
            var times = new HashMap<TopicPartition, Long>();
            INTACT.forEach(partition -> times.put(partition, TIME.plusMillis(9).toEpochMilli()));
            times.put(BAD, TIME.toEpochMilli());
            var found = consumer.offsetsForTimes(times);
            INTACT.forEach(partition -> assertThat(found.get(partition).offset()).isEqualTo(9));
            assertThat(found.get(BAD).offset()).isBetween(0L, EVENTS - 1L);
            Admin admin = server.closeLater(Admin.create(server.settings()));
            long newest = admin.listOffsets(Map.of(BAD, OffsetSpec.maxTimestamp())).partitionResult(BAD).get().offset();
            assertThat(newest).isBetween(1L, EVENTS - 1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOthersAreConsumed(Damage damage) throws IOException {
        DamagedFolder.fill(folder, 3, damage);
        try (var server = new KafkaTestServer(DamagedFolder.settings(folder))) {
            var consumer = server.consumer("default.api.timeout.ms", 10_000);
            consumer.assign(List.of(INTACT.getFirst(), BAD, INTACT.getLast()));
            consumer.assignment().forEach(partition -> consumer.seek(partition, 0));
            var counts = new TreeMap<String, Integer>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (counts.getOrDefault("t0", 0) + counts.getOrDefault("t2", 0) < 2 * EVENTS
                    && System.nanoTime() < deadline) {
                try {
                    consumer.poll(Duration.ofMillis(100))
                            .forEach(record -> counts.merge(record.topic(), 1, Integer::sum));
                } catch (KafkaException e) {
                    assertThat(e.getMessage()).contains("t1-0");
                    consumer.seek(BAD, consumer.position(BAD) + 1);
                }
            }
            assertThat(counts).containsEntry("t0", EVENTS).containsEntry("t2", EVENTS);
        }
    }

    @Test
    void damagedOffsetsAreAnErrorCodeInEachApi() throws IOException {
        DamagedFolder.fill(folder, 2, Damage.FLIPPED);
        DamagedFolder.damageOffsets(folder);
        try (var server = new KafkaTestServer(DamagedFolder.settings(folder))) {
            var consumer = server.consumer("group.id", "of-t0", "default.api.timeout.ms", 10_000);
            assertThatThrownBy(() -> consumer.committed(Set.of(INTACT.getFirst()))).isInstanceOf(KafkaException.class)
                    .hasMessageContaining("Unexpected error in fetch offset response");
            Admin admin = server.closeLater(
                    Admin.create(server.settings("default.api.timeout.ms", 10_000, "request.timeout.ms", 5_000)));
            assertThatThrownBy(() -> admin.listGroups().all().get()).hasCauseInstanceOf(KafkaStorageException.class);
            assertThatThrownBy(() -> admin.deleteConsumerGroups(List.of("of-t0")).all().get())
                    .hasCauseInstanceOf(KafkaStorageException.class);
            assertThatThrownBy(() -> admin.describeConsumerGroups(List.of("of-t0")).all().get())
                    .hasCauseInstanceOf(KafkaStorageException.class);
            assertThat(server.broker.topicNames()).contains("t0");
        }
    }
}
