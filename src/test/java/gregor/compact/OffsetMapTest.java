package gregor.compact;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetMapTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithAHashMap(long seed) {
        var random = new Random(seed);
        var map = new OffsetMap(Integer.MAX_VALUE);
        var model = new HashMap<Key, Long>();
        for (long offset = 0; offset < 3000; offset++) {
            byte[] key = new byte[random.nextInt(4)];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) random.nextInt(8);
            }
            put(map, key, offset);
            model.put(new Key(key), offset);
        }
        assertThat(map.offsets()).as("seed %d", seed)
                .containsExactly(model.values().stream().mapToLong(Long::longValue).sorted().toArray());
        for (int i = 0; i < 3000; i++) {
            byte[] key = {(byte) random.nextInt(12), (byte) random.nextInt(8)};
            assertThat(map.contains(key)).as("seed %d", seed).isEqualTo(model.containsKey(new Key(key)));
        }
    }

    private static long put(OffsetMap map, byte[] key, long offset) {
        return map.put(ListBatch.of(new Event(0, key, null, List.of())).at(offset), offset);
    }

    @Test
    void holdsSoManyKeysAndSaysAtWhichOffsetItWasFull() {
        var map = new OffsetMap(2);
        assertThat(map.put(ListBatch.of(Event.of("a", "1"), Event.of("b", "1"), Event.of("a", "2")), 0)).isEqualTo(3);
        var second = ListBatch.of(Event.of("b", "2"), Event.of("c", "1"), Event.of("a", "3")).at(3);
        assertThat(map.put(second, 3)).isEqualTo(4);
        assertThat(map.offsets()).containsExactly(2, 3);
    }

    @Test
    void passesOverWhatIsCleanAndWhatHasNoKey() {
        var map = new OffsetMap(9);
        map.put(ListBatch.of(Event.of("a", "1"), Event.of("1"), Event.of("b", "1")), 1);
        assertThat(map.offsets()).containsExactly(2);
    }

    @Test
    void aKeyMayBeLongerThanTheMap() {
        var map = new OffsetMap(9);
        put(map, new byte[100_000], 0);
        put(map, new byte[99_999], 1);
        assertThat(map.offsets()).containsExactly(0, 1);
    }

    @Test
    void aMillionKeysFit() {
        var map = new OffsetMap(1_000_000);
        var events = new ArrayList<Event>();
        for (int i = 0; i < 1_000_000; i++) {
            events.add(Event.of("parcel-" + i, null));
        }
        assertThat(map.put(ListBatch.of(Origin.UNKNOWN, events), 0)).isEqualTo(1_000_000);
        assertThat(map.put(ListBatch.of(Event.of("one more", null)).at(1_000_000), 0)).isEqualTo(1_000_000);
    }
}
