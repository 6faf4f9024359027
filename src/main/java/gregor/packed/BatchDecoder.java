package gregor.packed;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// Makes entries of bytes, one when it is asked for one. No length and no count makes it reserve more memory than
/// there are bytes, however it lies.
final class BatchDecoder implements Iterator<Entry> {
    /// Each record has a timestamp of its own.
    static final long OWN_TIME = Long.MIN_VALUE;

    private static final int MIN_RECORD_BYTES = 7;

    private final ByteBuffer records;
    private final int count;
    private final long baseOffset;
    private final int lastDelta;
    private final long baseTimestamp;
    private final long appendTime;
    private int made;
    private int previousDelta = -1;

    /// @throws CorruptBatchException if there cannot be so many records in so few bytes
    BatchDecoder(ByteBuffer records, int count, long baseOffset, int lastDelta, long baseTimestamp, long appendTime) {
        this.records = records;
        this.count = count;
        this.baseOffset = baseOffset;
        this.lastDelta = lastDelta;
        this.baseTimestamp = baseTimestamp;
        this.appendTime = appendTime;
        if (count < 0 || (long) count * MIN_RECORD_BYTES > records.remaining()) {
            throw new CorruptBatchException("a batch says that it has " + count + " records, in "
                    + records.remaining() + " bytes");
        }
        checkEnd();
    }

    private void checkEnd() {
        if (made == count && records.hasRemaining()) {
            throw new CorruptBatchException("there are " + records.remaining() + " bytes behind the last of "
                    + count + " records");
        }
    }

    @Override
    public boolean hasNext() {
        return made < count;
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more records");
        }
        int length = Varint.readInt(records);
        if (length < 0 || length > records.remaining()) {
            throw new CorruptBatchException("a record says that it has " + length + " bytes, and "
                    + records.remaining() + " are left");
        }
        int end = records.position() + length;
        Entry entry = entry(records);
        if (records.position() != end) {
            throw new CorruptBatchException("a record says that it has " + length + " bytes, and has "
                    + (records.position() - end + length));
        }
        made++;
        checkEnd();
        return entry;
    }

    private Entry entry(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            throw new CorruptBatchException("a record has no bytes");
        }
        bytes.get();
        long timestamp = baseTimestamp + Varint.read(bytes);
        int delta = Varint.readInt(bytes);
        if (delta <= previousDelta || delta > lastDelta) {
            throw new CorruptBatchException("a record says that it is number " + delta + " of 0 to " + lastDelta
                    + ", after number " + previousDelta);
        }
        previousDelta = delta;
        byte[] key = payload(bytes);
        byte[] value = payload(bytes);
        return new Entry(baseOffset + delta, event(timestamp, key, value, headers(bytes)));
    }

    private Event event(long own, byte[] key, byte[] value, List<Header> headers) {
        long timestamp = appendTime == OWN_TIME ? own : appendTime;
        if (timestamp < Event.NO_TIMESTAMP) {
            throw new CorruptBatchException("a record has the timestamp " + timestamp);
        }
        return new Event(timestamp, key, value, headers);
    }

    private static List<Header> headers(ByteBuffer bytes) {
        int count = Varint.readInt(bytes);
        if (count == 0) {
            return List.of();
        }
        if (count < 0 || count > bytes.remaining() / 2) {
            throw new CorruptBatchException("a record says that it has " + count + " headers, in "
                    + bytes.remaining() + " bytes");
        }
        var headers = new ArrayList<Header>(count);
        for (int i = 0; i < count; i++) {
            byte[] name = payload(bytes);
            if (name == null) {
                throw new CorruptBatchException("a header has no name");
            }
            headers.add(new Header(new String(name, UTF_8), payload(bytes)));
        }
        return headers;
    }

    private static byte[] payload(ByteBuffer bytes) {
        int length = Varint.readInt(bytes);
        if (length < -1 || length > bytes.remaining()) {
            throw new CorruptBatchException("a payload says that it has " + length + " bytes, and "
                    + bytes.remaining() + " are left");
        }
        if (length == -1) {
            return null;
        }
        byte[] payload = new byte[length];
        bytes.get(payload);
        return payload;
    }
}
