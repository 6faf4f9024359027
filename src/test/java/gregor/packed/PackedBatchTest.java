package gregor.packed;

import module java.base;

import static gregor.exercise.Wording.message;
import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.exercise.Effort;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedBatchTest {
    /// 100,000 in all, most of them where they are quick; ten times as many with -Dgregor.prove=true,
    /// a tenth for a learner who waits.
    private static int mutations(Codec codec) {
        int thousands = switch (codec) {
            case NONE -> 50;
            case GZIP -> 15;
            case SNAPPY -> 20;
            case LZ4 -> 5;
            case ZSTD -> 10;
        };
        return thousands * (Boolean.getBoolean("gregor.prove") ? 10_000 : Effort.of(1000, 100));
    }

    private static PackedBatch take(ByteBuffer bytes) {
        return PackedBatch.take(bytes, DecompressionLimits.DEFAULT);
    }

    private static PackedBatch packed(Codec codec, Event... events) {
        return PackedBatch.of(ListBatch.of(events), codec);
    }

    /// Writes the right checksum, so that what was changed is believed.
    private static ByteBuffer believed(ByteBuffer bytes) {
        return bytes.putInt(HeaderField.CHECKSUM.at(), PackedBatch.checksum(bytes, 0, bytes.limit()));
    }

    @ParameterizedTest
    @EnumSource
    void everyFlippedBitBehindTheChecksumIsFound(Codec codec) {
        ByteBuffer bytes = packed(codec, Event.of("k", "hello"), Event.of("world").with("lang", "en")).bytes();
        for (int bit = 8 * HeaderField.CHECKSUM.at(); bit < 8 * bytes.limit(); bit++) {
            bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ 1 << bit % 8));
            int flipped = bit;
            assertThatThrownBy(() -> take(bytes.duplicate())).as("bit %d", flipped)
                    .isInstanceOf(CorruptBatchException.class).has(message("the checksum of a batch is wrong"));
            bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ 1 << bit % 8));
        }
        assertThat(take(bytes)).hasSize(2);
    }

    @Test
    void aBatchThatIsPlacedOrStampedSharesNothingThatChanges() {
        PackedBatch batch = packed(Codec.NONE, Event.of("hello"));
        byte[] before = batch.bytes().array();
        PackedBatch placed = batch.at(7, 3);
        assertThat(placed.bytes().getLong(HeaderField.BASE_OFFSET.at())).isEqualTo(7);
        PackedBatch stamped = placed.stamped(99);
        assertThat(stamped.baseOffset()).isEqualTo(7);
        assertThat(stamped.leaderEpoch()).isEqualTo(3);
        stamped.bytes();
        assertThat(batch.bytes().array()).as("the first batch").isEqualTo(before);
        assertThat(batch.maxTimestamp()).isEqualTo(Event.NO_TIMESTAMP);
        assertThat(stamped).extracting(entry -> entry.event().timestamp()).containsExactly(99L);
        ByteBuffer bytes = batch.bytes();
        take(bytes.duplicate()).at(5).bytes();
        assertThat(bytes.array()).as("the bytes that it was taken from").isEqualTo(before);
    }

    @Test
    void aBatchThatIsStampedKeepsItsLimits() {
        ByteBuffer zeros = packed(Codec.GZIP, new Event(0, null, new byte[1 << 16], List.of())).bytes();
        PackedBatch limited = PackedBatch.take(zeros, new DecompressionLimits(100, 100, 1));
        assertThatThrownBy(limited::iterator).isInstanceOf(BatchTooLargeException.class);
        assertThatThrownBy(limited.stamped(1)::iterator).isInstanceOf(BatchTooLargeException.class);
    }

    @Test
    void timestampsMayBeFarApart() {
        var far = Event.of("b").at(Instant.ofEpochMilli(1L << 41));
        PackedBatch batch = packed(Codec.NONE, Event.of("a").at(Instant.EPOCH), far);
        assertThat(batch).extracting(entry -> entry.event().timestamp()).containsExactly(0L, 1L << 41);
        assertThat(batch.stamped(5)).as("the append time").extracting(entry -> entry.event().timestamp())
                .containsExactly(5L, 5L);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1 << 30, 613_566_757})
    void aCountThatTheBytesCannotHoldIsRefusedAtOnce(int count) {
        ByteBuffer bytes = packed(Codec.NONE, Event.of("hello")).bytes();
        bytes.putInt(HeaderField.COUNT.at(), count).putInt(HeaderField.LAST_OFFSET_DELTA.at(), count);
        PackedBatch lies = take(believed(bytes));
        assertThatThrownBy(lies::iterator).isInstanceOf(CorruptBatchException.class);
    }

    @Test
    void aRecordThatTakesLessThanItsLengthIsRefused() {
        ByteBuffer two = packed(Codec.NONE, Event.of("hello"), Event.of("hello")).bytes();
        two.put(HeaderField.ALL, (byte) (two.get(HeaderField.ALL) + 4));
        var records = take(believed(two)).iterator();
        assertThatThrownBy(records::next).as("the first of two records of 11 bytes claims 13")
                .isInstanceOf(CorruptBatchException.class);
    }

    @Test
    void headersThatTheBytesCannotHoldTakeNoMemory() {
        ByteBuffer hello = packed(Codec.NONE, Event.of("hello")).bytes();
        ByteBuffer more = ByteBuffer.allocate(hello.limit() + 4).put(hello.slice(0, hello.limit() - 1));
        Varint.write(1 << 29, more);
        more.flip().put(HeaderField.ALL, (byte) (hello.get(HeaderField.ALL) + 8));
        more.putInt(HeaderField.LENGTH.at(), more.limit() - HeaderField.LENGTH.end());
        var records = take(believed(more)).iterator();
        assertThatThrownBy(records::next).isInstanceOf(CorruptBatchException.class);
    }

    @Test
    void whatIsNoBatchSaysWhy() {
        ByteBuffer bytes = packed(Codec.NONE, Event.of("hello")).bytes();
        assertThatThrownBy(() -> take(bytes.slice(0, 60))).has(message("no batch of version 2 begins here"));
        assertThatThrownBy(() -> take(bytes.slice(0, 70)))
                .has(message("a batch has a length of 73 bytes, and 70 are left"));
        assertThatThrownBy(() -> take(ByteBuffer.wrap(bytes.array().clone()).put(16, (byte) 1)))
                .has(message("no batch of version 2 begins here"));
        ByteBuffer codec = believed(ByteBuffer.wrap(bytes.array().clone()).putShort(21, (short) 5));
        assertThatThrownBy(() -> take(codec)).has(message("a batch names codec 5; known are 0 to 4"));
        ByteBuffer count = believed(ByteBuffer.wrap(bytes.array().clone()).putInt(57, 1 << 30).putInt(23, 1 << 30));
        assertThatThrownBy(() -> take(believed(ByteBuffer.wrap(bytes.array().clone()).putInt(57, 3))))
                .has(message("a batch has a count of 3 records for 1 offsets"));
        ByteBuffer behind = ByteBuffer.allocate(80).put(bytes.duplicate()).rewind();
        take(behind);
        assertThatThrownBy(() -> take(behind)).has(message("no batch of version 2 begins here"));
        PackedBatch lies = take(count);
        assertThatThrownBy(lies::iterator).has(message("a batch has a count of 1073741824 records, in 12 bytes"));
    }

    /// `hello` alone: from byte 61 on its length, attributes, time and place (a byte each), no key, 5 bytes, no
    /// headers.
    private static ByteBuffer lie(int at, int value) {
        return believed(packed(Codec.NONE, Event.of("hello")).bytes().put(at, (byte) value));
    }

    private static ByteBuffer longer(ByteBuffer bytes) {
        ByteBuffer longer = ByteBuffer.allocate(bytes.limit() + 1).put(bytes).rewind();
        return believed(longer.putInt(HeaderField.LENGTH.at(), longer.limit() - HeaderField.LENGTH.end()));
    }

    @Test
    void aBatchThatLiesAboutItsRecordsIsFound() {
        assertThat(take(lie(61, 22))).as("a batch without a lie").containsExactly(new Entry(0, Event.of("hello")));
        assertLie(longer(packed(Codec.NONE, Event.of("hello")).bytes()), "1 bytes follow the last of 1 records");
        assertLie(longer(packed(Codec.NONE, Event.of("a"), Event.of("b")).bytes()),
                "1 bytes follow the last of 2 records");
        assertLie(lie(61, 24), "a record has a length of 12 bytes, and 11 are left");
        assertLie(lie(61, 1), "a record has a length of -1 bytes, and 11 are left");
        assertLie(lie(61, 0), "a record has a length of 0 bytes, and takes 11");
        assertLie(lie(61, 20), "a record has a length of 10 bytes, and takes 11");
        assertLie(lie(64, 1), "a record has the offset delta -1, after -1 and with 0 as the last");
        assertLie(lie(64, 2), "a record has the offset delta 1, after -1 and with 0 as the last");
        assertLie(lie(65, 3), "a payload has a length of -2 bytes, and 7 are left");
        assertLie(lie(66, 16), "a payload has a length of 8 bytes, and 6 are left");
        assertLie(lie(72, 2), "a record has a count of 1 headers, in 0 bytes");
        assertLie(lie(72, 1), "a record has a count of -1 headers, in 0 bytes");
        ByteBuffer two = packed(Codec.NONE, Event.of("hello")).bytes().putInt(57, 2).putInt(23, 1);
        assertLie(believed(two), "a batch has a count of 2 records, in 12 bytes");
        PackedBatch marked = packed(Codec.NONE, new Event(0, null, null, List.of(new Header("h", null))));
        assertThat(take(marked.bytes())).containsExactlyElementsOf(marked);
        ByteBuffer headers = marked.bytes();
        assertLie(believed(headers.put(headers.limit() - 4, (byte) 4)),
                "a record has a count of 2 headers, in 3 bytes");
        ByteBuffer twice = packed(Codec.NONE, Event.of("a"), Event.of("b")).bytes();
        assertLie(believed(twice.put(twice.limit() - 5, (byte) 0)),
                "a record has the offset delta 0, after 0 and with 1 as the last");
        ByteBuffer nameless = packed(Codec.NONE, Event.of("a").with("", "b")).bytes();
        assertLie(believed(nameless.put(nameless.limit() - 3, (byte) 1)), "a header has no name");
    }

    private static void assertLie(ByteBuffer bytes, String message) {
        PackedBatch batch = take(bytes);
        assertThatThrownBy(() -> batch.iterator().forEachRemaining(entry -> {})).as("a batch whose lie is: %s", message)
                .isInstanceOf(CorruptBatchException.class).has(message(message));
    }

    /// Kafka leaves such a batch where compaction took every record, so that its producer's numbers are not forgotten.
    @Test
    void aBatchMayHaveNoRecordsAndKeepItsOffsets() {
        ByteBuffer bytes = packed(Codec.NONE, Event.of("a"), Event.of("b"), Event.of("c")).bytes();
        ByteBuffer empty = ByteBuffer.allocate(HeaderField.ALL).put(bytes.slice(0, HeaderField.ALL)).rewind()
                .putInt(HeaderField.LENGTH.at(), HeaderField.ALL - HeaderField.LENGTH.end()).putInt(57, 0);
        PackedBatch batch = take(believed(empty).duplicate());
        assertThat(batch).isEmpty();
        assertThat(batch.lastOffset()).isEqualTo(2);
        PackedBatch more = take(longer(empty));
        assertThatThrownBy(more::iterator).as("a batch with a count of 0 and one byte after its header")
                .has(message("1 bytes follow the last of 0 records"));
    }

    @Test
    void whatIsPackedAlreadyIsNotPackedAgain() {
        PackedBatch batch = packed(Codec.NONE, Event.of("a"));
        assertThat(PackedBatch.of(batch, Codec.NONE)).isSameAs(batch);
        assertThat(PackedBatch.of(batch, Codec.LZ4)).isNotSameAs(batch).containsExactlyElementsOf(batch);
    }

    @Test
    void batchesAreTakenOneAfterTheOther() {
        ByteBuffer two = ByteBuffer.allocate(1000);
        packed(Codec.NONE, Event.of("a")).at(5).writeTo(two);
        packed(Codec.LZ4, Event.of("b"), Event.of("c")).at(6).writeTo(two);
        two.flip();
        assertThat(take(two)).hasToString("offsets 5 to 5, 1 records in 69 bytes")
                .containsExactly(new Entry(5, Event.of("a")));
        assertThat(take(two)).containsExactly(new Entry(6, Event.of("b")), new Entry(7, Event.of("c")));
        assertThat(two.hasRemaining()).isFalse();
    }

    /// Some bytes are changed, and the checksum made to agree. Either the batch is refused, or it gives events; nothing
    /// else is thrown, and it comes to an end.
    @ParameterizedTest
    @EnumSource
    void whateverTheBytesSayOnlyATypedErrorIsThrown(Codec codec) {
        var random = new Random(99 + codec.ordinal());
        var batches = new RandomBatches(99);
        var limits = new DecompressionLimits(1 << 22, 1 << 20, 50);
        int refused = 0;
        byte[] whole = null;
        for (int i = 0; i < mutations(codec); i++) {
            if (i % 100 == 0) {
                do {
                    whole = PackedBatch.of(batches.next(), codec).bytes().array();
                } while (whole.length > 20_000);
            }
            ByteBuffer bytes = ByteBuffer.wrap(BatchChanges.change(whole, random));
            try {
                Batch batch = PackedBatch.take(
                        bytes.limit() > HeaderField.ALL && random.nextInt(20) != 0 ? believed(bytes) : bytes, limits);
                for (Entry entry : batch) {
                    assertThat(entry.offset()).isBetween(batch.baseOffset(), batch.lastOffset());
                }
            } catch (CorruptBatchException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(codec + ", mutation " + i + ": " + e, e);
            }
        }
        assertThat(refused).as("most of them are no batches any more").isGreaterThan(mutations(codec) / 4);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "LZ4", "ZSTD", "SNAPPY"})
    void aBatchThatWouldFillTheMemoryIsRefusedAtTheLimit(Codec codec) {
        PackedBatch zeros = packed(codec, new Event(0, null, new byte[20 << 20], List.of()));
        ByteBuffer bytes = zeros.bytes();
        assertThat(bytes.limit()).isLessThan(2 << 20);
        var limits = new DecompressionLimits(64 << 20, 1 << 20, 3);
        PackedBatch bomb = PackedBatch.take(bytes.duplicate(), limits);
        assertThatThrownBy(bomb::iterator).isInstanceOf(CorruptBatchException.class)
                .has(messageWith("bytes compressed, and more than"))
                .has(messageWith("when decompressed; send smaller batches"));
        assertThat(PackedBatch.take(bytes.duplicate(), new DecompressionLimits(64 << 20, 21 << 20, 3))).hasSize(1);
        assertThatThrownBy(
                PackedBatch.take(bytes.duplicate(), new DecompressionLimits(20 << 20, 21 << 20, 3))::iterator)
                .has(messageWith("more than " + (20 << 20)));
    }

    @Test
    void whatJustFitsIsTaken() {
        Batch batch = ListBatch.of(new Event(0, null, new byte[100_000], List.of()));
        int size = new BatchEncoder(batch).sizeInBytes() - HeaderField.ALL;
        for (Codec codec : List.of(Codec.GZIP, Codec.SNAPPY, Codec.LZ4, Codec.ZSTD)) {
            ByteBuffer bytes = PackedBatch.of(batch, codec).bytes();
            assertThat(PackedBatch.take(bytes.duplicate(), new DecompressionLimits(size, size, 1))).hasSize(1);
            assertThatThrownBy(
                    PackedBatch.take(bytes.duplicate(), new DecompressionLimits(size - 1, size, 1))::iterator)
                    .isInstanceOf(CorruptBatchException.class);
        }
    }

    @Test
    void bareSnappyIsReadToo() throws Exception {
        PackedBatch plain = packed(Codec.NONE, Event.of("hello ".repeat(50)), Event.of("world"));
        ByteBuffer bytes = plain.bytes();
        byte[] records = new byte[bytes.limit() - HeaderField.ALL];
        bytes.get(HeaderField.ALL, records);
        byte[] bare = org.xerial.snappy.Snappy.compress(records);
        ByteBuffer packed = ByteBuffer.allocate(HeaderField.ALL + bare.length).put(bytes.slice(0, HeaderField.ALL))
                .put(bare).flip();
        packed.putInt(8, packed.limit() - 12).putShort(21, (short) Codec.SNAPPY.ordinal());
        assertThat(take(believed(packed))).containsExactlyElementsOf(plain);
    }

    @Test
    void whatIsTooLargeOrTooFarApartIsRefused() {
        var large = new Event(0, null, new byte[1 << 28], List.of());
        assertThatThrownBy(() -> new BatchEncoder(ListBatch.of(Origin.UNKNOWN, Collections.nCopies(8, large))))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
        var apart = new ListBatch(Origin.UNKNOWN,
                List.of(new Entry(0, Event.of("a")), new Entry(1L << 31, Event.of("b"))));
        assertThatThrownBy(() -> PackedBatch.of(apart, Codec.NONE)).isInstanceOf(IllegalArgumentException.class)
                .has(messageWith("is too large; send it in parts"));
    }
}
