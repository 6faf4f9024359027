package gregor.ancestor;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;

/// The bytes of a log in one file: a head, then records. A grammar has no state.
public interface RecordGrammar {
    /// The head of a file.
    ///
    /// @param start the start of the log
    /// @param after the position after the head
    record Head(long start, long after) {}

    /// What has been read at a position: a record, or only blank lines.
    ///
    /// @param begin the position of its first byte
    /// @param after the position after it
    /// @param batch its event; null for blank lines
    record Parsed(long begin, long after, Batch batch) {
        public static Optional<Parsed> of(long begin, long after, Origin origin, long offset, Event event) {
            return Optional.of(new Parsed(begin, after, new ListBatch(origin, List.of(new Entry(offset, event)))));
        }
    }

    byte[] head(long start);

    /// Reads the head; empty if it is incomplete.
    ///
    /// @throws FormatException if the file has another format
    Optional<Head> head(TailFile file);

    /// Returns the record of an event.
    ///
    /// @param expected the offset after that of the previous record
    /// @throws UnsupportedEventException if the format cannot store the event
    byte[] record(Entry entry, Origin origin, long expected);

    /// Reads a record; empty if it is incomplete or damaged.
    Optional<Parsed> parse(TailFile file, long position, long expected);

    /// Returns the first record after a damaged place; empty if the rest of the file is to be set aside.
    ///
    /// @param position where a record should begin and does not
    default Optional<Parsed> parseAfter(TailFile file, long position, long expected) {
        return Optional.empty();
    }

    /// Returns the last offset that a damaged end, from a position on, may have used.
    long lastOffset(TailFile file, long position, long expected);

    /// Completes the end of a file as an editor may have left it, such as a missing line break.
    default void completeEnd(TailFile file) {}

    /// Returns the file for a torn end.
    Path tornFile(Path file);
}
