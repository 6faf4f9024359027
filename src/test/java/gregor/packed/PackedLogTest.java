package gregor.packed;

import module java.base;

import static gregor.exercise.Wording.message;
import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.file.EventFormat;
import gregor.file.FileLog;
import gregor.file.FileRegion;
import gregor.file.FileSettings;
import gregor.file.FormatException;
import gregor.file.FsyncPolicy;
import gregor.file.GroupCommit;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log in files of packed batches: stored as received, sent as stored, converted from the other format.
class PackedLogTest {
    private static final FileSettings SMALL = FileSettings.defaults().withSegmentBytes(2000).withIndexBytes(300)
            .with(FsyncPolicy.never()).with(new PackedFormat());

    @TempDir
    private Path folder;
    private final List<FileLog> open = new ArrayList<>();

    private FileLog open(String name, FileSettings settings) {
        FileLog log = FileLog.open(folder.resolve(name), settings);
        open.add(log);
        return log;
    }

    @AfterEach
    void close() {
        open.forEach(FileLog::close);
    }

    private FileLog filled(FileSettings settings) {
        FileLog log = open("log", settings);
        var random = new Random(3);
        for (int i = 0; i < 200; i++) {
            var events = new ArrayList<Event>();
            for (int j = random.nextInt(6); j >= 0; j--) {
                events.add(Event.of("k" + j, "event " + i + " ".repeat(random.nextInt(60))));
            }
            log.append(PackedBatch.of(ListBatch.of(new Origin(7, (short) 1, i), events), Codec.values()[i % 5]));
        }
        return log;
    }

    @Test
    void aBatchIsStoredAsItWasReceived() throws IOException {
        FileLog log = open("log", SMALL);
        log.append(Event.of("first"));
        PackedBatch batch = PackedBatch.of(new RandomBatches(4).next().at(0), Codec.ZSTD);
        log.append(batch);
        ByteBuffer bytes = ByteBuffer.allocate(batch.sizeInBytes());
        batch.at(1, 0).writeTo(bytes);
        byte[] file = Files.readAllBytes(folder.resolve("log/00000000000000000000.log"));
        assertThat(java.util.Arrays.copyOfRange(file, file.length - batch.sizeInBytes(), file.length))
                .isEqualTo(bytes.array());
        PackedBatch read = (PackedBatch) log.read(1, 1).iterator().next();
        assertThat(List.of(read.codec(), read.baseOffset(), read.leaderEpoch())).containsExactly(Codec.ZSTD, 1L, 0);
    }

    private static byte[] bytes(Iterable<Batch> batches) {
        var bytes = new ByteArrayOutputStream();
        for (Batch batch : batches) {
            ByteBuffer some = ByteBuffer.allocate(batch.sizeInBytes());
            ((PackedBatch) batch).writeTo(some);
            bytes.writeBytes(some.array());
        }
        return bytes.toByteArray();
    }

    private static byte[] sent(FileRegion region) {
        var bytes = new ByteArrayOutputStream();
        try (region) {
            region.transferTo(Channels.newChannel(bytes));
        }
        return bytes.toByteArray();
    }

    /// Found through the index, it is what walking from batch to batch finds, up to the end of the segment.
    @Test
    void aRegionIsTheSameBatches() {
        FileLog log = filled(SMALL);
        var random = new Random(5);
        int cut = 0;
        for (int i = 0; i < 1000; i++) {
            long from = random.nextLong(log.start(), log.end() + 1);
            int maxBytes = random.nextInt(3000);
            byte[] region = sent(log.read(from, maxBytes).region());
            byte[] walked = bytes(log.read(from, maxBytes));
            assertThat(walked).as("from %d, %d bytes", from, maxBytes).startsWith(region);
            cut += region.length < walked.length ? 1 : 0;
            if (from < log.end()) {
                assertThat(region).isNotEmpty();
                ByteBuffer next = ByteBuffer.wrap(walked);
                next.position(region.length);
                if (next.hasRemaining()) {
                    long base = PackedBatch.take(next, DecompressionLimits.DEFAULT).baseOffset();
                    assertThat(folder.resolve("log/%020d.log".formatted(base))).as("it was cut where a segment ends")
                            .exists();
                }
            }
        }
        assertThat(cut).isBetween(100, 900);
    }

