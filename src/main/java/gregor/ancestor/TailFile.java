package gregor.ancestor;

import module java.base;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import gregor.file.Folder;
import gregor.file.FormatException;
import gregor.file.StorageException;

/// A file that is appended to and read at any position, through a buffer of 8 KiB. It is locked while it is open.
///
/// An append happens completely or not at all. One thread at a time may call it.
public final class TailFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 13;

    private final Path path;
    private final FileChannel channel;
    private final Object key;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long bufferPosition;
    private long size;
    private boolean trusted = true;

    /// Opens a file, and creates it if it is missing.
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
            throw new FormatException("cannot open " + path + "; choose a folder that can be written", e);
        }
    }

    private TailFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        size = channel.size();
        key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // open in this process
        }
        throw new FormatException(path + " is already open elsewhere; close it there first");
    }

    /// Replaces a file by another of the same folder atomically, and waits until the disk has the change: without that,
    /// a power failure could bring the old file back and lose what was forced since.
    public static void replace(Path aside, Path path) throws IOException {
        try {
            var folder = new Folder(path.toAbsolutePath().getParent());
            folder.rename(aside, path.getFileName().toString());
            folder.force();
        } catch (StorageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    public long size() {
        return size;
    }

    /// Reads the size again, after another program has changed the file.
    void refresh() {
        try {
            size = channel.size();
            buffer.limit(0);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Checks that no other program has replaced the file or changed its size: appended bytes would be lost.
    ///
    /// @throws FormatException if one has
    public void checkUnchanged() {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (Objects.equals(attributes.fileKey(), key) && attributes.size() == size) {
                return;
            }
        } catch (IOException e) {
            // deleted
        }
        throw new FormatException("another program has changed " + path + ", so nothing was appended; restart the"
                + " server, which then reads the file as it is");
    }

    /// Returns the byte at a position; -1 after the last one.
    public int at(long position) {
        if (position >= size || !isBuffered(position, 1) && !load(position)) {
            return -1;
        }
        return buffer.get((int) (position - bufferPosition)) & 0xff;
    }

    /// Reads four bytes as an unsigned big-endian number.
    public long int32(long position) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(bytes(position, 4)).getInt());
    }

    public boolean has(long position, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at(position + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Reads bytes that are within the file.
    public byte[] bytes(long position, int length) {
        byte[] bytes = new byte[length];
        boolean fits = length <= BUFFER_BYTES && (isBuffered(position, length) || load(position));
        if (fits && isBuffered(position, length)) {
            buffer.get((int) (position - bufferPosition), bytes);
        } else if (fill(ByteBuffer.wrap(bytes), position) < length) {
            throw new FormatException(path + ", byte " + position + ": the file has become shorter; reopen the log");
        }
        return bytes;
    }

    private boolean isBuffered(long position, int length) {
        return bufferPosition <= position && position + length <= bufferPosition + buffer.limit();
    }

    private boolean load(long position) {
        bufferPosition = position;
        buffer.clear().limit(Math.clamp(size - position, 0, BUFFER_BYTES));
        fill(buffer, position);
        buffer.flip();
        return buffer.hasRemaining();
    }

    private int fill(ByteBuffer bytes, long position) {
        try {
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, position + bytes.position());
            }
            return bytes.position();
        } catch (IOException e) {
            buffer.limit(0);
            throw unreadable(e);
        }
    }

    private FormatException unreadable(IOException e) {
        return new FormatException("cannot read " + path + "; check the disk", e);
    }

    /// Appends bytes. If that fails, the file is truncated to its old size; if that fails too, further appends fail
    /// until the file is opened again.
    ///
    /// @throws FormatException if writing fails
    public void append(byte[] bytes) {
        if (!trusted) {
            throw new FormatException("a failed write has left " + path + " in an unknown state; reopen the log");
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
            throw new FormatException("cannot write to " + path + "; free space on the disk", e);
        }
    }

    public void cut(long position) {
        try {
            channel.truncate(position);
            size = position;
            buffer.limit(0);
        } catch (IOException e) {
            throw new FormatException("cannot truncate " + path + " at byte " + position, e);
        }
    }

    /// Moves everything from a position on to another file.
    public TornTail setAside(long position, Path wanted) {
        TornTail torn = copyAside(position, size, wanted);
        cut(position);
        return torn;
    }

    /// Copies a part of the file to another file, whose name gets a number if it exists.
    TornTail copyAside(long position, long to, Path wanted) {
        Path aside = wanted;
        for (int number = 1; Files.exists(aside); number++) {
            aside = wanted.resolveSibling(wanted.getFileName() + "-" + number);
        }
        try (FileChannel out = FileChannel.open(aside, CREATE_NEW, WRITE)) {
            for (long at = position; at < to; at += BUFFER_BYTES) {
                ByteBuffer left = ByteBuffer.wrap(bytes(at, (int) Math.min(BUFFER_BYTES, to - at)));
                while (left.hasRemaining()) {
                    out.write(left);
                }
            }
            out.force(true);
        } catch (IOException e) {
            throw new FormatException("cannot set a damaged part of " + path + " aside in " + aside, e);
        }
        return new TornTail(path, position, to - position, aside);
    }

    public void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            trusted = false;
            throw new FormatException("cannot fsync " + path + ", and its end may be lost; reopen the log", e);
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
