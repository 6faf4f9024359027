package gregor.broker;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.file.BatchFormats;
import gregor.file.CorruptLogException;
import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.file.Folder;
import gregor.file.FormatException;
import gregor.file.FsyncPolicy;
import gregor.file.LogCheck;
import gregor.file.LogLockedException;
import gregor.file.StorageException;
import gregor.list.Log;
import gregor.topic.TopicPartition;

/// Keeps the logs of a broker in a [DataFolder].
///
/// A partition is created before the catalog names it, and deleted after the catalog has dropped it. A crash in between
/// leaves a folder of no known topic: an orphan. It is reported and never deleted: if the catalog is wrong, the orphan
/// is the only copy.
///
/// Each log keeps the [gregor.file.BatchFormat] that its manifest names; the settings' format is for new logs.
final class FileStore implements Store {
    private final DataFolder data;
    private final Folder topics;
    private final FileLog catalog;

    /// Opens a folder; creates it if it is missing.
    ///
    /// @throws DataFolderException if the folder is in use, of a newer version, or cannot hold a broker's data
    FileStore(Path path, FileSettings settings) {
        data = new DataFolder(path);
        try {
            Folder folder = Folder.create(path);
            topics = Folder.create(data.topics());
            if (!data.hasVersion()) {
                write(folder, DataFolder.VERSION_FILE, DataFolder.VERSION);
            }
            checkCatalog();
            // Without the catalog all partitions would be orphans, so it is forced whatever the policy for events is.
            catalog = openCatalog(data.catalog(), settings.with(FsyncPolicy.everyAppend()));
            try {
                finishDeletions();
            } catch (RuntimeException e) {
                catalog.close();
                throw e;
            }
        } catch (LogLockedException e) {
            throw new DataFolderException("the data folder " + path + " is in use: " + e.getMessage(), e);
        } catch (StorageException | FormatException | CorruptLogException e) {
            throw new DataFolderException("cannot use the data folder " + path + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DataFolderException("cannot use the data folder " + path
                    + "; choose a folder that can be written, with --data (" + e + ")", e);
        }
    }

    private static FileLog openCatalog(Path path, FileSettings settings) {
        return FileLog.open(path, settings.with(BatchFormats.of(path, settings.format())));
    }

    /// Refuses a catalog that is missing or empty although there are partitions: nothing would find them, and the
    /// broker would create its own topics again.
    private void checkCatalog() {
        if (!Files.isDirectory(data.catalog()) && !topics.names().isEmpty()) {
            throw new DataFolderException(data.path() + " has partitions, and its catalog is missing; "
                    + "put the folder catalog back, or choose another folder, with --data");
        }
        if (data.isUsed() && isEmpty(data.catalog())) {
            throw new DataFolderException(data.path() + " has partitions, and its catalog names no topic; "
                    + "put the folder catalog back from a copy, or choose another folder, with --data");
        }
    }

    private static boolean isEmpty(Path catalog) {
        var any = new AtomicBoolean();
        LogCheck.of(catalog, batch -> any.set(true));
        return !any.get();
    }

    private static void write(Folder folder, String name, String text) {
        folder.replace(name, ByteBuffer.wrap(text.getBytes(UTF_8)));
        folder.force();
    }

    @Override
    public Log catalog() {
        return catalog;
    }

    @Override
    public List<String> losses() {
        return catalog.losses().stream().map(loss -> "catalog: " + loss).toList();
    }

    @Override
    public void create(TopicPartition partition, UUID topic) {
        Path path = data.partition(partition);
        if (!DataFolder.isOwner(topic, path)) {
            if (Files.exists(path)) {
                topics.rename(path, topics.unused(partition + "-stray").getFileName().toString());
            }
            createFolder(path, topic);
        }
    }

    /// Creates a folder that names its topic; deletes it if that fails, because without the name it is an orphan.
    private void createFolder(Path path, UUID topic) {
        try {
            write(Folder.create(path), DataFolder.METADATA, "version: 0\ntopic_id: " + DataFolder.id(topic) + "\n");
        } catch (StorageException e) {
            if (Files.isDirectory(path)) {
                Folder.deleteAll(path);
            }
            throw e;
        }
    }

    @Override
    public PartitionLog open(TopicPartition partition, UUID topic, FileSettings settings) {
        Path path = data.partition(partition);
        data.trouble(partition, topic).ifPresent(trouble -> {
            throw new StorageException(trouble);
        });
        return new FilePartitionLog(path, settings.with(BatchFormats.of(path, settings.format())));
    }

    /// Renames the folder before deleting its files: after a crash a half-deleted folder is known by its name.
    @Override
    public void delete(TopicPartition partition, UUID topic) {
        Path path = data.partition(partition);
        if (DataFolder.isOwner(topic, path)) {
            String deleted = partition + "." + DataFolder.id(topic) + DataFolder.DELETED;
            topics.rename(path, deleted);
            topics.force();
            Folder.deleteAll(data.topics().resolve(deleted));
        }
    }

    private void finishDeletions() {
        for (String name : topics.names()) {
            if (name.endsWith(DataFolder.DELETED)) {
                Folder.deleteAll(data.topics().resolve(name));
            }
        }
    }

    @Override
    public List<String> orphans(List<UUID> known) {
        return data.orphans(known);
    }

    @Override
    public void close() {
        catalog.close();
    }
}
