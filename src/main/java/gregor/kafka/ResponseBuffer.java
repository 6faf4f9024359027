package gregor.kafka;

import module java.base;

import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.BaseRecords;

/// A response to be sent: bytes, and between them records that are still in files. One thread at a time may call it.
final class ResponseBuffer extends ByteBufferAccessor implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final List<FetchedRecords> records = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();

    /// @param length the bytes after it, including records
    /// @param own    the bytes among them that are not records
    ResponseBuffer(int length, int own) {
        super(ByteBuffer.allocate(Integer.BYTES + own));
        writeInt(length);
    }

    @Override
    public void writeRecords(BaseRecords more) {
        records.add((FetchedRecords) more);
        positions.add(buffer().position());
    }

    /// Returns the number of its bytes that are in memory, not in files.
    long heapBytes() {
        return buffer().capacity() + records.stream().mapToLong(FetchedRecords::heapBytes).sum();
    }

    /// @param progress runs after each chunk that the channel has accepted
    void sendTo(WritableByteChannel channel, Runnable progress) throws IOException {
        int sent = 0;
        for (int i = 0; i < records.size(); i++) {
            send(buffer().slice(sent, positions.get(i) - sent), channel, progress);
            records.get(i).sendTo(channel, progress);
            sent = positions.get(i);
        }
        send(buffer().slice(sent, buffer().position() - sent), channel, progress);
    }

    static void send(ByteBuffer bytes, WritableByteChannel channel, Runnable progress) throws IOException {
        for (int end = bytes.limit(); bytes.position() < end;) {
            bytes.limit(Math.min(end, bytes.position() + CHUNK_BYTES));
            channel.write(bytes);
            progress.run();
        }
    }

    @Override
    public void close() {
        records.forEach(FetchedRecords::close);
    }
}
