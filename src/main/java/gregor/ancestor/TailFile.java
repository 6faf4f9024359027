package gregor.ancestor;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import gregor.file.Folder;
import gregor.file.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that is written at its end and read anywhere, through a small window. It is locked while it is open.
///
/// What is appended is there whole or not at all. One thread at a time may call it.
public final class TailFile implements AutoCloseable {
    private static final int WINDOW_BYTES = 1 << 13;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private long windowAt;
    private long size;
    private boolean trusted = true;

    /// Opens a file, and makes it if it is not there.
    ///
    /// @throws FormatException if it cannot be opened, or is open elsewhere
    public static TailFile open(Path path) {
        try {
            Folder folder = Folder.create(path.toAbsolutePath().getParent());
            boolean isNew = !Files.exists(path);
            FileChannel channel = FileChannel.open(path, CREATE, READ, WRITE);
            try {
                lock(path, channel);
                if (isNew) {
                    folder.force();
                }
                return new TailFile(path, channel);
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new FormatException("cannot open " + path + "; choose a place that can be written", e);
        }
    }

    private TailFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        size = channel.size();
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // open in this very process: the same answer
        }
        throw new FormatException(path + " is open for writing already; close it there first");
    }

    /// Puts a file that was written aside in the place of another, in one step, and waits until the disk has that: else
    /// a power cut could bring the old one back, and with it lose what was forced since.
    public static void replace(Path aside, Path path) throws IOException {
        Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        new Folder(path.toAbsolutePath().getParent()).force();
    }

    public Path path() {
        return path;
    }

    public long size() {
        return size;
    }

    /// Looks again how long the file is, after somebody else has changed it.
    void refresh() {
        try {
            size = channel.size();
            window.limit(0);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Returns the byte at a place, or -1 behind the last one.
    public int at(long position) {
        if (position >= size || !isInWindow(position, 1) && !load(position)) {
            return -1;
        }
        return window.get((int) (position - windowAt)) & 0xff;
    }

    /// Reads four bytes, big-endian, as a number without a sign.
    public long int32(long position) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(bytes(position, 4)).getInt());
    }

    /// Whether a text in ASCII stands at a place.
    public boolean has(long position, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at(position + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Reads bytes that are known to be there.
    public byte[] bytes(long position, int length) {
        byte[] bytes = new byte[length];
        boolean fits = length <= WINDOW_BYTES && (isInWindow(position, length) || load(position));
        if (fits && isInWindow(position, length)) {
            window.get((int) (position - windowAt), bytes);
        } else if (fill(ByteBuffer.wrap(bytes), position) < length) {
            throw new FormatException(path + ", byte " + position + ": the file has become shorter; open it again");
        }
        return bytes;
    }

    private boolean isInWindow(long position, int length) {
        return windowAt <= position && position + length <= windowAt + window.limit();
    }

    private boolean load(long position) {
        windowAt = position;
        window.clear().limit(Math.clamp(size - position, 0, WINDOW_BYTES));
        fill(window, position);
        window.flip();
        return window.hasRemaining();
    }

    private int fill(ByteBuffer bytes, long position) {
        try {
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, position + bytes.position());
            }
            return bytes.position();
        } catch (IOException e) {
            window.limit(0);
            throw unreadable(e);
        }
    }

    private FormatException unreadable(IOException e) {
        return new FormatException("cannot read " + path + "; look at its disk", e);
    }

    /// Writes at the end. If that fails, the file is cut back to what it was; and if even that fails, it takes no
    /// more until it is opened again.
    ///
    /// @throws FormatException if it cannot write
    public void append(byte[] bytes) {
        if (!trusted) {
            throw new FormatException("nobody knows what a failed write left in " + path + "; open it again");
        }
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left, size + left.position());
            }
            size += bytes.length;
        } catch (IOException e) {
            trusted = false;
            cut(size);
            trusted = true;
            throw new FormatException("cannot write to " + path + "; make room on the disk", e);
        }
    }

    /// Cuts the file off at a place.
    public void cut(long position) {
        try {
            channel.truncate(position);
            size = position;
            window.limit(0);
        } catch (IOException e) {
            throw new FormatException("cannot cut " + path + " at byte " + position, e);
        }
    }

    /// Moves everything from a place on into a file of its own.
    public TornTail setAside(long position, Path wanted) {
        Path aside = wanted;
        for (int number = 1; Files.exists(aside); number++) {
            aside = wanted.resolveSibling(wanted.getFileName() + "-" + number);
        }
        try (FileChannel out = FileChannel.open(aside, CREATE_NEW, WRITE)) {
            for (long at = position; at < size; at += WINDOW_BYTES) {
                ByteBuffer left = ByteBuffer.wrap(bytes(at, (int) Math.min(WINDOW_BYTES, size - at)));
                while (left.hasRemaining()) {
                    out.write(left);
                }
            }
            out.force(true);
        } catch (IOException e) {
            throw new FormatException("cannot set the torn end of " + path + " aside in " + aside, e);
        }
        var torn = new TornTail(path, position, size - position, aside);
        cut(position);
        return torn;
    }

    /// Waits until the disk has it all.
    public void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            trusted = false;
            throw new FormatException("the disk may have lost the end of " + path + "; open it again", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FormatException("cannot close " + path, e);
        }
    }
}
