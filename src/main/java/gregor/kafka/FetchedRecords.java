package gregor.kafka;

import gregor.file.FileRegion;
import gregor.list.Batch;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/// Batches on their way to a client: a piece of a file, which goes to the socket uncopied, or bytes. One thread at a
/// time may call it.
final class FetchedRecords implements BaseRecords, AutoCloseable {
    private final FileRegion region;
    private final ByteBuffer bytes;

    private FetchedRecords(FileRegion region, ByteBuffer bytes) {
        this.region = region;
        this.bytes = bytes;
    }

    /// No batches.
    static FetchedRecords nothing() {
        return new FetchedRecords(null, ByteBuffer.allocate(0));
    }

    /// A piece of a file, which this closes.
    static FetchedRecords of(FileRegion region) {
        return new FetchedRecords(region, null);
    }

    /// Packs batches that are not packed yet.
    static FetchedRecords of(Iterable<Batch> batches, int leaderEpoch) {
        int size = 0;
        var packed = new ArrayList<PackedBatch>();
        for (Batch batch : batches) {
            packed.add(batch instanceof PackedBatch already ? already : PackedBatch.of(batch, Codec.NONE));
            size = Math.addExact(size, packed.getLast().sizeInBytes());
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        packed.forEach(batch -> batch.at(batch.baseOffset(), leaderEpoch).writeTo(bytes));
        return new FetchedRecords(null, bytes.flip());
    }

    @Override
    public int sizeInBytes() {
        return region == null ? bytes.remaining() : (int) region.length();
    }

    /// Returns how many of its bytes are in memory, and not in a file.
    int heapBytes() {
        return region == null ? bytes.capacity() : 0;
    }

    /// Sends all of it.
    ///
    /// @param moved is run after each piece that the channel has taken
    void sendTo(WritableByteChannel channel, Runnable moved) throws IOException {
        if (region == null) {
            ResponseBuffer.send(bytes, channel, moved);
            return;
        }
        for (long sent = 0; sent < region.length();) {
            sent += region.transferTo(sent, channel);
            moved.run();
        }
    }

    /// Not for kafka-clients: [#sendTo(WritableByteChannel, Runnable)] is for us.
    @Override
    public RecordsSend<? extends BaseRecords> toSend() {
        throw new UnsupportedOperationException("a cargo sends itself");
    }

    @Override
    public void close() {
        if (region != null) {
            region.close();
        }
    }
}
