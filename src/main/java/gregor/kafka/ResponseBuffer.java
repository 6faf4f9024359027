package gregor.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.record.internal.BaseRecords;

/// An answer on its way out: bytes, and in between them cargo that is still in the files. One thread at a time may
/// call it.
final class ResponseBuffer implements Writable, AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final ByteBuffer written;
    private final ByteBufferAccessor bytes;
    private final List<FetchedRecords> cargoes = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    /// Begins with the length.
    ///
    /// @param length how many bytes there will be after it, the cargo among them
    /// @param own    how many of these are not cargo
    ResponseBuffer(int length, int own) {
        written = ByteBuffer.allocate(Integer.BYTES + own);
        bytes = new ByteBufferAccessor(written);
        bytes.writeInt(length);
    }

    @Override
    public void writeRecords(BaseRecords records) {
        cargoes.add((FetchedRecords) records);
        places.add(written.position());
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

    /// Returns how many of its bytes are in memory, and not in files.
    long heapBytes() {
        return written.capacity() + cargoes.stream().mapToLong(FetchedRecords::heapBytes).sum();
    }

    /// Sends all of it.
    ///
    /// @param moved is run after each piece that the channel has taken
    void sendTo(WritableByteChannel channel, Runnable moved) throws IOException {
        int sent = 0;
        for (int i = 0; i < cargoes.size(); i++) {
            send(written.slice(sent, places.get(i) - sent), channel, moved);
            cargoes.get(i).sendTo(channel, moved);
            sent = places.get(i);
        }
        send(written.slice(sent, written.position() - sent), channel, moved);
    }

    static void send(ByteBuffer bytes, WritableByteChannel channel, Runnable moved) throws IOException {
        for (int end = bytes.limit(); bytes.position() < end;) {
            bytes.limit(Math.min(end, bytes.position() + CHUNK_BYTES));
            channel.write(bytes);
            moved.run();
        }
    }

    /// Lets go of the files.
    @Override
    public void close() {
        cargoes.forEach(FetchedRecords::close);
    }
}
