package gregor.deque;

import module java.base;

import gregor.list.Entry;

/// Keeps the events that a log deletes.
@FunctionalInterface
public interface EventArchive {
    /// Archives events, in ascending offsets. Events that are archived already are not archived again.
    ///
    /// @throws ArchiveException if it cannot archive them, or has other events at these offsets
    void add(List<Entry> entries);
}
