package gregor.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.thread.LogClosedException;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Readers that wait for events in several partitions.
class ArrivalsTest {
    private static void await(Broker broker, Map<TopicPartition, Long> offsets, Duration timeout) {
        for (IsolationLevel isolation : IsolationLevel.values()) {
            Arrivals.await(broker, isolation, offsets, new CountDownLatch(1), timeout);
        }
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
                await(broker, places, Duration.ofMillis(40));
                assertThat(System.nanoTime() - begin).as("nothing is there at %s", places)
                        .isGreaterThanOrEqualTo(40_000_000L);
            }
            broker.append(second, ListBatch.of(Event.of("x")));
            await(broker, both, Duration.ofHours(1));
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
            assertThatThrownBy(() -> await(broker, places, Duration.ofHours(1))).isInstanceOf(LogClosedException.class);
            later.join();
        }
    }
}
