package gregor.ancestor;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a log stands in one file, as a head and records. It keeps no state: what it needs to know it is told.
public interface RecordGrammar {
    /// What a file begins with.
    ///
    /// @param start the offset that the log starts at
    /// @param after the byte behind it
    record Head(long start, long after) {}

    /// What stands at a place: a record, or only blank lines.
    ///
    /// @param after the byte behind it
    /// @param batch its event; null if there is none
    record Piece(long after, Batch batch) {
        public static Optional<Piece> of(long after, Origin origin, long offset, Event event) {
            return Optional.of(new Piece(after, new ListBatch(origin, List.of(new Entry(offset, event)))));
        }
    }

    /// Writes the head of a log.
    byte[] head(long start);

    /// Reads the head; empty if it has been cut short.
    ///
    /// @throws FormatException if this is the head of something else
    Optional<Head> head(TailFile file);

    /// Writes a record.
    ///
    /// @param expected the offset after that of the record before
    /// @throws RefusedEventException if the format cannot carry this event
    byte[] record(Entry entry, Origin origin, long expected);

    /// Reads what stands at a place; empty if that is not complete, or not right.
    Optional<Piece> piece(TailFile file, long position, long expected);

    /// Returns the last offset that may have been given to what stands from a place on.
    long lastIn(TailFile file, long position, long expected);

    /// Finishes the end of a file that an editor has left unfinished.
    default void mend(TailFile file) {}

    /// Where to set a torn end aside.
    Path aside(Path file);
}
