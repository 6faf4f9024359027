package gregor.ancestor;

import gregor.file.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A number that only grows, in a small file of its own: digits and a line break. While it is 0 there is no file.
///
/// It says what a format has no place for, such as the next offset when compaction has removed the last event.
/// One thread at a time may call it.
public final class OffsetFile {
    private final Path path;
    private long value;

    /// @throws FormatException if the file holds something else, or cannot be read
    public OffsetFile(Path path) {
        this.path = path;
        try {
            String text = Files.readString(path);
            if (!text.matches("\\d{1,18}\n")) {
                throw new FormatException(path + " should hold one number; remove it to do without");
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

    /// Raises the number. It is on the disk when this returns; a crash leaves the old one or the new one.
    public void raise(long to) {
        if (to > value) {
            Path part = path.resolveSibling(path.getFileName() + ".part");
            try {
                Files.deleteIfExists(part);
                try (TailFile fresh = TailFile.open(part)) {
                    fresh.append((to + "\n").getBytes());
                    fresh.force();
                }
                TailFile.replace(part, path);
            } catch (IOException e) {
                throw new FormatException("cannot write " + path + "; make room on the disk", e);
            }
            value = to;
        }
    }
}
