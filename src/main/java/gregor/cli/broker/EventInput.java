package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.list.Event;

/// Reads events from a file or from standard input, one by one.
abstract class EventInput {
    private static final int BUFFER_BYTES = 1 << 20;

    /// Of the file, for messages.
    final String name;
    final InputStream in;
    private EventNumbers written = new EventNumbers();
    private long number = -1;

    EventInput(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /// Opens a file; null stands for standard input.
    ///
    /// @throws CommandException if the file cannot be read
    static InputStream open(Path file) {
        if (file == null) {
            return new BufferedInputStream(System.in, BUFFER_BYTES);
        }
        if (Files.isDirectory(file)) {
            throw new CommandException(file + " is a folder; name a file in it");
        }
        try {
            return new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        } catch (NoSuchFileException e) {
            throw new CommandException(
                    "there is no file " + file + " (lines can also be typed or piped in: then name none)", e);
        } catch (IOException e) {
            throw CommandException.of("cannot read " + file, e);
        }
    }

    /// Reads the next line or row; returns false at the end.
    abstract boolean advance();

    /// Makes an event of the line or row, without a timestamp unless the input has one.
    abstract Event event();

    /// Reads the next event that is not written; null at the end.
    ///
    /// @throws CommandException if the input is malformed; the message says where
    final Event next() {
        while (advance()) {
            if (!written.contains(++number)) {
                return event();
            }
        }
        return null;
    }

    /// Skips lines or rows, right or wrong ones.
    final void skip(EventNumbers numbers) {
        written = numbers;
    }

    /// The number of the last event, which counts from 0.
    final long number() {
        return number;
    }

    /// The events that are written: those that it skips, and those that are added.
    final EventNumbers written() {
        return written;
    }

    /// The place of the last event, such as `deliveries.csv, line 12`.
    abstract String where();

    /// How much of the input is read, in bytes; in characters where only these are counted.
    abstract long position();

    /// Whether the next read would block, so that what was read should not wait for it.
    boolean isQuiet() {
        try {
            return in.available() == 0;
        } catch (IOException e) {
            return true;
        }
    }
}
