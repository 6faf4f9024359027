package gregor.packed;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Origin;
import gregor.list.Utf8;
import org.jspecify.annotations.Nullable;

/// Encodes a batch. Timestamps and offsets are written as differences from the first one: a [Varint] is short if its
/// number is small.
final class BatchEncoder {
    private final Batch batch;
    private final long baseTimestamp;
    private int count;
    private int recordBytes;

    /// Computes the size of a batch.
    ///
    /// @throws IllegalArgumentException if it is too large for an array, or its offsets are too far apart
    BatchEncoder(Batch batch) {
        this.batch = batch;
        long first = Event.NO_TIMESTAMP;
        long bytes = 0;
        for (Entry entry : batch) {
            first = count == 0 ? entry.event().timestamp() : first;
            int body = body(entry, first);
            bytes += Varint.size(body) + body;
            count++;
        }
        if (bytes > Integer.MAX_VALUE - HeaderField.ALL
                || batch.lastOffset() - batch.baseOffset() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a batch of " + bytes + " bytes, from offset " + batch.baseOffset()
                    + " to " + batch.lastOffset() + ", is too large; send it in parts");
        }
        baseTimestamp = first;
        recordBytes = (int) bytes;
    }

    /// Returns its uncompressed size in bytes.
    int sizeInBytes() {
        return HeaderField.ALL + recordBytes;
    }

    private int body(Entry entry, long first) {
        Event event = entry.event();
        int bytes = 1 + Varint.size(event.timestamp() - first) + Varint.size(entry.offset() - batch.baseOffset())
                + size(event.key()) + size(event.value()) + Varint.size(event.headers().size());
        for (Header header : event.headers()) {
            bytes += size(Utf8.bytes(header.key())) + size(header.value());
        }
        return bytes;
    }

    private static int size(byte @Nullable [] payload) {
        return payload == null ? 1 : Varint.size(payload.length) + payload.length;
    }

    /// Writes it uncompressed with another base offset.
    void write(long baseOffset, ByteBuffer to) {
        int at = to.position();
        to.position(at + HeaderField.ALL);
        records(to);
        header(Codec.NONE, baseOffset, at, to);
    }

    /// Returns its bytes, compressed by a codec.
    ByteBuffer pack(Codec codec) {
        ByteBuffer plain = ByteBuffer.allocate(sizeInBytes());
        if (codec == Codec.NONE) {
            write(batch.baseOffset(), plain);
            return plain.flip();
        }
        records(plain);
        var compressed = new ByteArrayOutputStream(HeaderField.ALL + recordBytes / 4);
        compressed.writeBytes(new byte[HeaderField.ALL]);
        try (OutputStream stream = codec.compress(compressed)) {
            stream.write(plain.array(), 0, recordBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array accepts all bytes", e);
        }
        ByteBuffer packed = ByteBuffer.wrap(compressed.toByteArray());
        header(codec, batch.baseOffset(), 0, packed.position(packed.limit()));
        return packed.flip();
    }

    private void records(ByteBuffer to) {
        for (Entry entry : batch) {
            Event event = entry.event();
            Varint.write(body(entry, baseTimestamp), to);
            to.put((byte) 0);
            Varint.write(event.timestamp() - baseTimestamp, to);
            Varint.write(entry.offset() - batch.baseOffset(), to);
            write(event.key(), to);
            write(event.value(), to);
            Varint.write(event.headers().size(), to);
            for (Header header : event.headers()) {
                write(Utf8.bytes(header.key()), to);
                write(header.value(), to);
            }
        }
    }

    private static void write(byte @Nullable [] payload, ByteBuffer to) {
        if (payload == null) {
            Varint.write(-1, to);
        } else {
            Varint.write(payload.length, to);
            to.put(payload);
        }
    }

    /// Writes the header of the records that end at the position of the buffer.
    private void header(Codec codec, long baseOffset, int at, ByteBuffer to) {
        int end = to.position();
        Origin origin = batch.origin();
        to.position(at);
        to.putLong(baseOffset).putInt(end - at - HeaderField.LENGTH.end()).putInt(-1).put((byte) PackedBatch.MAGIC)
                .putInt(0);
        to.putShort((short) codec.ordinal()).putInt((int) (batch.lastOffset() - batch.baseOffset()));
        to.putLong(baseTimestamp).putLong(batch.maxTimestamp());
        to.putLong(origin.producerId()).putShort(origin.epoch()).putInt(origin.sequence()).putInt(count);
        to.position(end).putInt(at + HeaderField.CHECKSUM.at(),
                PackedBatch.checksum(to.duplicate().limit(end), at, end - at));
    }
}
