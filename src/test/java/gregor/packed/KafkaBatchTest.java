package gregor.packed;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.exercise.Effort;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Origin;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What we write is what Apache Kafka's own clients write, byte for byte, and each reads what the other has written.
class KafkaBatchTest {
    private static final int BATCHES = Boolean.getBoolean("gregor.prove") ? 20_000 : Effort.of(500, 60);

    private static MemoryRecordsBuilder builder(Batch batch, Codec codec, TimestampType type, long appendTime,
            boolean transactional) {
        Origin origin = batch.origin();
        return MemoryRecords.builder(ByteBuffer.allocate(1 << 12), RecordBatch.MAGIC_VALUE_V2,
                Compression.of(CompressionType.forId(codec.ordinal())).build(), type, batch.baseOffset(), appendTime,
                origin.producerId(), origin.epoch(), origin.sequence(), transactional, false, -1);
    }

    private static ByteBuffer kafkas(Batch batch, MemoryRecordsBuilder builder) {
        for (Entry entry : batch) {
            Event event = entry.event();
            builder.appendWithOffset(entry.offset(), event.timestamp(), event.key(), event.value(),
                    event.headers().stream().map(header -> new RecordHeader(header.key(), header.value()))
                            .toArray(RecordHeader[]::new));
        }
        return builder.build().buffer();
    }

    private static ByteBuffer kafkas(Batch batch, Codec codec) {
        return kafkas(batch, builder(batch, codec, TimestampType.CREATE_TIME, RecordBatch.NO_TIMESTAMP, false));
    }

