package gregor.file;

import module java.base;

/// Reads the batches of a file from a position on, and checks each: its checksum, its length against the bytes that are
/// left, its offsets against those before it. Checksums can be left out.
///
/// It reads a small chunk first and larger ones with every step, so that both one batch and many come fast.
/// One thread at a time may call it.
final class BatchScanner {
    private static final int PEEK_BYTES = 1 << 9;
    private static final int FIRST_BYTES = 1 << 13;
    private static final int MAX_BYTES = 1 << 16;
    private static final int TRUSTED_BYTES = 1 << 22;

    private final DataFile file;
    private final BatchFormat format;
    private final ReadBuffer buffer;
    private final long limit;
    private long position;
    private final boolean dense;
    private boolean checksums = true;
    private long nextOffset;
    private boolean known;
    private int readBytes = FIRST_BYTES;
    private BatchHeader header;
    private ByteBuffer copy;

    /// Starts before a batch.
    ///
    /// @param buffer     memory that the file is read through
    /// @param limit      the position at which the file ends
    /// @param nextOffset no batch may begin before this offset
    /// @param known      whether the first batch must begin with `nextOffset` if there are no gaps
    /// @param dense      whether there are no gaps; then the offsets are checked against each other, since a checksum
    ///                   need not cover them
    BatchScanner(DataFile file, BatchFormat format, ReadBuffer buffer, long position, long limit, long nextOffset,
            boolean known, boolean dense) {
        this.file = file;
        this.format = format;
        this.buffer = buffer;
        this.position = position;
        this.limit = limit;
        this.nextOffset = nextOffset;
        this.known = known;
        this.dense = dense;
    }

    /// Checks no checksums from now on and reads only headers, for batches that are skipped or sent as they are.
    BatchScanner headersOnly() {
        checksums = false;
        return this;
    }

    /// Sets the size of the first chunk: the wanted batch probably begins within `bytes`. If that is far, a large batch
    /// is probably in between, and the first chunk is small.
    void expect(long bytes) {
        readBytes = bytes <= FIRST_BYTES ? (int) bytes : PEEK_BYTES;
    }

    /// Checks the checksum of the current batch, and those of all following ones from now on.
    boolean isChecksumRight() {
        checksums = true;
        return checksum(header) == header.checksum();
    }

    /// Moves to the next batch; false at the end.
    ///
    /// @throws CorruptLogException if the bytes there are not an intact batch; then the position stays before them
    boolean next() {
        long at = end();
        header = null;
        copy = null;
        position = at;
        if (at >= limit) {
            release();
            return false;
        }
        BatchHeader found = format.header(bytes(position, format.headerBytes()), 0);
        check(found);
        header = found;
        nextOffset = found.lastOffset() + 1;
        known = true;
        return true;
    }

    /// Returns the memory that it reads through to the pool. It is copy again when needed.
    void release() {
        buffer.release();
    }

    /// Skips damage, to the batch after it if its length is credible, or else to the next one that an index names.
    /// Returns false, and stays before the damage, if there is none.
    boolean skip(SparseIndex offsets) {
        if (skip()) {
            return true;
        }
        if (!file.exists()) {
            return false;
        }
        long damage = position;
        for (var entry = offsets.higherOfValues(damage); entry != null; entry = offsets.after(entry)) {
            if (entry.value() < limit && jump(entry.value()) && header.lastOffset() == entry.key()) {
                return true;
            }
        }
        stay(damage);
        return false;
    }

    /// Skips a damaged batch if its length is credible: if another batch begins after it.
    boolean skip() {
        long damage = position;
        try {
            int length = format.header(bytes(position, format.headerBytes()), 0).length();
            if (length >= format.headerBytes() && jump(position + length)) {
                return true;
            }
        } catch (CorruptLogException more) {
            // the file ends within the header
        }
        stay(damage);
        return false;
    }

    private boolean jump(long to) {
        stay(to);
        try {
            return next();
        } catch (CorruptLogException more) {
            return false;
        }
    }

    private void stay(long at) {
        position = at;
        header = null;
        known = false;
    }

    private void check(BatchHeader found) {
        if (found.length() < format.headerBytes()) {
            throw damaged("no batch begins here");
        }
        if (found.length() > limit - position) {
            throw damaged("a batch has the length " + found.length() + ", and only " + (limit - position)
                    + " bytes are left");
        }
        if (found.baseOffset() < nextOffset || found.lastOffset() < found.baseOffset()
                || dense && known && found.baseOffset() != nextOffset) {
            throw damaged("a batch has the offsets " + found.baseOffset() + " to " + found.lastOffset() + ", and "
                    + nextOffset + " is next");
        }
        if (checksums && checksum(found) != found.checksum()) {
            throw damaged("the checksum of a batch is wrong");
        }
    }

    /// Computes the checksum in chunks, which fit into the processor's cache, and copies each chunk while it is there.
    /// A wrong length must not reserve memory: a very long batch is not copied yet.
    private int checksum(BatchHeader found) {
        var checksum = new CRC32C();
        boolean large = found.length() > MAX_BYTES;
        copy = large && found.length() <= TRUSTED_BYTES ? ByteBuffer.allocate(found.length()) : null;
        for (int at = 0; at < found.length(); at += MAX_BYTES) {
            ByteBuffer chunk = bytes(position + at, Math.min(MAX_BYTES, found.length() - at));
            checksum.update(at == 0 ? chunk.position(found.checkedFrom()) : chunk);
            if (copy != null) {
                copy.put(chunk.rewind());
            }
        }
        return (int) checksum.getValue();
    }

    /// Returns bytes from a position on.
    private ByteBuffer bytes(long from, int count) {
        if (!buffer.holds(this, from, count)) {
            int wanted = (int) Math.min(limit - from, Math.max(count, readBytes));
            int read = buffer.fill(this, file, from, wanted);
            readBytes = Math.clamp(2L * readBytes, FIRST_BYTES, MAX_BYTES);
            if (read < count) {
                throw damaged("the file ends at position " + (from + read) + " within a batch");
            }
        }
        return buffer.slice(from, count);
    }

    private CorruptLogException damaged(String what) {
        return new CorruptLogException(file.path(), position, what);
    }

    /// Returns the header of the current batch; null before the first and after the last.
    BatchHeader header() {
        return header;
    }

    /// Returns the position of the current batch; if there is none, that of the next.
    long position() {
        return position;
    }

    /// Returns the position at which the current batch ends.
    long end() {
        return header == null ? position : position + header.length();
    }

    /// Returns a copy of the bytes of the current batch.
    ByteBuffer stored() {
        if (copy != null) {
            return copy.duplicate().flip();
        }
        if (header.length() > TRUSTED_BYTES) {
            return file.read(ByteBuffer.allocate(header.length()), position);
        }
        return ByteBuffer.allocate(header.length()).put(bytes(position, header.length())).flip();
    }
}
