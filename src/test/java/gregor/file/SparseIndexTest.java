package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an index says after the memory was short and has let go of it.
class SparseIndexTest {
    private static final int ENTRIES = 200;

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("some.index");
    }

    private SparseIndex empty(int keyBytes) {
        return keyBytes == Integer.BYTES ? SparseIndex.offsets(file, 0) : SparseIndex.times(file, 0);
    }

    /// An index of a full segment: key 10 has value 1,000, key 20 has 2,000 and so on.
    private SparseIndex saved(int keyBytes) {
        SparseIndex index = empty(keyBytes);
        for (int i = 1; i <= ENTRIES; i++) {
            index.add(10L * i, 1000 * i);
        }
        index.save(new Folder(folder));
        index.release();
        return index;
    }

    /// Does what the garbage collector does when memory is short.
    private static void evict(SparseIndex index) {
        ((SoftReference<?>) field(index, "saved")).clear();
    }

    private static Object field(Object of, String name) {
        try {
            var field = of.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void isReadAgainAndFindsTheSame(int keyBytes) {
        SparseIndex index = saved(keyBytes);
        for (int key = 0; key < 10 * ENTRIES + 20; key += 5) {
            SparseIndex.Entry before = index.floor(key);
            SparseIndex.Entry beforeByValue = index.floorOfValues(100 * key);
            evict(index);
            assertThat(index.floor(key)).as("key %d", key).isEqualTo(before);
            evict(index);
            assertThat(index.floorOfValues(100 * key)).as("value %d", 100 * key).isEqualTo(beforeByValue);
        }
        SparseIndex.Entry first = index.floor(10);
        evict(index);
        assertThat(index.after(first)).isEqualTo(new SparseIndex.Entry(1, 20, 2000));
        evict(index);
        assertThat(index.before(first)).isNull();
        assertThat(index.lastKey()).isEqualTo(10L * ENTRIES);
        index.close();
    }

    @Test
    void isReadAgainOnceAndNotEachTime() {
        SparseIndex index = saved(4);
        evict(index);
        assertThat(index.bytes()).isSameAs(index.bytes());
        index.close();
    }

    @Test
    void whatIsDamagedMeanwhileEndsWhereTheDamageBegins() throws IOException {
        SparseIndex index = saved(4);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 8 * 50, 8 * 51, (byte) 0);
        Files.write(file, bytes);
        assertThat(index.floor(5000)).as("still in memory").isEqualTo(new SparseIndex.Entry(199, 2000, 200_000));
        evict(index);
        assertThat(index.floor(5000)).isEqualTo(new SparseIndex.Entry(49, 500, 50_000));
        assertThat(index.after(index.floor(5000))).isNull();
        index.close();
    }

    @Test
    void whatIsCutOffMeanwhileIsNoLongerThere() throws IOException {
        SparseIndex index = saved(8);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 12 * 7 + 5));
        evict(index);
        assertThat(index.floor(5000)).isEqualTo(new SparseIndex.Entry(6, 70, 7000));
        Files.write(file, new byte[0]);
        evict(index);
        assertThat(index.floor(5000)).isNull();
        index.close();
    }

    /// Every read finds its event, also where the file of an index was damaged while the memory had it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLogFindsItsEvents(boolean damaged) throws IOException {
        FileSettings settings = FileSettings.defaults().withSegmentBytes(4000).withIndexBytes(200)
                .with(FsyncPolicy.never());
        try (FileLog log = FileLog.open(folder.resolve("log"), settings)) {
            for (int i = 0; i < 500; i++) {
                log.append(Event.of("" + i));
            }
            List<SparseIndex> indexes = indexes(log);
            assertThat(indexes).hasSizeGreaterThan(5);
            if (damaged) {
                for (SparseIndex index : indexes) {
                    byte[] bytes = Files.readAllBytes(index.path());
                    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 1);
                    Files.write(index.path(), bytes);
                }
            }
            for (int offset = 0; offset < 500; offset += 7) {
                indexes.forEach(SparseIndexTest::evict);
                assertThat(log.read(offset, 1).iterator().next().iterator().next()).hasToString(offset + ":" + offset);
            }
            assertThat(log.entries(0)).hasSize(500);
        }
    }

    /// The offset indexes of the segments that are full.
    private static List<SparseIndex> indexes(FileLog log) {
        List<?> segments = (List<?>) field(field(log, "segments"), "segments");
        return segments.stream().limit(segments.size() - 1L)
                .map(segment -> (SparseIndex) field(field(segment, "indexes"), "offsets")).toList();
    }
}
