package gregor.ancestor;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.ITERABLE;

import gregor.file.CorruptLogException;
import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Batch;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Batches that are longer than the buffer of a file, and longer than a length that is trusted unread.
class LongBatchTest {
    private static final FileSettings SETTINGS = FileSettings.defaults().with(FsyncPolicy.never());
    private static final int AROUND_AN_EVENT = 74;
    private static final int CHUNK_BYTES = 1 << 16;

    @TempDir
    private Path folder;

    /// Returns an event whose batch has this size.
    private static Event event(int length) {
        var value = new byte[length - AROUND_AN_EVENT];
        new Random(length).nextBytes(value);
        return new Event(0, null, value, List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 1, 200_000,
            (1 << 22) - 1, 1 << 22, (1 << 22) + 1, 5_000_000})
    void isReadWhole(int length) {
        var expected = new ArrayList<Entry>();
        try (FileLog log = FileLog.open(folder, SETTINGS)) {
            for (int size : new int[]{100, length, length, 100, length}) {
                expected.add(new Entry(log.append(event(size)), event(size)));
            }
        }
        try (FileLog log = FileLog.open(folder, SETTINGS)) {
            assertThat(log.repairs()).isEmpty();
            assertThat(log.entries(0)).isEqualTo(expected);
            expected.forEach(entry -> assertThat(new Consumer("one", log).at(entry.offset())).contains(entry));
        }
    }

    @Test
    void staysWhatItIsWhileOthersAreRead() {
        try (FileLog log = FileLog.open(folder, SETTINGS)) {
            IntStream.range(0, 4).forEach(i -> log.append(event(200_000 + i)));
            var batches = new ArrayList<Batch>();
            log.read(0, Integer.MAX_VALUE).forEach(batches::add);
            for (int i = 0; i < 4; i++) {
                assertThat(batches.get(i)).containsExactly(new Entry(i, event(200_000 + i)));
                assertThat(batches.get(i)).as("again").containsExactly(new Entry(i, event(200_000 + i)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 199_999, 5_000_000 - 1})
    void aFlippedBitInAnyPieceIsSeen(int at) throws IOException {
        int length = at < 200_000 ? 200_000 : 5_000_000;
        try (FileLog log = FileLog.open(folder, SETTINGS)) {
            log.append(event(100));
            log.append(event(length));
            try (var file = new RandomAccessFile(folder.resolve("00000000000000000000.log").toFile(), "rw")) {
                file.seek(100 + at);
                int found = file.read();
                file.seek(100 + at);
                file.write(found ^ 0b100);
            }
            assertThat(log.read(0, Integer.MAX_VALUE)).singleElement().asInstanceOf(ITERABLE)
                    .containsExactly(new Entry(0, event(100)));
            assertThatThrownBy(() -> log.read(1, 1).iterator().next()).isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining("position 100");
        }
    }
}
