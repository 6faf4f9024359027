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

    /// Sends all of it.
    void sendTo(WritableByteChannel channel) throws IOException {
        int sent = 0;
        for (int i = 0; i < cargoes.size(); i++) {
            send(sent, places.get(i), channel);
            cargoes.get(i).sendTo(channel);
            sent = places.get(i);
        }
        send(sent, written.position(), channel);
    }

    private void send(int from, int to, WritableByteChannel channel) throws IOException {
        ByteBuffer part = written.slice(from, to - from);
        while (part.hasRemaining()) {
            channel.write(part);
        }
    }

    /// Lets go of the files.
    @Override
    public void close() {
        cargoes.forEach(FetchedRecords::close);
    }
}
