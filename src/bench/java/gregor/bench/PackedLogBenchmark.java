package gregor.bench;

import module java.base;

import gregor.file.FileLog;
import gregor.file.FileRegion;
import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A packed batch appended to a log, beside the same bytes written to a file; and a region of a megabyte sent, beside
/// the same megabyte sent from the file.
///
/// Nothing waits for the disk. A region is found through the index, and its file opened and closed, each time.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PackedLogBenchmark {
    private static final int ROUND = 1 << 29;
    private static final int MEGABYTE = 1 << 20;

    @Param({"1000", "16000", "100000"})
    public int bytes;

    private Path folder;
    private FileLog log;
    private PackedBatch batch;
    private FileChannel plain;
    private FileChannel nowhere;
    private ByteBuffer direct;
    private long position;

    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Files.createTempDirectory("gregor-bench");
        var event = new Event(0, null, new byte[100], List.of());
        batch = PackedBatch.of(ListBatch.of(Origin.UNKNOWN, Collections.nCopies(bytes / 108, event)), Codec.NONE);
        log = FileLog.open(folder.resolve("log-0"),
                FileSettings.defaults().withSegmentBytes(ROUND).with(FsyncPolicy.never()).with(new PackedFormat()));
        plain = FileChannel.open(folder.resolve("plain"), StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        nowhere = FileChannel.open(Path.of("/dev/null"), StandardOpenOption.WRITE);
        direct = ByteBuffer.allocateDirect(batch.sizeInBytes());
        batch.writeTo(direct);
        for (int i = 0; i < 2 * MEGABYTE; i += batch.sizeInBytes()) {
            append();
            write();
        }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        log.close();
        plain.close();
        nowhere.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// A new segment now and then keeps the disk from filling up, and so does the plain file.
    @Benchmark
    public long append() {
        long offset = log.append(batch);
        if (log.sizeInBytes() > ROUND - 2 * MEGABYTE) {
            log.deleteBefore(log.end());
            for (int i = 0; i < 2 * MEGABYTE; i += batch.sizeInBytes()) {
                log.append(batch);
            }
        }
        return offset;
    }

    @Benchmark
    public long write() throws IOException {
        if (position > ROUND) {
            plain.truncate(2 * MEGABYTE);
            position = 2 * MEGABYTE;
        }
        position += plain.write(direct.clear(), position);
        return position;
    }

    @Benchmark
    public long sendRegion() {
        try (FileRegion region = log.read(log.start(), MEGABYTE).region()) {
            region.transferTo(nowhere);
            return region.length();
        }
    }

    @Benchmark
    public long sendFile() throws IOException {
        return plain.transferTo(0, MEGABYTE, nowhere);
    }
}
