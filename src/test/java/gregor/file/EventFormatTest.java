package gregor.file;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;

class EventFormatTest {
    private final EventFormat format = new EventFormat();

    private ByteBuffer stored(Batch batch, long offset) {
        ByteBuffer stored = ByteBuffer.allocate(format.storedBytes(batch));
        format.write(batch, offset, stored);
        assertThat(stored.hasRemaining()).as("it takes as many bytes as it says").isFalse();
        return stored.flip();
    }

    /// The bytes in an example that stands beside the code: the first words of its lines that are hexadecimal.
    private static String example(String type, String first) throws IOException {
        Path source = Path.of(System.getProperty("gregor.home"), "src/main/java/gregor/file", type + ".java");
        var hex = new StringBuilder();
        boolean in = false;
        for (String line : Files.readString(source).lines().toList()) {
            in = in ? !line.strip().equals("/// ```") : line.contains("/// " + first);
            if (in) {
                String digits = line.replaceFirst(" {3,}.*", "").replace("///", "");
                hex.append(digits.strip().replace(" ", ""));
            }
        }
        return hex.toString();
    }

    @Test
    void theExampleBesideTheCodeIsWhatIsWritten() throws IOException {
        String hello = HexFormat.of().formatHex(stored(ListBatch.of(Event.of("hello")), 7).array());
        assertThat(example("EventFormat", "00000047")).isEqualTo(hello).hasSize(2 * 79);
        var index = SparseIndex.offsets(Path.of("none"), 0);
        index.add(1000, 4096);
        assertThat(example("SparseIndex", "000003e8")).isEqualTo(HexFormat.of().formatHex(index.bytes().array(), 0, 8));
    }

    @Test
    void everyPartOfAnEventComesBack() {
        var events = List.of(Event.of(null, null), Event.of("", ""),
                Event.of("k", "v").with("grüße 🚚", null).with("", "b"),
                new Event(Long.MAX_VALUE, new byte[]{0, -1}, new byte[70_000], List.of()));
        Batch batch = ListBatch.of(new Origin(1, (short) 2, 3), events);
        ByteBuffer stored = stored(batch, 1L << 40);
        BatchHeader header = format.header(stored, 0);
        var back = new ArrayList<Entry>();
        format.entries(stored).forEach(back::add);
        assertThat(back).containsExactlyElementsOf(batch.at(1L << 40));
        assertThat(List.of(header.baseOffset(), header.lastOffset(), header.maxTimestamp())).containsExactly(1L << 40,
                (1L << 40) + 3, Long.MAX_VALUE);
        assertThat(header.origin()).isEqualTo(batch.origin());
        assertThat(header.sizeInBytes()).isEqualTo(batch.sizeInBytes());
    }

    @Test
    void aGapStaysAGap() {
        Batch batch = new ListBatch(Origin.UNKNOWN, List.of(new Entry(2, Event.of("a")), new Entry(9, Event.of("b"))));
        ByteBuffer stored = stored(batch, 5);
        BatchHeader header = format.header(stored, 0);
        assertThat(header.baseOffset()).isEqualTo(5);
        assertThat(header.lastOffset()).isEqualTo(12);
        assertThat(format.batch(header, stored)).extracting(Entry::offset).containsExactly(5L, 12L);
    }

    @Test
    void aStoredBatchCanBePlacedElsewhere() {
        ByteBuffer stored = stored(ListBatch.of(Event.of("a"), Event.of("b")), 5);
        Batch moved = format.batch(format.header(stored, 0), stored).at(100);
        assertThat(moved).hasToString("[100:a, 101:b]");
        assertThat(moved.lastOffset()).isEqualTo(101);
    }

    /// In a file a batch stands behind others; and whoever looks for its end must not be led astray.
    @Test
    void theHeaderSaysHowLongABatchIsAndWhose() {
        Batch batch = ListBatch.of(Event.of("hello"));
        ByteBuffer file = ByteBuffer.allocate(100).position(13);
        format.write(batch, 7, file);
        assertThat(file.position()).isEqualTo(13 + 79);
        assertThat(file.slice(13, 79)).as("the same bytes wherever it stands").isEqualTo(stored(batch, 7));
        assertThat(format.header(file, 13).length()).isEqualTo(79);
        assertThat(format.header(file, 13).origin()).isEqualTo(Origin.UNKNOWN);
        for (Origin origin : List.of(new Origin(5, (short) -1, -1), new Origin(-1, (short) 5, -1),
                new Origin(-1, (short) -1, 5))) {
            assertThat(format.header(stored(ListBatch.of(origin, List.of(Event.of("a"))), 0), 0).origin())
                    .isEqualTo(origin);
        }
        assertThat(format.headerBytes()).isEqualTo(50);
        assertThat(format.header(file.putInt(13, 42), 13).length()).as("a header and no events").isEqualTo(50);
        assertThat(format.header(file.putInt(13, Integer.MAX_VALUE - 8), 13).length()).isEqualTo(Integer.MAX_VALUE);
        for (int impossible : List.of(41, -1, Integer.MAX_VALUE - 7)) {
            assertThat(format.header(file.putInt(13, impossible), 13).length()).as("length %d", impossible).isZero();
        }
    }

    @Test
    void whatIsTooLargeForAFileIsRefused() {
        byte[] large = new byte[1 << 20];
        assertThatThrownBy(() -> format.storedBytes(new Large(large))).isInstanceOf(IllegalArgumentException.class)
                .has(messageWith("too large for a file; send it in parts"));
    }

    /// A batch of three gigabytes that has the same megabyte again and again.
    private record Large(byte[] bytes) implements Batch {
        private static final int EVENTS = 3 << 10;

        @Override
        public long baseOffset() {
            return 0;
        }

        @Override
        public long lastOffset() {
            return EVENTS - 1;
        }

        @Override
        public long maxTimestamp() {
            return 0;
        }

        @Override
        public int sizeInBytes() {
            return 0;
        }

        @Override
        public Origin origin() {
            return Origin.UNKNOWN;
        }

        @Override
        public Batch at(long baseOffset) {
            return this;
        }

        @Override
        public Iterator<Entry> iterator() {
            var event = new Event(0, null, bytes, List.of());
            return IntStream.range(0, EVENTS).mapToObj(offset -> new Entry(offset, event)).iterator();
        }
    }
}
