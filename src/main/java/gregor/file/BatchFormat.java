package gregor.file;

import gregor.list.Batch;
import java.nio.ByteBuffer;

/// How a batch lies in a segment. A segment asks for nothing else, so that it can store batches of any kind.
///
/// A format keeps no state; any thread may call it.
public interface BatchFormat {
    /// What it is called: one word. A log knows by it which format it has.
    String name();

    /// How many bytes at its beginning say what a stored batch is.
    int headerBytes();

    /// Reads these bytes. They may be damaged, and then it may say anything; where it sees that no batch begins
    /// there, it gives a length of 0.
    BatchHeader frame(ByteBuffer bytes, int at);

    /// How many bytes a batch takes.
    ///
    /// @throws IllegalArgumentException if that is more than an array can hold
    int storedBytes(Batch batch);

    /// Writes a batch, placed so that it begins at an offset.
    void write(Batch batch, long baseOffset, ByteBuffer to);

    /// Makes a batch of the bytes of one whose checksum is right, and which nobody will change.
    Batch batch(BatchHeader frame, ByteBuffer stored);
}
