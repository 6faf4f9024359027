package gregor.kafka;

import module java.base;

import gregor.file.FileRegion;
import gregor.list.Batch;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/// Record batches for a client: a region of a file, which a plain socket sends without copying (zero copy), or bytes.
/// One thread at a time may call it.
final class FetchedRecords implements BaseRecords, AutoCloseable {
    private final FileRegion region;
    private final ByteBuffer bytes;

    private FetchedRecords(FileRegion region, ByteBuffer bytes) {
        this.region = region;
        this.bytes = bytes;
    }

    /// No batches.
    static FetchedRecords none() {
        return new FetchedRecords(null, ByteBuffer.allocate(0));
    }

    /// The batches in a region of a file, which is closed with them.
    static FetchedRecords of(FileRegion region) {
        return new FetchedRecords(region, null);
    }

    /// Batches from memory that end before an offset, encoded if they are not yet.
    static FetchedRecords of(Iterable<Batch> batches, long before, int leaderEpoch) {
        int size = 0;
        var packed = new ArrayList<PackedBatch>();
        for (Batch batch : batches) {
            if (batch.lastOffset() >= before) {
                break;
            }
            packed.add(batch instanceof PackedBatch already ? already : PackedBatch.of(batch, Codec.NONE));
            size = Math.addExact(size, packed.getLast().sizeInBytes());
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        packed.forEach(batch -> batch.at(batch.baseOffset(), leaderEpoch).writeTo(bytes));
        return new FetchedRecords(null, bytes.flip());
    }

    @Override
    public int sizeInBytes() {
        return region == null ? bytes.remaining() : Math.toIntExact(region.length());
    }

    /// Returns the number of its bytes that are in memory, not in a file.
    int heapBytes() {
        return region == null ? bytes.capacity() : 0;
    }

    /// @param progress runs after each chunk that the channel has accepted
    void sendTo(WritableByteChannel channel, Runnable progress) throws IOException {
        if (region == null) {
            ResponseBuffer.send(bytes, channel, progress);
            return;
        }
        for (long sent = 0; sent < region.length();) {
            sent += region.transferTo(sent, channel);
            progress.run();
        }
    }

    /// Unsupported: [#sendTo(WritableByteChannel, Runnable)] sends the batches.
    @Override
    public RecordsSend<? extends BaseRecords> toSend() {
        throw new UnsupportedOperationException("use sendTo");
    }

    @Override
    public void close() {
        if (region != null) {
            region.close();
        }
    }
}
