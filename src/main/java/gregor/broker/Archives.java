package gregor.broker;

import module java.base;

import gregor.deque.ArchiveException;
import gregor.file.DurableArchive;
import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.topic.TopicPartition;

/// The archives of a broker's topics: a folder for each topic with a file for each partition.
///
/// An archive stays when its topic is deleted. When a new topic gets the name, the folder is renamed to `name--` and
/// the time, which a shell does not take for an option. Any thread may call it.
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
        return open.computeIfAbsent(partition, absent -> DurableArchive
                .open(folder.resolve(partition.topic()).resolve(partition.partition() + ".csv")));
    }

    /// Closes an archive after a failure; the next write opens it again and checks what is in the file.
    synchronized void closeOne(TopicPartition partition) {
        DurableArchive archive = open.remove(partition);
        if (archive != null) {
            archive.close();
        }
    }

    /// Renames the archive of an earlier topic of the same name.
    synchronized void setAside(String topic) {
        if (Files.exists(folder.resolve(topic))) {
            try {
                var all = new Folder(folder);
                all.rename(folder.resolve(topic),
                        all.unused(topic + "--" + TIME.format(clock.instant())).getFileName().toString());
                all.force();
            } catch (StorageException e) {
                throw new ArchiveException(e.getMessage() + ". It is the archive of an earlier topic " + topic);
            }
        }
    }

    synchronized void closeTopic(String topic) {
        open.keySet().stream().filter(partition -> partition.topic().equals(topic)).toList().forEach(this::closeOne);
    }

    /// Closes all archives, even if one of them cannot be closed.
    @Override
    public synchronized void close() {
        var failed = new ArrayList<ArchiveException>();
        for (DurableArchive archive : open.values()) {
            try {
                archive.close();
            } catch (ArchiveException e) {
                failed.add(e);
            }
        }
        open.clear();
        if (!failed.isEmpty()) {
            throw failed.getFirst();
        }
    }
}
