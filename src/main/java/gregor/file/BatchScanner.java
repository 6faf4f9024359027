package gregor.file;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Goes through the batches of a file from a position on, and checks each of them: its checksum, its length against
/// the bytes that are left, its offsets against those before it. Only who asks for it leaves out the checksums.
///
/// It reads little at first and more with every step, so that one batch comes fast, and many do too.
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
    private boolean whole = true;
    private long nextOffset;
    private boolean known;
    private int readBytes = FIRST_BYTES;
    private BatchHeader frame;
    private ByteBuffer taken;

    /// Begins before a batch.
    ///
    /// @param buffer     what the file is read through
    /// @param limit      the position at which the file ends, or should
    /// @param nextOffset no batch may begin before this offset
    /// @param known      the first batch must begin with it, if there are no gaps
    /// @param dense      there are no gaps: a checksum need not cover the offset of a batch
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

    /// From now on only what a batch says about itself is read, and not its checksum: for who sends it on unread.
    BatchScanner headersOnly() {
        whole = false;
        return this;
    }

    /// What is looked for is likely to begin within so many bytes. If that is far, a large batch lies between.
    void expect(long bytes) {
        readBytes = bytes <= FIRST_BYTES ? (int) bytes : PEEK_BYTES;
    }

    /// Whether the batch that was read last has the right checksum. From now on the others are checked too.
    boolean isRight() {
        whole = true;
        return checksum(frame) == frame.checksum();
    }

    /// Reads the next batch, if there is one.
    ///
    /// @throws CorruptLogException if there is something else; then the position stays before it
    boolean next() {
        long at = end();
        frame = null;
        taken = null;
        position = at;
        if (at >= limit) {
            rest();
            return false;
        }
        BatchHeader found = format.frame(bytes(position, format.headerBytes()), 0);
        check(found);
        frame = found;
        nextOffset = found.lastOffset() + 1;
        known = true;
        return true;
    }

    /// Lets others have the memory that it reads through: for who may go no further.
    void rest() {
        buffer.rest();
    }

    /// Steps over a damaged batch, if its length can be believed: if another one begins behind it.
    boolean skip() {
        long damage = position;
        known = false;
        try {
            int length = format.frame(bytes(position, format.headerBytes()), 0).length();
            position += length;
            if (length >= format.headerBytes() && next()) {
                return true;
            }
        } catch (CorruptLogException more) {
            // then it cannot be
        }
        position = damage;
        return false;
    }

    private void check(BatchHeader found) {
        if (found.length() < format.headerBytes()) {
            throw damaged("no batch begins here");
        }
        if (found.length() > limit - position) {
            throw damaged("a batch says that it has " + found.length() + " bytes, and " + (limit - position)
                    + " are left");
        }
        if (found.baseOffset() < nextOffset || found.lastOffset() < found.baseOffset()
                || dense && known && found.baseOffset() != nextOffset) {
            throw damaged("a batch says that it holds offsets " + found.baseOffset() + " to " + found.lastOffset()
                    + ", and " + nextOffset + " is next");
        }
        if (whole && checksum(found) != found.checksum()) {
            throw damaged("the checksum of a batch is wrong");
        }
    }

    /// Goes over a batch piece by piece, so that each is in the processor's cache when it is looked at, and is taken
    /// along while it is there. A length that lies must not make us reserve memory: a very long batch is not taken yet.
    private int checksum(BatchHeader found) {
        var checksum = new CRC32C();
        boolean large = found.length() > MAX_BYTES;
        taken = large && found.length() <= TRUSTED_BYTES ? ByteBuffer.allocate(found.length()) : null;
        for (int at = 0; at < found.length(); at += MAX_BYTES) {
            ByteBuffer piece = bytes(position + at, Math.min(MAX_BYTES, found.length() - at));
            checksum.update(at == 0 ? piece.position(found.checkedFrom()) : piece);
            if (taken != null) {
                taken.put(piece.rewind());
            }
        }
        return (int) checksum.getValue();
    }

    /// The next bytes from a position on.
    private ByteBuffer bytes(long from, int count) {
        if (!buffer.holds(this, from, count)) {
            int wanted = (int) Math.min(limit - from, Math.max(count, readBytes));
            int read = buffer.fill(this, file, from, wanted);
            readBytes = Math.clamp(2 * readBytes, FIRST_BYTES, MAX_BYTES);
            if (read < count) {
                throw damaged("the file ends at position " + (from + read) + " within a batch");
            }
        }
        return buffer.slice(from, count);
    }

    private CorruptLogException damaged(String what) {
        return new CorruptLogException(file.path(), position, what);
    }

    /// The batch that was read last; null before the first and after the last.
    BatchHeader frame() {
        return frame;
    }

    /// Where that batch begins; if there is none, where the next would.
    long position() {
        return position;
    }

    /// Where that batch ends.
    long end() {
        return frame == null ? position : position + frame.length();
    }

    /// A copy of that batch as it lies in the file.
    ByteBuffer stored() {
        if (taken != null) {
            return taken.duplicate().flip();
        }
        if (frame.length() > TRUSTED_BYTES) {
            return file.read(ByteBuffer.allocate(frame.length()), position);
        }
        return ByteBuffer.allocate(frame.length()).put(bytes(position, frame.length())).flip();
    }
}
