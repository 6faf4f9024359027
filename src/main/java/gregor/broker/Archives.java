package gregor.broker;

import gregor.deque.ArchiveException;
import gregor.file.DurableArchive;
import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.topic.TopicPartition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/// The CSV archives of a broker's topics: a folder for each topic, and in it a file for each partition.
///
/// They stay when their topic is deleted. When another topic gets its name, the folder is renamed to
/// `--name--` and the time, as Kaf does. Any thread may call it.
final class Archives implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss")
            .withZone(ZoneOffset.UTC);

    private final Path folder;
    private final InstantSource clock;
    private final Map<TopicPartition, DurableArchive> open = new HashMap<>();

    Archives(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /// Returns the archive of a partition, open for writing.
    ///
    /// @throws ArchiveException if it cannot be opened
    synchronized DurableArchive of(TopicPartition partition) {
        return open.computeIfAbsent(partition, absent -> DurableArchive.open(folder.resolve(partition.topic())
                .resolve(partition.partition() + ".csv")));
    }

    /// After a failure the file may not be what it seems; it is opened again the next time.
    synchronized void closeOne(TopicPartition partition) {
        DurableArchive archive = open.remove(partition);
        if (archive != null) {
            archive.close();
        }
    }

    /// Makes room for a new topic: an older one of the same name may have left its archive.
    synchronized void setAside(String topic) {
        if (Files.exists(folder.resolve(topic))) {
            try {
                var all = new Folder(folder);
                all.rename(folder.resolve(topic), all.unused("--" + topic + "--" + TIME.format(clock.instant()))
                        .getFileName().toString());
                all.force();
            } catch (StorageException e) {
                throw new ArchiveException(e.getMessage() + ". An older topic " + topic
                        + " has left its archive there");
            }
        }
    }

    synchronized void closeTopic(String topic) {
        open.keySet().stream().filter(partition -> partition.topic().equals(topic)).toList().forEach(this::closeOne);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(DurableArchive::close);
        open.clear();
    }
}
