package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;
import gregor.deque.CsvArchive;
import gregor.list.Entry;

/// An archived topic: a file for each of its partitions.
public record ArchivedTopic(String name, SortedMap<Integer, Path> partitions) {
    public ArchivedTopic {
        partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
    }

    /// Returns a stream that reads the events of a partition as it goes; the caller closes it.
    ///
    /// @throws ArchiveException at once or while reading, if the file is not an archive, or its offsets do not ascend
    public Stream<Entry> entries(int partition) {
        Path file = partitions.get(partition);
        if (file == null) {
            throw new ArchiveException("there is no partition " + partition + " of topic " + name
                    + " in the archive; it has "
                    + partitions.keySet().stream().map(String::valueOf).reduce((a, b) -> a + ", " + b).orElse("none"));
        }
        long[] previous = {-1};
        return CsvArchive.entries(file).peek(entry -> {
            if (entry.offset() <= previous[0]) {
                throw new ArchiveException(file + ": offset " + entry.offset() + " comes after offset " + previous[0]
                        + "; offsets in an archive ascend, so sort its rows by offset");
            }
            previous[0] = entry.offset();
        });
    }
}