    @ParameterizedTest
    @EnumSource
    void theSameBatchBecomesTheSameBytes(Codec codec) {
        var batches = new RandomBatches(13 + codec.ordinal());
        for (int i = 0; i < BATCHES; i++) {
            Batch batch = batches.next();
            assertSame(PackedBatch.of(batch, codec).bytes(), kafkas(batch, codec), codec + ", batch " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void weReadWhatKafkaWrites(Codec codec) {
        var batches = new RandomBatches(113 + codec.ordinal());
        for (int i = 0; i < BATCHES; i++) {
            Batch batch = batches.next();
            ByteBuffer bytes = kafkas(batch, codec);
            PackedBatch read = PackedBatch.take(bytes, DecompressionLimits.DEFAULT);
            assertThat(bytes.hasRemaining()).isFalse();
            assertThat(read).as("%s, batch %d", codec, i).containsExactlyElementsOf(batch);
            assertThat(List.of(read.baseOffset(), read.lastOffset(), read.maxTimestamp(), read.origin(), read.codec(),
                    read.leaderEpoch())).containsExactly(batch.baseOffset(), batch.lastOffset(), batch.maxTimestamp(),
                            batch.origin(), codec, -1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void kafkaReadsWhatWeWrite(Codec codec) {
        var batches = new RandomBatches(213 + codec.ordinal());
        for (int i = 0; i < BATCHES / 2; i++) {
            Batch batch = batches.next();
            RecordBatch read = only(PackedBatch.of(batch, codec).at(batch.baseOffset() + 5, 3).bytes());
            read.ensureValid();
            assertThat(read.partitionLeaderEpoch()).isEqualTo(3);
            assertThat(read.lastOffset()).isEqualTo(batch.lastOffset() + 5);
            assertThat(read.producerId()).isEqualTo(batch.origin().producerId());
            assertThat(read.baseSequence()).isEqualTo(batch.origin().sequence());
            var entries = new ArrayList<Entry>();
            read.forEach(record -> entries.add(entry(record)));
            assertThat(entries).as("%s, batch %d", codec, i)
                    .containsExactlyElementsOf(batch.at(batch.baseOffset() + 5));
        }
    }

    /// Names the first field that is another one.
    private static void assertSame(ByteBuffer ours, ByteBuffer theirs, String which) {
        for (HeaderField field : HeaderField.values()) {
            assertThat(field.of(ours, 0)).as("%s, %s", which, field).isEqualTo(field.of(theirs, 0));
        }
        assertThat(ours.mismatch(theirs)).as("%s, the first byte that Kafka writes in another way (-1: none)", which)
                .isEqualTo(-1);
    }

    private static MutableRecordBatch only(ByteBuffer bytes) {
        var batches = MemoryRecords.readableRecords(bytes).batches().iterator();
        MutableRecordBatch first = batches.next();
        assertThat(batches.hasNext()).isFalse();
        return first;
    }

    private static Entry entry(Record record) {
        List<Header> headers = Arrays.stream(record.headers()).map(header -> new Header(header.key(), header.value()))
                .toList();
        return new Entry(record.offset(), new Event(record.timestamp(), Utils.toNullableArray(record.key()),
                Utils.toNullableArray(record.value()), headers));
    }

    @Test
    void aBatchThatTheBrokerStampsIsTheOneThatKafkaWouldMake() {
        var batches = new RandomBatches(5);
        for (int i = 0; i < Effort.of(500, 100); i++) {
            Batch batch = batches.next();
            Codec codec = Codec.values()[i % 5];
            MutableRecordBatch theirs = only(kafkas(batch, codec));
            theirs.setMaxTimestamp(TimestampType.LOG_APPEND_TIME, 1234567);
            PackedBatch stamped = PackedBatch.of(batch, codec).stamped(1234567);
            ByteBuffer bytes = ByteBuffer.allocate(theirs.sizeInBytes());
            theirs.writeTo(bytes);
            assertSame(stamped.bytes(), bytes.flip(), codec + ", batch " + i);
            assertThat(stamped).allMatch(entry -> entry.event().timestamp() == 1234567);
            ByteBuffer built = kafkas(batch, builder(batch, codec, TimestampType.LOG_APPEND_TIME, 1234567, false));
            assertThat(PackedBatch.take(built, DecompressionLimits.DEFAULT)).containsExactlyElementsOf(stamped);
        }
    }

    @Test
    void aTransactionalBatchSaysSo() {
        Batch batch = new RandomBatches(6).next();
        batch = new gregor.list.ListBatch(new Origin(7, (short) 1, 0), List.of(batch.iterator().next()));
        ByteBuffer bytes = kafkas(batch, builder(batch, Codec.NONE, TimestampType.CREATE_TIME, -1, true));
        PackedBatch read = PackedBatch.take(bytes, DecompressionLimits.DEFAULT);
        assertThat(read.isTransactional()).isTrue();
        assertThat(read.isControl()).isFalse();
        assertThat(PackedBatch.of(batch, Codec.NONE).isTransactional()).isFalse();
    }

    @Test
    void aMarkerIsReadAndIsNoEvent() {
        for (var type : List.of(ControlRecordType.ABORT, ControlRecordType.COMMIT)) {
            ByteBuffer bytes = MemoryRecords
                    .withEndTransactionMarker(40, 1000, 0, 7, (short) 2, new EndTransactionMarker(type, 9)).buffer();
            PackedBatch read = PackedBatch.take(bytes, DecompressionLimits.DEFAULT);
            assertThat(read.isControl()).isTrue();
            assertThat(read).isEmpty();
            assertThat(ControlRecord.of(read))
                    .hasValue(new ControlRecord(40, ControlRecord.Type.valueOf(type.name()), 9));
            assertThat(read.lastOffset()).isEqualTo(40);
        }
        var change = new org.apache.kafka.common.message.LeaderChangeMessage().setLeaderId(1);
        ByteBuffer bytes = MemoryRecords.withLeaderChangeMessage(3, 1000, 5, ByteBuffer.allocate(1000), change)
                .buffer();
        assertThat(ControlRecord.of(PackedBatch.take(bytes, DecompressionLimits.DEFAULT)))
                .hasValue(new ControlRecord(3, ControlRecord.Type.OTHER, -1));
        assertThat(ControlRecord.of(PackedBatch.of(new RandomBatches(1).next(), Codec.NONE))).isEmpty();
    }

    @Test
    void aBatchThatCompactionEmptiedIsReadAndHasNothing() {
        ByteBuffer bytes = ByteBuffer.allocate(200);
        org.apache.kafka.common.record.internal.DefaultRecordBatch.writeEmptyHeader(bytes, (byte) 2, 7, (short) 1, 3,
                100, 109, 2, TimestampType.CREATE_TIME, 5000, false, false);
        PackedBatch read = PackedBatch.take(bytes.flip(), DecompressionLimits.DEFAULT);
        assertThat(read).isEmpty();
        assertThat(List.of(read.baseOffset(), read.lastOffset(), read.maxTimestamp())).containsExactly(100L, 109L,
                5000L);
    }

    @Test
    void placingABatchChangesItsFirstSixteenBytesAndNoOther() {
        var random = new Random(8);
        var batches = new RandomBatches(8);
        for (int i = 0; i < Effort.of(200, 100); i++) {
            PackedBatch batch = PackedBatch.of(batches.next(), Codec.values()[i % 5]);
            long offset = random.nextLong(1L << 50);
            ByteBuffer before = batch.bytes();
            ByteBuffer after = batch.at(offset, 77).bytes();
            String what = "batch %d of seed 8, %s, at(%d, 77): ".formatted(i, batch, offset);
            assertThat(after.slice(16, after.limit() - 16)).as(what + "bytes 16 and later")
                    .isEqualTo(before.slice(16, before.limit() - 16));
            assertThat(after.getInt(8)).as(what + "the length").isEqualTo(before.getInt(8));
            assertThat(after.getLong(0)).as(what + "the base offset").isEqualTo(offset);
            assertThat(after.getInt(12)).as(what + "the leader epoch").isEqualTo(77);
            RecordBatch theirs = only(after);
            theirs.ensureValid();
            assertThat(theirs.baseOffset()).isEqualTo(offset);
        }
    }
}
