package gregor.http;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.thread.LogClosedException;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionOffsetsTest {
    @Test
    void placesComeBackAsTheyWere() {
        var places = new TreeMap<TopicPartition, Long>();
        places.put(new TopicPartition("orders", 0), 17L);
        places.put(new TopicPartition("orders", 10), 0L);
        places.put(new TopicPartition("a-1_b.c", 2), 999_999_999_999L);
        assertThat(PartitionOffsets.text(places)).isEqualTo("a-1_b.c-2:999999999999,orders-0:17,orders-10:0");
        assertThat(PartitionOffsets.read(PartitionOffsets.text(places))).isEqualTo(places);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "orders-0", "orders:1", "orders-0:", "orders-0:1,", "orders-0:x",
            "orders-x:1", "orders-0:-1", "../a-0:1", "orders-0:1 ", "orders-9999999999:1",
            "orders-0:9999999999999999999", ",", "orders-0:1;b-0:2"})
    void whatThisDoorHasNotGivenIsRefused(String text) {
        assertThatThrownBy(() -> PartitionOffsets.read(text)).isInstanceOf(HttpException.class)
                .has(messageWith("is not from this door"));
    }

    @Test
    @Timeout(60)
    void aReaderOfSeveralPartitionsWaitsForOneEventOrTheTimeout(@TempDir Path folder) {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(folder))) {
            broker.createTopic("a", 2, Map.of());
            var first = new TopicPartition("a", 0);
            var second = new TopicPartition("a", 1);
            Map<TopicPartition, Long> both = Map.of(first, 0L, second, 0L);
            for (Map<TopicPartition, Long> places : List.of(both, Map.of(first, 0L), Map.<TopicPartition, Long>of())) {
                long begin = System.nanoTime();
                PartitionOffsets.await(broker, places, Duration.ofMillis(40));
                assertThat(System.nanoTime() - begin).as("nothing is there at %s", places)
                        .isGreaterThanOrEqualTo(40_000_000L);
            }
            broker.append(second, ListBatch.of(Event.of("x")));
            PartitionOffsets.await(broker, both, Duration.ofHours(1));
        }
    }

    @Test
    @Timeout(60)
    void aReaderOfSeveralDeletedPartitionsReceivesAnError(@TempDir Path folder) throws InterruptedException {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(folder))) {
            broker.createTopic("a", 2, Map.of());
            var places = Map.of(new TopicPartition("a", 0), 0L, new TopicPartition("a", 1), 0L);
            var later = Thread.ofVirtual().start(() -> {
                while (broker.partition("a", 0).waiting() + broker.partition("a", 1).waiting() < 2) {
                    Thread.onSpinWait();
                }
                broker.deleteTopic("a");
            });
            assertThatThrownBy(() -> PartitionOffsets.await(broker, places, Duration.ofHours(1)))
                    .isInstanceOf(LogClosedException.class);
            later.join();
        }
    }
}
