package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Batch;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bits flip and files are cut short, anywhere. Nobody ever reads a wrong event.
class DamageTest {
    private final FileSettings small = FileSettings.defaults().withSegmentBytes(2000).withIndexBytes(200)
            .with(FsyncPolicy.never()).with(format());
    private static final int EVENTS = 120;

    @TempDir
    private Path temp;
    private Path folder;

    /// How the batches are written.
    BatchFormat format() {
        return new EventFormat();
    }

    /// Whether a byte of a batch is worth anything, counted from its beginning.
    boolean counts(int position) {
        return true;
    }

    @BeforeEach
    void write() {
        folder = temp.resolve("log");
        write(folder);
    }

    private void write(Path folder) {
        try (FileLog log = FileLog.open(folder, small)) {
            for (int i = 0; i < EVENTS; i += 3) {
                log.append(ListBatch.of(Origin.UNKNOWN, List.of(event(i), event(i + 1), event(i + 2))));
            }
        }
    }

    private static Event event(long offset) {
        return Event.of("key " + offset % 7, "event " + offset).at(Instant.ofEpochMilli(1000 * offset));
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static void flip(Path file, int position, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= (byte) (1 << bit);
        Files.write(file, bytes);
    }

    private static void cut(Path file, int length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    }

    /// Reads every offset by itself.
    ///
    /// @return the offsets at which damage was reported
    private static List<Long> readEach(FileLog log, String what) {
        var damaged = new ArrayList<Long>();
        for (long offset = 0; offset < EVENTS; offset++) {
            try {
                Entry entry = new Consumer("reader", log).at(offset).orElseThrow();
                assertThat(entry).as("%s, offset %d", what, offset).isEqualTo(new Entry(offset, event(offset)));
            } catch (CorruptLogException e) {
                assertThat(e.getMessage()).as(what).contains(e.file() + " is damaged at position " + e.position());
                damaged.add(offset);
            }
        }
        return damaged;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aFlippedBitInASegmentIsReportedAndAllBeforeItIsRead(int seed) throws IOException {
        var random = new Random(seed);
        byte[][] whole = new byte[files(".log").size()][];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Files.readAllBytes(files(".log").get(i));
        }
        for (int round = 0; round < 25; round++) {
            int segment = random.nextInt(whole.length);
            int position = random.nextInt(whole[segment].length);
            while (!counts(position - positionOf(whole[segment], offsetAt(whole[segment], position)))) {
                position = random.nextInt(whole[segment].length);
            }
            Path file = files(".log").get(segment);
            flip(file, position, random.nextInt(8));
            String what = "seed %d, round %d: %s, byte %d".formatted(seed, round, file.getFileName(), position);
            try (FileLog log = FileLog.open(folder, small)) {
                assertThat(log.end()).as(what).isEqualTo(EVENTS);
                List<Long> damaged = readEach(log, what);
                assertThat(damaged).as(what).isNotEmpty();
                long first = damaged.getFirst();
                long base = SegmentName.of(file.getFileName().toString()).orElseThrow().baseOffset();
                assertThat(first).as(what).isGreaterThanOrEqualTo(base);
                assertThat(positionOf(whole[segment], first))
                        .as("%s: the first that cannot be read is in the damaged batch", what)
                        .isLessThanOrEqualTo(position);
                assertThat(positionOf(whole[segment], first + 3)).as(what).isGreaterThan(position);
                assertThat(log.append(Event.of("life goes on"))).isEqualTo(EVENTS);
            }
            for (int i = 0; i < whole.length; i++) {
                Files.write(files(".log").get(i), whole[i]);
            }
            deleteAll();
            write(folder);
        }
    }

    private void deleteAll() throws IOException {
        for (Path file : files("")) {
            Files.delete(file);
        }
    }

    /// Where in a whole segment the batch of an offset begins.
    private int positionOf(byte[] segment, long offset) {
        int at = 0;
        while (at < segment.length && format().header(ByteBuffer.wrap(segment), at).lastOffset() < offset) {
            at += format().header(ByteBuffer.wrap(segment), at).length();
        }
        return at;
    }

    /// The offset of the batch to which a byte of a whole segment belongs.
    private long offsetAt(byte[] segment, int position) {
        int at = 0;
        BatchHeader header = format().header(ByteBuffer.wrap(segment), at);
        while (at + header.length() <= position) {
            at += header.length();
            header = format().header(ByteBuffer.wrap(segment), at);
        }
        return header.baseOffset();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aSegmentThatWasCutShortIsReportedAndAllBeforeItIsRead(int seed) throws IOException {
        var random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            Path file = files(".log").get(random.nextInt(files(".log").size()));
            byte[] whole = Files.readAllBytes(file);
            int length = random.nextInt(whole.length);
            boolean last = file.equals(files(".log").getLast());
            cut(file, length);
            String what = "seed %d, round %d: %s, cut to %d".formatted(seed, round, file.getFileName(), length);
            try (FileLog log = FileLog.open(folder, small)) {
                assertThat(log.end()).as("%s: no offset is given twice", what).isEqualTo(EVENTS);
                if (last) {
                    checkLoss(log, whole, length, what);
                } else {
                    List<Long> damaged = readEach(log, what);
                    assertThat(positionOf(whole, damaged.getFirst())).as(what).isLessThanOrEqualTo(length);
                    assertThat(positionOf(whole, damaged.getFirst() + 3)).as(what).isGreaterThan(length);
                }
            }
            deleteAll();
            write(folder);
        }
    }

    /// The lost offsets are named, all before them are read, and a reader gets on to the next event.
    private void checkLoss(FileLog log, byte[] whole, int length, String what) {
        long lost = offsetAt(whole, length);
        assertThat(log.losses()).as(what).singleElement().asString()
                .startsWith("offsets " + lost + " to " + (EVENTS - 1) + " are lost: ")
                .contains("continue reading at offset " + EVENTS);
        assertThat(log.entries(0)).as(what).hasSize((int) lost);
        for (long offset = lost; offset < EVENTS; offset++) {
            assertThat(new Consumer("reader", log).at(offset)).as(what).isEmpty();
        }
        log.append(event(EVENTS));
        assertThat(new Consumer("reader", log).at(lost)).as(what).contains(new Entry(EVENTS, event(EVENTS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"index", "manifest"})
    void aDamagedIndexOrManifestIsMadeAgainAndNothingIsMissing(String suffix) throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            Path file = files(suffix).get(random.nextInt(files(suffix).size()));
            int length = (int) Files.size(file);
            switch (random.nextInt(3)) {
                case 0 -> flip(file, random.nextInt(length), random.nextInt(8));
                case 1 -> cut(file, random.nextInt(length));
                default -> Files.delete(file);
            }
            try (FileLog log = FileLog.open(folder, small)) {
                assertThat(readEach(log, "seed " + seed)).isEmpty();
                for (long offset = 0; offset < EVENTS; offset++) {
                    assertThat(log.offsetAt(Instant.ofEpochMilli(1000 * offset))).as("seed %d", seed).hasValue(offset);
                }
                assertThat(log.sizeInBytes())
                        .isEqualTo(StreamSupport.stream(log.read(0, Integer.MAX_VALUE).spliterator(), false)
                                .mapToLong(Batch::sizeInBytes).sum());
            }
            try (FileLog log = FileLog.open(folder, small)) {
                assertThat(readEach(log, "seed " + seed)).isEmpty();
                assertThat(log.repairs()).as("seed %d: the repair is permanent", seed).isEmpty();
            }
        }
    }

    @Test
    void damageInTheMiddleDoesNotEndTheSegment() throws IOException {
        Path file = files(".log").getLast();
        flip(file, 70, 0);
        int count = files(".log").size();
        try (FileLog log = FileLog.open(folder, small)) {
            log.append(Event.of("life goes on"));
        }
        assertThat(files(".log")).hasSize(count);
    }

    @Test
    void nothingIsWrittenBehindAnEndThatIsMissing() throws IOException {
        Path file = files(".log").getLast();
        cut(file, 60);
        try (FileLog log = FileLog.open(folder, small)) {
            log.append(Event.of("life goes on"));
            assertThat(log.entries(EVENTS)).hasToString("[" + EVENTS + ":life goes on]");
        }
        assertThat(files(".log").getLast()).hasFileName("%020d.log".formatted(EVENTS));
        assertThat(file).as("no batch is left in it").doesNotExist();
        assertThat(files(".torn").getFirst()).hasSize(60);
    }

    @Test
    void whatIsDamagedIsNamedByFileAndPosition() throws IOException {
        Path file = files(".log").get(1);
        int length = format().header(ByteBuffer.wrap(Files.readAllBytes(file)), 0).length();
        flip(file, length + 70, 0);
        long base = SegmentName.of(file.getFileName().toString()).orElseThrow().baseOffset();
        try (FileLog log = FileLog.open(folder, small)) {
            assertThatThrownBy(() -> log.entries(0)).isInstanceOfSatisfying(CorruptLogException.class, damage -> {
                assertThat(damage.file()).isEqualTo(file);
                assertThat(damage.position()).isEqualTo(length);
            }).hasMessage("offsets " + (base + 3) + " to " + (base + 5) + " cannot be read: " + file
                    + " is damaged at position " + length + ": the checksum of a batch is wrong"
                    + "; restore the file from a copy, or continue reading at offset " + (base + 6));
        }
    }

    @Test
    void anIndexThatWasMadeAgainIsReported() throws IOException {
        Path file = files(".index").getFirst();
        flip(file, 20, 3);
        try (FileLog log = FileLog.open(folder, small)) {
            log.entries(0);
            assertThat(log.repairs()).singleElement().asString()
                    .contains(".index is damaged at position 24: the entries do not ascend");
        }
    }

    @Test
    void aTornBatchIsSetAsideByteByByte() throws IOException {
        Path file = files(".log").getLast();
        byte[] whole = Files.readAllBytes(file);
        for (int torn = 1; torn < 120; torn++) {
            byte[] longer = Arrays.copyOf(whole, whole.length + torn);
            System.arraycopy(whole, 0, longer, whole.length, torn);
            Files.write(file, longer);
            try (FileLog log = FileLog.open(folder, small)) {
                assertThat(log.repairs()).singleElement().asString()
                        .contains("set aside the last " + torn + " bytes of " + file);
            }
            Path aside = files(".torn" + (torn == 1 ? "" : "-" + (torn - 1))).getFirst();
            assertThat(Files.readAllBytes(aside)).isEqualTo(Arrays.copyOf(whole, torn));
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
    }

    @Test
    void twoFilesWithTheSameOffsetsAndNoManifestAreAPersonsBusiness() throws IOException {
        Files.delete(folder.resolve(Manifest.NAME));
        Files.copy(files(".log").getFirst(), folder.resolve("00000000000000000000-1.log"));
        assertThatThrownBy(() -> FileLog.open(folder, small)).isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("hold the same offsets; move the older file away");
    }
}
