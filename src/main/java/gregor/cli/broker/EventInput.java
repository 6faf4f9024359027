package gregor.cli.broker;

import gregor.cli.console.CommandException;
import gregor.list.Event;

/// Events that come in from outside, one by one.
public interface EventInput extends AutoCloseable {
    /// The next event, without a timestamp if nobody says when it was; null at the end.
    ///
    /// @throws CommandException if what comes in is not as it should be; the message says where
    Event next();

    /// Where the last event was, such as `deliveries.csv, line 12`.
    String where();

    /// Whether nothing more is there at the moment: then what has come should not wait for what comes.
    boolean isQuiet();

    /// How many bytes were read.
    long bytes();

    @Override
    void close();
}
