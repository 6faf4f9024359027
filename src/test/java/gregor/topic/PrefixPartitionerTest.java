package gregor.topic;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Properties of a partitioner by tenants, whatever its hash.
class PrefixPartitionerTest {
    private static int partition(String key, int partitions) {
        return new PrefixPartitioner().partition("t", Event.of(key, "v"), partitions);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theEventsOfATenantGoToOnePartition(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String tenant = "tenant" + random.nextInt(100);
            int partitions = 1 + random.nextInt(50);
            int partition = partition(tenant, partitions);
            assertThat(partition(tenant + ":" + random.nextInt(), partitions))
                    .as("seed %d: %s:… of %d partitions", seed, tenant, partitions).isEqualTo(partition);
            assertThat(partition(tenant + "::a:b", partitions))
                    .as("seed %d: %s::a:b of %d partitions", seed, tenant, partitions).isEqualTo(partition);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyKeyHasAPartitionOfTheTopic(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] key = random.nextInt(9) == 0 ? null : new byte[random.nextInt(12)];
            if (key != null) {
                random.nextBytes(key);
            }
            int partitions = 1 + random.nextInt(20);
            assertThat(new PrefixPartitioner().partition("t", new Event(0, key, null, List.of()), partitions))
                    .as("seed %d: key %s of %d partitions", seed, Arrays.toString(key), partitions)
                    .isBetween(0, partitions - 1);
        }
    }

    @Test
    void manyTenantsSpreadOverAllPartitions() {
        var counts = new HashMap<Integer, Integer>();
        for (int tenant = 0; tenant < 4000; tenant++) {
            counts.merge(partition("tenant" + tenant + ":order", 8), 1, Integer::sum);
        }
        assertThat(counts).hasSize(8);
        assertThat(counts.values()).as("tenants of each of 8 partitions").allMatch(count -> 350 < count && count < 650);
    }

    @Test
    void anEmptyTenantIsATenant() {
        assertThat(partition(":1", 7)).isEqualTo(partition(":2", 7)).isEqualTo(partition("", 7));
    }

    @Test
    void itHasNoState() {
        var one = new PrefixPartitioner();
        for (int i = 0; i < 100; i++) {
            one.partition("other", Event.of("k" + i, "v"), 3);
            assertThat(one.partition("t", Event.of("acme:1", "v"), 13)).isEqualTo(partition("acme:2", 13));
        }
    }
}
