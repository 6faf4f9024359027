package gregor.cli.broker;

import gregor.cli.console.CommandException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file or standard input. It counts the bytes that are read.
final class CountingInput extends FilterInputStream {
    private final String name;
    private long bytes;

    private CountingInput(String name, InputStream in) {
        super(in);
        this.name = name;
    }

    /// Opens a file.
    ///
    /// @throws CommandException if that cannot be read
    static CountingInput file(Path file) {
        if (Files.isDirectory(file)) {
            throw new CommandException(file + " is a folder; name a file in it");
        }
        try {
            return new CountingInput(file.toString(), new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        } catch (NoSuchFileException e) {
            throw new CommandException(
                    "there is no file " + file + " (lines can also be typed or piped in: then name none)", e);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + " (" + e + "); check its permissions", e);
        }
    }

    /// Reads standard input.
    static CountingInput standardInput() {
        return new CountingInput("input", new BufferedInputStream(System.in, 1 << 16));
    }

    String name() {
        return name;
    }

    long bytes() {
        return bytes;
    }

    /// Whether a read would block.
    boolean isQuiet() {
        try {
            return available() == 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        bytes += next < 0 ? 0 : 1;
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        bytes += Math.max(0, count);
        return count;
    }
}
