package gregor.archive;

import gregor.deque.ArchiveException;
import gregor.deque.CsvArchive;
import gregor.list.Entry;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What is archived of a topic: a file for each of its partitions.
public record ArchivedTopic(String name, SortedMap<Integer, Path> partitions) {
    /// Keeps what it is given.
    public ArchivedTopic {
        partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
    }

    /// Reads what is archived of a partition, from the file, bit by bit. Close the stream.
    ///
    /// @throws ArchiveException here or while reading, if the file is not an archive, or its offsets do not ascend
    public Stream<Entry> entries(int partition) {
        Path file = partitions.get(partition);
        if (file == null) {
            throw new ArchiveException("there is no partition " + partition + " of topic " + name
                    + " in the archive; there is "
                    + partitions.keySet().stream().map(String::valueOf).reduce((a, b) -> a + ", " + b).orElse("none"));
        }
        long[] previous = {-1};
        return CsvArchive.entries(file).peek(entry -> {
            if (entry.offset() <= previous[0]) {
                throw new ArchiveException(file + ": offset " + entry.offset() + " comes after offset " + previous[0]
                        + ", and in an archive they ascend; somebody has moved its rows, so put them in order again");
            }
            previous[0] = entry.offset();
        });
    }
}
