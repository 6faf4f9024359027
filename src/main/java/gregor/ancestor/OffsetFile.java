package gregor.ancestor;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.file.Folder;
import gregor.file.FormatException;
import gregor.file.StorageException;

/// An offset that only grows, in a file of its own: digits and a line break. While it is 0 there is no file.
///
/// It keeps what a format has no field for, such as the next offset when compaction has removed the last event.
/// One thread at a time may call it.
public final class OffsetFile {
    private final Path path;
    private long value;

    /// @throws FormatException if the file cannot be read or contains something else
    public OffsetFile(Path path) {
        this.path = path;
        try {
            String text = Files.readString(path);
            if (!text.matches("\\d{1,18}\n")) {
                throw new FormatException(path + " must contain one number; delete the file to start without it");
            }
            value = Long.parseLong(text.strip());
        } catch (NoSuchFileException e) {
            value = 0;
        } catch (IOException e) {
            throw new FormatException("cannot read " + path, e);
        }
    }

    public long value() {
        return value;
    }

    /// Raises the offset and fsyncs it; a crash leaves the old one or the new one. A smaller offset is ignored.
    public void raise(long to) {
        if (to > value) {
            try {
                var folder = new Folder(path.toAbsolutePath().getParent());
                folder.replace(path.getFileName().toString(), ByteBuffer.wrap((to + "\n").getBytes(UTF_8)));
                folder.force();
            } catch (StorageException e) {
                throw new FormatException("cannot write " + path + "; make room on the disk", e);
            }
            value = to;
        }
    }
}