    @Test
    void aRegionGoesToASocketAndKafkaReadsIt() throws Exception {
        FileLog log = filled(SMALL.withSegmentBytes(1 << 20));
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            FileRegion region = log.read(10, Integer.MAX_VALUE).region();
            Thread sender = Thread.ofVirtual().start(() -> {
                try (region; SocketChannel accepted = server.accept()) {
                    region.transferTo(accepted);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            ByteBuffer received = ByteBuffer.wrap(Channels.newInputStream(client).readAllBytes());
            sender.join();
            assertThat(received.remaining()).isEqualTo((int) region.length());
            var offsets = new ArrayList<Long>();
            for (var batch : MemoryRecords.readableRecords(received).batches()) {
                batch.ensureValid();
                batch.forEach(record -> offsets.add(record.offset()));
            }
            assertThat(offsets).hasSize((int) (log.end() - offsets.getFirst())).contains(10L);
        }
    }

    @Test
    void manyThreadsMayAskForRegions() {
        try (GroupCommit log = GroupCommit.open(folder.resolve("log"), SMALL)) {
            log.append(PackedBatch.of(ListBatch.of(Event.of("a"), Event.of("b")), Codec.NONE));
            assertThat(PackedBatch.take(ByteBuffer.wrap(sent(log.region(1, Long.MAX_VALUE, 100))),
                    DecompressionLimits.DEFAULT)).hasSize(2);
            assertThat(sent(log.region(2, Long.MAX_VALUE, 100))).isEmpty();
            assertThatThrownBy(() -> log.region(3, Long.MAX_VALUE, 100)).has(messageWith("past the end"));
        }
    }

    @Test
    void aLogOfTheOtherFormatIsNotTakenForADamagedOne() throws IOException {
        FileSettings events = SMALL.with(new EventFormat());
        try (FileLog log = FileLog.open(folder.resolve("log"), events)) {
            log.append(Event.of("a"));
        }
        byte[] before = Files.readAllBytes(folder.resolve("log/00000000000000000000.log"));
        assertThatThrownBy(() -> FileLog.open(folder.resolve("log"), SMALL)).isInstanceOf(FormatException.class).has(
                message("the log in " + folder.resolve("log") + " has the format events, not packed; open it as events,"
                        + " or convert it: ./gregor convert " + folder.resolve("log")));
        assertThat(folder.resolve("log/00000000000000000000.log")).hasBinaryContent(before);
    }

    @Test
    void aLogOfLessonEightIsConvertedAndBack() {
        FileSettings events = SMALL.with(new EventFormat());
        List<Entry> all;
        Origin origin;
        try (FileLog log = FileLog.open(folder.resolve("log"), events)) {
            for (int i = 0; i < 100; i++) {
                log.append(ListBatch.of(new Origin(7, (short) 2, 3 * i),
                        List.of(Event.of("k", "a" + i), Event.of("b").with("h", null), Event.of(null, null))));
            }
            log.replace(30, List.of(new ListBatch(Origin.UNKNOWN, log.entries(7).subList(0, 2))));
            log.deleteBefore(8);
            all = log.entries(8);
            origin = log.read(45, 1).iterator().next().origin();
        }
        assertThat(FileLog.formatOf(folder.resolve("log"))).hasValue("events");
        var progress = new ArrayList<Long>();
        FileLog.convert(folder.resolve("log"), events, new PackedFormat(), (done, end) -> progress.add(done));
        assertThat(progress).last().isEqualTo(300L);
        assertThat(FileLog.formatOf(folder.resolve("log"))).hasValue("packed");
        try (FileLog log = FileLog.open(folder.resolve("log"), SMALL)) {
            assertThat(log.entries(8)).isEqualTo(all);
            assertThat(List.of(log.start(), log.end())).containsExactly(8L, 300L);
            Batch converted = log.read(45, 1).iterator().next();
            assertThat(converted).isInstanceOf(PackedBatch.class);
            assertThat(converted.origin()).isEqualTo(origin);
            assertThat(log.repairs()).isEmpty();
            assertThat(log.append(Event.of("and on"))).isEqualTo(300);
        }
        FileLog.convert(folder.resolve("log"), SMALL, new EventFormat(), (done, end) -> {});
        try (FileLog log = FileLog.open(folder.resolve("log"), events)) {
            assertThat(log.entries(8).subList(0, all.size())).isEqualTo(all);
            assertThat(log.end()).isEqualTo(301);
        }
    }
}
