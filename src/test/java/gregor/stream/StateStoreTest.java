package gregor.stream;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.compact.CompactionSettings;
import gregor.compact.Compactor;
import gregor.list.ListLog;
import org.junit.jupiter.api.Test;

class StateStoreTest {
    private final ListLog changelog = new ListLog();
    private final StateStore store = new StateStore("s", true, changelog::append);

    private static WindowKey key(String key, long start, long end) {
        return WindowKey.of(key, new Window(start, end));
    }

    private StateStore restored() {
        var restored = new StateStore("s", true, event -> {
            throw new AssertionError("a store that is restored writes nothing to its changelog: " + event);
        });
        restored.restore(changelog);
        return restored;
    }

    @Test
    void theLatestValueCounts() {
        store.put(key("a", 0, 10), "1", 3);
        store.put(key("a", 0, 10), "2", 5);
        store.put(key("a", 10, 20), "1", 12);
        assertThat(store.values()).isEqualTo(Map.of("a@0/10", "2", "a@10/20", "1"));
        assertThat(store.get(key("a", 0, 10))).contains(new StreamRecord("a", "2", 5));
    }

    @Test
    void aNullRemovesTheRow() {
        store.put(key("a", 0, 10), "1", 3);
        store.put(key("a", 0, 10), null, 4);
        assertThat(store.values()).isEmpty();
        assertThat(store.size()).isZero();
        assertThat(restored().values()).as("after a restart").isEmpty();
    }

    @Test
    void everyChangeIsInTheChangelog() {
        store.put(key("a", 0, 10), "1", 3);
        store.put(key("a", 0, 10), null, 4);
        assertThat(changelog.entries(0)).extracting(entry -> entry.event()).containsExactly(
                new StreamRecord("a@0/10", "1", 3).event(), new StreamRecord("a@0/10", null, 4).event());
    }

    @Test
    void aRestartRestoresRowsAndStreamTime() {
        store.put(key("a", 0, 10), "1", 3);
        store.put(key("b@x/y", 0, 10), "1", 9);
        store.put(new WindowKey("a", new Window(4, 4), 2), "late", 4);
        StateStore restored = restored();
        assertThat(restored.values()).isEqualTo(store.values());
        assertThat(restored.streamTime()).as("stream time").isEqualTo(9);
        assertThat(restored.get(key("b@x/y", 0, 10))).as("the row of b@x/y").isPresent();
    }

    @Test
    void aCompactedChangelogRestoresTheSame() {
        store.put(key("a", 0, 10), "1", 3);
        store.put(key("a", 0, 10), "2", 8);
        store.put(key("b", 0, 10), "1", 4);
        new Compactor(changelog, CompactionSettings.DEFAULT, InstantSource.system()).compact();
        assertThat(restored().values()).isEqualTo(store.values());
        assertThat(restored().streamTime()).isEqualTo(8);
    }

    @Test
    void streamTimeNeverGoesBack() {
        assertThat(store.streamTime()).as("of an empty store").isEqualTo(-1);
        store.put(key("a", 0, 10), "1", 9);
        store.put(key("a", 0, 10), "2", 3);
        assertThat(store.streamTime()).isEqualTo(9);
    }

    @Test
    void windowsThatEndBeforeATimeAreRemovedWhateverTheKey() {
        store.put(key("z", 0, 10), "1", 3);
        store.put(key("b", 4, 14), "1", 5);
        store.put(key("a", 5, 15), "1", 7);
        store.put(key("a", 10, 20), "1", 12);
        store.removeEndingBefore(15);
        assertThat(store.values()).isEqualTo(Map.of("a@5/15", "1", "a@10/20", "1"));
        assertThat(restored().values()).as("after a restart").isEqualTo(store.values());
    }

    @Test
    void theWindowsOfAKeyAreFoundByTheirStart() {
        for (int start = 0; start < 50; start += 10) {
            store.put(key("b", start, start + 10), "" + start, start);
        }
        store.put(key("a", 20, 30), "other", 20);
        store.put(key("ba", 20, 30), "other", 20);
        assertThat(store.starting("b", 10, 30).values()).extracting(StreamRecord::value).containsExactly("10", "20",
                "30");
    }
}
