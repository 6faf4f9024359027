package gregor.kafka;

import module java.base;

import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.record.internal.BaseRecords;

/// A response to be sent: bytes, and between them records that are still in files. One thread at a time may call it.
final class ResponseBuffer implements Writable, AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final ByteBuffer written;
    private final ByteBufferAccessor bytes;
    private final List<FetchedRecords> records = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();

    /// Begins with the length.
    ///
    /// @param length the bytes after it, including records
    /// @param own    the bytes among them that are not records
    ResponseBuffer(int length, int own) {
        written = ByteBuffer.allocate(Integer.BYTES + own);
        bytes = new ByteBufferAccessor(written);
        bytes.writeInt(length);
    }

    @Override
    public void writeRecords(BaseRecords more) {
        records.add((FetchedRecords) more);
        positions.add(written.position());
    }

    @Override
    public void writeByte(byte value) {
        bytes.writeByte(value);
    }

    @Override
    public void writeShort(short value) {
        bytes.writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        bytes.writeInt(value);
    }

    @Override
    public void writeLong(long value) {
        bytes.writeLong(value);
    }

    @Override
    public void writeDouble(double value) {
        bytes.writeDouble(value);
    }

    @Override
    public void writeByteArray(byte[] value) {
        bytes.writeByteArray(value);
    }

    @Override
    public void writeUnsignedVarint(int value) {
        bytes.writeUnsignedVarint(value);
    }

    @Override
    public void writeByteBuffer(ByteBuffer value) {
        bytes.writeByteBuffer(value);
    }

    @Override
    public void writeVarint(int value) {
        bytes.writeVarint(value);
    }

    @Override
    public void writeVarlong(long value) {
        bytes.writeVarlong(value);
    }

    /// Returns the number of its bytes that are in memory, not in files.
    long heapBytes() {
        return written.capacity() + records.stream().mapToLong(FetchedRecords::heapBytes).sum();
    }

    /// Sends the response.
    ///
    /// @param progress runs after each chunk that the channel has accepted
    void sendTo(WritableByteChannel channel, Runnable progress) throws IOException {
        int sent = 0;
        for (int i = 0; i < records.size(); i++) {
            send(written.slice(sent, positions.get(i) - sent), channel, progress);
            records.get(i).sendTo(channel, progress);
            sent = positions.get(i);
        }
        send(written.slice(sent, written.position() - sent), channel, progress);
    }

    static void send(ByteBuffer bytes, WritableByteChannel channel, Runnable progress) throws IOException {
        for (int end = bytes.limit(); bytes.position() < end;) {
            bytes.limit(Math.min(end, bytes.position() + CHUNK_BYTES));
            channel.write(bytes);
            progress.run();
        }
    }

    /// Releases the files.
    @Override
    public void close() {
        records.forEach(FetchedRecords::close);
    }
}
