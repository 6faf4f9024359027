package gregor.packed;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.exercise.Effort;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The check of a batch before it gets an offset.
class RecordValidatorTest {
    private static final long NOW = 1_700_000_000_000L;

    private static PackedBatch take(ByteBuffer bytes) {
        return PackedBatch.take(bytes, DecompressionLimits.DEFAULT);
    }

    private static RecordSummary validate(PackedBatch batch) {
        return RecordValidator.validate(batch, DecompressionLimits.DEFAULT);
    }

    private static PackedBatch packed(Codec codec, Event... events) {
        return PackedBatch.of(ListBatch.of(events), codec);
    }

    static List<PoisonBatches.Poison> poisons() throws IOException {
        return PoisonBatches.all(NOW).stream().filter(poison -> poison.error() != Errors.INVALID_TIMESTAMP)
                .filter(poison -> !List.of("a base offset", "a control batch").contains(poison.what())).toList();
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void aPoisonIsRefused(PoisonBatches.Poison poison) {
        assertThatThrownBy(() -> validate(take(ByteBuffer.wrap(poison.bytes()))))
                .isInstanceOf(poison.error() == Errors.MESSAGE_TOO_LARGE
                        ? BatchTooLargeException.class
                        : InvalidRecordException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bytes after the last record|bytes follow the last of 2 records
            a count of 3 records for 2|record 2 of 3: the records end within a number
            a record longer than the batch|record 0 of 2: it has a length of 63 bytes, and takes 14
            a key of -2 bytes|record 0 of 2: a payload has a length of -2 bytes, and
            the offset delta 1 twice|record 0 of 2: it has the offset delta 1
            a header without a name|record 0 of 1: header 0 has no name
            fewer records than offsets|a batch has a count of 2 records for 6 offsets; it must have one for each
            """)
    void theMessageNamesTheRecordAndWhatIsWrong(String what, String message) throws IOException {
        PoisonBatches.Poison poison = poisons().stream().filter(each -> each.what().equals(what)).findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> validate(take(ByteBuffer.wrap(poison.bytes())))).hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource
    void aValidBatchGivesItsTimestampsAndItsFirstRecordWithoutAKey(Codec codec) {
        var keyed = Event.of("k", "v").with("h", null);
        assertThat(validate(packed(codec, keyed, keyed))).isEqualTo(new RecordSummary(Long.MAX_VALUE, -1, -1, 24));
        var late = new Event(NOW + 5, null, null, List.of());
        var early = new Event(NOW - 5, new byte[0], null, List.of());
        assertThat(validate(packed(codec, keyed, early, late, late)))
                .extracting(RecordSummary::minTimestamp, RecordSummary::maxTimestamp, RecordSummary::firstWithoutKey)
                .containsExactly(NOW - 5, NOW + 5, 2);
    }

    /// Longer than the buffer of a [RecordStream], and with numbers across its end.
    @ParameterizedTest
    @EnumSource
    void aLargeBatchIsValid(Codec codec) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < 3000; i++) {
            events.add(new Event(NOW + i, null, new byte[i], List.of(new Header("number", new byte[i % 100]))));
        }
        Batch batch = ListBatch.of(Origin.UNKNOWN, events);
        long size = new BatchEncoder(batch).sizeInBytes() - HeaderField.ALL;
        assertThat(validate(PackedBatch.of(batch, codec))).isEqualTo(new RecordSummary(NOW, NOW + 2999, 0, size));
        ByteBuffer bytes = PackedBatch.of(batch, codec).bytes();
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.limit()).put(bytes).flip();
        assertThat(validate(take(direct))).isEqualTo(new RecordSummary(NOW, NOW + 2999, 0, size));
    }

    private static boolean isValid(PackedBatch batch, DecompressionLimits limits) {
        try {
            RecordValidator.validate(batch, limits);
            return true;
        } catch (InvalidRecordException | BatchTooLargeException e) {
            return false;
        }
    }

    /// Whether a reader gets one entry for each offset.
    private static boolean isReadable(PackedBatch batch) {
        try {
            long next = batch.baseOffset();
            for (Entry entry : batch) {
                if (entry.offset() != next++) {
                    return false;
                }
            }
            return next == batch.lastOffset() + 1;
        } catch (CorruptBatchException e) {
            return false;
        }
    }

    /// Some bytes are changed, and the checksum made to agree: a batch is accepted if and only if it can be read record
    /// by record. A negative timestamp is left to the door.
    @ParameterizedTest
    @EnumSource
    void aBatchIsAcceptedIfItCanBeReadRecordByRecord(Codec codec) {
        long seed = Long.getLong("gregor.seed", 7);
        var random = new Random(seed + codec.ordinal());
        var batches = new RandomBatches(seed);
        var limits = new DecompressionLimits(1 << 22, 1 << 20, 50);
        int accepted = 0;
        int refused = 0;
        int runs = (codec == Codec.NONE ? 10 : 1) * Effort.of(Boolean.getBoolean("gregor.prove") ? 50_000 : 2_000, 200);
        byte[] whole = new byte[0];
        for (int i = 0; i < runs; i++) {
            if (i % 50 == 0) {
                do {
                    whole = PackedBatch.of(batches.next(), codec).bytes().array();
                } while (whole.length > 20_000);
            }
            ByteBuffer bytes = ByteBuffer.wrap(BatchChanges.change(whole, random));
            if (bytes.limit() < HeaderField.ALL) {
                continue;
            }
            bytes.putInt(HeaderField.CHECKSUM.at(), PackedBatch.checksum(bytes, 0, bytes.limit()));
            try {
                PackedBatch batch = PackedBatch.take(bytes, limits);
                boolean valid = isValid(batch, limits);
                boolean negative = valid && RecordValidator.validate(batch, limits).minTimestamp() < 0;
                if (!batch.isControl() && !batch.isAppendTime() && !negative) {
                    assertThat(valid).as("seed %d, %s, change %d", seed, codec, i).isEqualTo(isReadable(batch));
                }
                accepted += valid ? 1 : 0;
                refused += valid ? 0 : 1;
            } catch (CorruptBatchException e) {
                refused++;
            }
        }
        assertThat(accepted).as("accepted").isPositive();
        assertThat(refused).as("refused").isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aBatchIsCompressedByAnotherCodecWithTheSameHeaderAndEvents(Codec to) {
        for (Codec from : Codec.values()) {
            var batches = new RandomBatches(3);
            for (int i = 0; i < 20; i++) {
                PackedBatch batch = PackedBatch.of(batches.next(), from);
                PackedBatch again = batch.compressed(to, Integer.MAX_VALUE);
                assertThat(again.codec()).isEqualTo(to);
                assertThat(again).containsExactlyElementsOf(batch);
                assertThat(again.origin()).isEqualTo(batch.origin());
                assertThat(again.maxTimestamp()).isEqualTo(batch.maxTimestamp());
                assertThat(take(again.bytes())).as("the checksum is right").isNotNull();
            }
        }
    }

    @Test
    void aBatchThatGrowsTooLargeIsGivenUp() {
        PackedBatch zeros = packed(Codec.ZSTD, new Event(0, null, new byte[10 << 20], List.of()));
        assertThatThrownBy(() -> zeros.compressed(Codec.NONE, 1 << 20)).isInstanceOf(BatchTooLargeException.class)
                .hasMessageContaining("takes more than 1048576 when compressed by NONE; send smaller batches");
    }

    /// Else the broker itself could not read it any more.
    @Test
    void aBatchThatGrowsTooSmallIsGivenUp() {
        PackedBatch zeros = packed(Codec.NONE, new Event(0, null, new byte[17 << 20], List.of()));
        assertThatThrownBy(() -> zeros.compressed(Codec.ZSTD, Integer.MAX_VALUE))
                .isInstanceOf(BatchTooLargeException.class)
                .hasMessageEndingWith("more than 16777216 when decompressed; send smaller batches");
    }

    @Test
    void theBatchesOfARequestShareTheirFreeBytes() {
        var budget = new DecompressionBudget(new DecompressionLimits(1 << 22, 1 << 20, 2));
        PackedBatch zeros = packed(Codec.ZSTD, new Event(0, null, new byte[700_000], List.of()));
        PackedBatch small = packed(Codec.GZIP, Event.of("a"));
        PackedBatch plain = packed(Codec.NONE, new Event(0, null, new byte[2_000_000], List.of()));
        budget.validate(plain);
        budget.validate(zeros);
        assertThatThrownBy(() -> budget.validate(zeros)).isInstanceOf(BatchTooLargeException.class);
        budget.validate(small);
        budget.validate(plain);
    }

    @Test
    void anInvalidBatchTakesAllFreeBytes() throws IOException {
        var budget = new DecompressionBudget(new DecompressionLimits(1 << 22, 1 << 20, 2));
        PoisonBatches.Poison noise = poisons().getLast();
        assertThatThrownBy(() -> budget.validate(take(ByteBuffer.wrap(noise.bytes()))))
                .isInstanceOf(CorruptBatchException.class);
        PackedBatch zeros = packed(Codec.ZSTD, new Event(0, null, new byte[700_000], List.of()));
        assertThatThrownBy(() -> budget.validate(zeros)).isInstanceOf(BatchTooLargeException.class);
    }
}
