package gregor.file;

import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A part of a file: batches as they are stored, one after another. It can go to a socket without being copied into
/// this process. Nobody has looked at the batches: who receives them checks them.
///
/// It can be sent until the log lets go of its file; the thread that may call the log may call it.
public final class FileRegion {
    private final DataFile file;
    private final long position;
    private final long length;

    FileRegion(DataFile file, long position, long length) {
        this.file = file;
        this.position = position;
        this.length = length;
    }

    /// The file.
    public Path path() {
        return file.path();
    }

    /// Where in the file it begins.
    public long position() {
        return position;
    }

    /// How many bytes it has.
    public long length() {
        return length;
    }

    /// Sends it.
    ///
    /// @throws StorageException if the file cannot be read or the receiver does not take it
    public void transferTo(WritableByteChannel target) {
        file.transfer(position, length, target);
    }
}
