package gregor.archive;

import gregor.deque.ArchiveException;
import java.util.function.LongConsumer;

/// Who answers what we ask an archive.
@FunctionalInterface
public interface ArchiveQuery {
    /// Asks everything that [ArchiveSummary] holds.
    ///
    /// @throws ArchiveException if the archive cannot be read; it names the file, and the line if there is one
    ///
    /// @param progress is told now and then how many events have been read; who cannot know that says nothing
    ArchiveSummary answer(ArchivedTopic topic, LongConsumer progress);

    /// The same, for who is not curious how far it is.
    ///
    /// @throws ArchiveException if the archive cannot be read; it names the file, and the line if there is one
    default ArchiveSummary answer(ArchivedTopic topic) {
        return answer(topic, events -> { });
    }
}
