package gregor.archive;

import gregor.deque.ArchiveException;

/// Who answers what we ask an archive.
@FunctionalInterface
public interface Engine {
    /// Asks everything that [Answers] holds.
    ///
    /// @throws ArchiveException if the archive cannot be read; it names the file, and the line if there is one
    Answers answer(ArchivedTopic topic);
}
