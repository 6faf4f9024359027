package gregor.file;

import module java.base;

import gregor.list.Batch;

/// The format of the batches in a segment.
///
/// A format has no state; any thread may call it.
public interface BatchFormat {
    /// Returns its name, one word, by which a manifest names the format of a log.
    String name();

    /// Returns the length of the header of a stored batch in bytes.
    int headerBytes();

    /// Reads a header. Damaged bytes may give any result; bytes that cannot be a header give a length of 0.
    BatchHeader header(ByteBuffer bytes, int at);

    /// Returns a batch compressed as its topic demands; unchanged if this format has no compression.
    ///
    /// @param type     a value of Kafka's `compression.type`
    /// @param maxBytes the size at which an attempt is given up, in bytes
    default Batch compressed(Batch batch, String type, int maxBytes) {
        return batch;
    }

    /// Returns the length of a batch in this format, in bytes.
    ///
    /// @throws IllegalArgumentException if that is more than an array can hold
    int storedBytes(Batch batch);

    /// Writes a batch with another base offset.
    void write(Batch batch, long baseOffset, ByteBuffer to);

    /// Returns a batch from its stored bytes, whose checksum is right and which must not change any more.
    Batch batch(BatchHeader header, ByteBuffer stored);
}
