package gregor.cli.broker;

import gregor.cli.console.CommandException;
import gregor.list.Event;
import java.io.IOException;

/// Reads events from a [CountingInput], one by one.
abstract class EventInput implements AutoCloseable {
    /// What is read.
    final CountingInput source;

    EventInput(CountingInput source) {
        this.source = source;
    }

    /// Reads the next event, without a timestamp unless the input has one; null at the end.
    ///
    /// @throws CommandException if the input is malformed; the message says where
    abstract Event next();

    /// The place of the last event, such as `deliveries.csv, line 12`.
    abstract String where();

    /// Whether the next read would block, so that what was read should not wait for it.
    boolean isQuiet() {
        return source.isQuiet();
    }

    /// The number of bytes read.
    final long bytes() {
        return source.bytes();
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            throw new CommandException("cannot close " + source.name() + " (" + e + ")", e);
        }
    }
}
