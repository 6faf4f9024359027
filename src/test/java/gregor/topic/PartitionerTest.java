package gregor.topic;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.Utf8;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionerTest {
    private static final Event NO_KEY = Event.of("no key");

    private static List<Integer> partitions(Partitioner partitioner, String topic, int events, int partitions) {
        return IntStream.range(0, events).mapToObj(i -> partitioner.partition(topic, NO_KEY, partitions)).toList();
    }

    @Test
    void roundRobinTakesTheNextOneEachTime() {
        assertThat(partitions(new RoundRobinPartitioner(), "t", 7, 3)).containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void roundRobinCountsEachTopicByItself() {
        var robin = new RoundRobinPartitioner();
        var deliveries = new ArrayList<Integer>();
        for (int i = 0; i < 6; i++) {
            deliveries.add(robin.partition("deliveries", NO_KEY, 3));
            robin.partition("shipping", NO_KEY, 3);
        }
        assertThat(deliveries).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void roundRobinContinuesAfterTheLastOneWhateverTheNumberOfPartitions() {
        var robin = new RoundRobinPartitioner();
        partitions(robin, "t", 7, 3);
        assertThat(partitions(robin, "t", 2, 5)).as("the seventh event went to partition 0").containsExactly(1, 2);
    }

    @Test
    void roundRobinIgnoresKeys() {
        var robin = new RoundRobinPartitioner();
        assertThat(IntStream.range(0, 4).mapToObj(i -> robin.partition("t", Event.of("k", "v"), 3))).containsExactly(0,
                1, 2, 0);
    }

    @Test
    void roundRobinFindsNewPartitions() {
        var robin = new RoundRobinPartitioner();
        partitions(robin, "t", 2, 2);
        assertThat(partitions(robin, "t", 4, 3)).containsExactly(2, 0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aKeyGoesWhereKafkaWouldSendIt(long seed) {
        var random = new Random(seed);
        var partitioner = new KeyPartitioner(new RoundRobinPartitioner());
        for (int i = 0; i < 2000; i++) {
            byte[] key = new byte[random.nextInt(40)];
            random.nextBytes(key);
            int partitions = 1 + random.nextInt(200);
            assertThat(Murmur2.hash(key)).as("seed %d, key %s", seed, Arrays.toString(key))
                    .isEqualTo(Utils.murmur2(key));
            assertThat(partitioner.partition("t", new Event(0, key, null, List.of()), partitions))
                    .as("seed %d, key %s of %d", seed, Arrays.toString(key), partitions)
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
        }
    }

    /// The table in the tests of Kafka's `Utils`.
    @ParameterizedTest
    @CsvSource({"21, -973932308", "foobar, -790332482", "a-little-bit-long-string, -985981536",
            "a-little-bit-longer-string, -1486304829", "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971",
            "abc, 479470107"})
    void murmur2GivesThePublishedNumbers(String key, int hash) {
        assertThat(Murmur2.hash(Utf8.bytes(key))).isEqualTo(hash);
    }

    @Test
    void anEmptyKeyIsAKey() {
        Partitioner never = (topic, event, partitions) -> {
            throw new AssertionError("this event has a key");
        };
        assertThat(new KeyPartitioner(never).partition("t", Event.of("", "v"), 7))
                .isEqualTo(BuiltInPartitioner.partitionForKey(new byte[0], 7));
    }

    @Test
    void withoutAKeyAnotherPartitionerDecides() {
        assertThat(partitions(new KeyPartitioner(new RoundRobinPartitioner()), "t", 3, 3)).containsExactly(0, 1, 2);
    }

    @Test
    void stickyStaysUntilTheBatchIsFull() {
        List<Integer> chosen = partitions(new StickyPartitioner(10, 7), "t", 1000, 8);
        for (int i = 0; i < chosen.size(); i += 10) {
            assertThat(new HashSet<>(chosen.subList(i, i + 10))).as("batch %d", i / 10).hasSize(1);
        }
        assertThat(new HashSet<>(chosen)).hasSize(8);
        assertThat(partitions(new StickyPartitioner(10, 7), "t", 1000, 8)).as("the same seed").isEqualTo(chosen);
        assertThat(partitions(new StickyPartitioner(10, 8), "t", 1000, 8)).as("another seed").isNotEqualTo(chosen);
    }

    @Test
    void stickyIsFairInTheLongRun() {
        var counts = new int[5];
        partitions(new StickyPartitioner(3, 42), "t", 60_000, 5).forEach(partition -> counts[partition]++);
        assertThat(IntStream.of(counts)).as("of 60000 in 5, seed 42")
                .allMatch(count -> 11_000 < count && count < 13_000);
    }

    @Test
    void stickyKeepsTopicsApartAndLeavesPartitionsThatAreGone() {
        var sticky = new StickyPartitioner(5, 3);
        int first = sticky.partition("a", NO_KEY, 100);
        sticky.partition("b", NO_KEY, 100);
        assertThat(sticky.partition("a", NO_KEY, 100)).isEqualTo(first);
        assertThat(sticky.partition("a", NO_KEY, 1)).as("the topic was made anew, and smaller").isZero();
        assertThatThrownBy(() -> new StickyPartitioner(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
