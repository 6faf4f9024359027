package gregor.file;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Origin;
import gregor.list.Utf8;

/// Gregor's own batch format: length, checksum, batch. Numbers are big-endian, so that a hex dump is easy to read.
///
/// ```
/// batch     = length:4 checksum:4 base:8 last:4 maxTimestamp:8 size:4 producerId:8 epoch:2 sequence:4 count:4 entry*
/// length    = the number of bytes after the checksum
/// checksum  = the CRC32C of those bytes
/// last      = the last offset less the base
/// size      = the bytes of keys, values and headers
/// entry     = offset:4 timestamp:8 key:payload value:payload headers:4 (name:payload value:payload)*
/// offset    = less the base
/// payload   = length:4 and that number of bytes; a length of -1 for null
/// ```
///
/// For example the event `hello` at offset 7, without key, time or origin, takes 79 bytes:
///
/// ```
/// 00000047 4e2d0979                                     71 bytes follow, their checksum
/// 0000000000000007 00000000 ffffffffffffffff 00000005   offsets 7 to 7, no timestamp, 5 bytes
/// ffffffffffffffff ffff ffffffff 00000001               unknown producer, 1 event
/// 00000000 ffffffffffffffff ffffffff 00000005 68656c6c6f 00000000
/// ```
///
/// Cost: 50 bytes a batch and 24 an event, most of them zeros; Kafka writes small numbers in fewer bytes. If the length
/// of a batch is damaged, the start of the next one cannot be found.
public final class EventFormat implements BatchFormat {
    private static final int HEADER = 50;
    private static final int CHECKED_FROM = 8;

    @Override
    public String name() {
        return "events";
    }

    @Override
    public int headerBytes() {
        return HEADER;
    }

    @Override
    public BatchHeader header(ByteBuffer bytes, int at) {
        int follow = bytes.getInt(at);
        long base = bytes.getLong(at + 8);
        boolean possible = follow >= HEADER - CHECKED_FROM && follow <= Integer.MAX_VALUE - CHECKED_FROM;
        return new BatchHeader(possible ? follow + CHECKED_FROM : 0, bytes.getInt(at + 4), CHECKED_FROM, base,
                base + bytes.getInt(at + 16), bytes.getLong(at + 20), bytes.getInt(at + 28),
                origin(bytes.getLong(at + 32), bytes.getShort(at + 40), bytes.getInt(at + 42)));
    }

    private static Origin origin(long producerId, short epoch, int sequence) {
        return producerId == -1 && epoch == -1 && sequence == -1
                ? Origin.UNKNOWN
                : new Origin(producerId, epoch, sequence);
    }

    @Override
    public int storedBytes(Batch batch) {
        long bytes = HEADER;
        for (Entry entry : batch) {
            bytes += 24 + 8L * entry.event().headers().size() + entry.event().sizeInBytes();
        }
        if (bytes > Integer.MAX_VALUE - CHECKED_FROM) {
            throw new IllegalArgumentException(
                    "a batch of " + bytes + " bytes is too large for a file; send it in parts");
        }
        return (int) bytes;
    }

    @Override
    public void write(Batch batch, long baseOffset, ByteBuffer to) {
        int at = to.position();
        Origin origin = batch.origin();
        to.putLong(0).putLong(baseOffset).putInt(Math.toIntExact(batch.lastOffset() - batch.baseOffset()));
        to.putLong(batch.maxTimestamp()).putInt(batch.sizeInBytes());
        to.putLong(origin.producerId()).putShort(origin.epoch()).putInt(origin.sequence()).putInt(0);
        int count = 0;
        for (Entry entry : batch) {
            to.putInt((int) (entry.offset() - batch.baseOffset()));
            write(entry.event(), to);
            count++;
        }
        to.putInt(at + HEADER - 4, count);
        int end = to.position();
        var checksum = new CRC32C();
        checksum.update(to.slice(at + CHECKED_FROM, end - at - CHECKED_FROM));
        to.putInt(at, end - at - CHECKED_FROM).putInt(at + 4, (int) checksum.getValue());
    }

    private static void write(Event event, ByteBuffer to) {
        to.putLong(event.timestamp());
        write(event.key(), to);
        write(event.value(), to);
        to.putInt(event.headers().size());
        for (Header header : event.headers()) {
            write(Utf8.bytes(header.key()), to);
            write(header.value(), to);
        }
    }

    private static void write(byte[] payload, ByteBuffer to) {
        if (payload == null) {
            to.putInt(-1);
        } else {
            to.putInt(payload.length).put(payload);
        }
    }

    @Override
    public Batch batch(BatchHeader header, ByteBuffer stored) {
        return new FileBatch(this, header, stored);
    }

    /// Decodes the events of a batch.
    Iterable<Entry> entries(ByteBuffer stored) {
        ByteBuffer bytes = stored.duplicate();
        long base = bytes.getLong(bytes.position() + 8);
        bytes.position(bytes.position() + HEADER - 4);
        int count = bytes.getInt();
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(base + bytes.getInt(), event(bytes)));
        }
        return entries;
    }

    private static Event event(ByteBuffer bytes) {
        long timestamp = bytes.getLong();
        byte[] key = payload(bytes);
        byte[] value = payload(bytes);
        int count = bytes.getInt();
        if (count == 0) {
            return new Event(timestamp, key, value, List.of());
        }
        var headers = new ArrayList<Header>(count);
        for (int i = 0; i < count; i++) {
            headers.add(new Header(new String(payload(bytes), UTF_8), payload(bytes)));
        }
        return new Event(timestamp, key, value, headers);
    }

    private static byte[] payload(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0) {
            return null;
        }
        byte[] payload = new byte[length];
        bytes.get(payload);
        return payload;
    }
}
