package gregor.bench;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.DecompressionLimits;
import gregor.packed.PackedBatch;
import gregor.packed.RecordSummary;
import gregor.packed.RecordValidator;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;
import org.apache.kafka.common.utils.Utils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// A batch of 500 events of 100 bytes: packed, unpacked and checked by us and by kafka-clients.
///
/// Promised: none of ours takes longer than 1.5 × the other.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PackedBenchmark {
    @Param({"NONE", "GZIP", "SNAPPY", "LZ4", "ZSTD"})
    public Codec codec;

    private static final BufferSupplier BUFFERS = BufferSupplier.create();

    private Batch events;
    private ByteBuffer bytes;
    private Compression compression;

    /// Returns 500 events of 100 bytes.
    static Batch deliveries() {
        var random = new Random(13);
        var list = new ArrayList<Event>();
        for (int i = 0; i < 500; i++) {
            var text = new StringBuilder("truck--ontime--australia-melbourne-");
            while (text.length() < 100) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            list.add(Event.of("truck-" + random.nextInt(50), text.toString())
                    .at(java.time.Instant.ofEpochMilli(1_772_438_400_000L + i)));
        }
        return ListBatch.of(Origin.UNKNOWN, list);
    }

    @Setup(Level.Trial)
    public void makeEvents() {
        events = deliveries();
        bytes = PackedBatch.of(events, codec).bytes();
        compression = Compression.of(CompressionType.forId(codec.ordinal())).build();
    }

    @Benchmark
    public PackedBatch pack() {
        return PackedBatch.of(events, codec);
    }

    @Benchmark
    public MemoryRecords packKafka() {
        MemoryRecordsBuilder builder = MemoryRecords.builder(ByteBuffer.allocate(1 << 16), RecordBatch.MAGIC_VALUE_V2,
                compression, TimestampType.CREATE_TIME, 0, RecordBatch.NO_TIMESTAMP, -1, (short) -1, -1, false, false,
                -1);
        for (Entry entry : events) {
            builder.appendWithOffset(entry.offset(), entry.event().timestamp(), entry.event().key(),
                    entry.event().value(), new Header[0]);
        }
        return builder.build();
    }

    @Benchmark
    public void unpack(Blackhole hole) {
        for (Entry entry : PackedBatch.take(bytes.duplicate(), DecompressionLimits.DEFAULT)) {
            hole.consume(entry.event().key());
            hole.consume(entry.event().value());
        }
    }

    /// A Kafka consumer makes arrays of keys and values too.
    @Benchmark
    public void unpackKafka(Blackhole hole) {
        for (RecordBatch batch : MemoryRecords.readableRecords(bytes.duplicate()).batches()) {
            batch.ensureValid();
            for (Record record : batch) {
                hole.consume(Utils.toNullableArray(record.key()));
                hole.consume(Utils.toNullableArray(record.value()));
            }
        }
    }

    @Benchmark
    public PackedBatch check() {
        return PackedBatch.take(bytes.duplicate(), DecompressionLimits.DEFAULT);
    }

    @Benchmark
    public RecordBatch checkKafka() {
        RecordBatch batch = MemoryRecords.readableRecords(bytes.duplicate()).batches().iterator().next();
        batch.ensureValid();
        return batch;
    }

    /// What a broker does with a batch before it appends it.
    @Benchmark
    public RecordSummary validate() {
        return RecordValidator.validate(PackedBatch.take(bytes.duplicate(), DecompressionLimits.DEFAULT),
                DecompressionLimits.DEFAULT);
    }

    /// What Kafka's `LogValidator` does: records that are not compressed become objects, others are skipped through.
    @Benchmark
    public void validateKafka(Blackhole hole) {
        MutableRecordBatch batch = MemoryRecords.readableRecords(bytes.duplicate()).batches().iterator().next();
        batch.ensureValid();
        try (CloseableIterator<Record> records = codec == Codec.NONE
                ? batch.streamingIterator(BUFFERS)
                : batch.skipKeyValueIterator(BUFFERS)) {
            records.forEachRemaining(record -> hole.consume(record.timestamp()));
        }
    }
}
