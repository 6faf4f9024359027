package gregor.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.file.BatchFormats;
import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.file.Folder;
import gregor.file.FormatException;
import gregor.file.FsyncPolicy;
import gregor.file.LogLockedException;
import gregor.file.StorageException;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps the logs of a broker in a folder.
///
/// ```
/// gregor.version                           gregor.broker 1
/// catalog/                                 the log of the Catalog
/// topics/deliveries-0/                     the log of a partition
/// topics/deliveries-0/partition.metadata   the id of its topic, as Apache Kafka writes it
/// archive/deliveries/0.csv                 the archived events of a partition
/// ```
///
/// A partition is created before the catalog names it, and deleted after the catalog has dropped it. A crash in between
/// leaves a folder of no known topic: an orphan. It is reported and never deleted: if the catalog is wrong, the orphan
/// is the only copy.
///
/// Each log keeps the [gregor.file.BatchFormat] that its manifest names; the settings' format is for new logs.
final class FileStore implements Store {
    private static final String VERSION = "gregor.broker 1\n";
    private static final String VERSION_FILE = "gregor.version";
    private static final String METADATA = "partition.metadata";
    private static final String DELETED = "-delete";
    private static final int MAX_ORPHANS = 20;

    private final Folder folder;
    private final Folder topics;
    private final FileLog catalog;

    /// Opens a folder; creates it if it is missing.
    ///
    /// @throws DataFolderException if the folder is in use, of a newer version, or cannot hold a broker's data
    FileStore(Path path, FileSettings settings) {
        try {
            folder = Folder.create(path);
            topics = Folder.create(path.resolve("topics"));
            if (!hasVersion()) {
                write(folder, VERSION_FILE, VERSION);
            }
            checkCatalog();
            // Without the catalog all partitions would be orphans, so it is forced whatever the policy for events is.
            catalog = openCatalog(path.resolve("catalog"), settings.with(FsyncPolicy.everyAppend()));
            try {
                finishDeletions();
            } catch (IOException | RuntimeException e) {
                catalog.close();
                throw e;
            }
        } catch (LogLockedException e) {
            throw new DataFolderException("the data folder " + path + " is in use: " + e.getMessage(), e);
        } catch (StorageException | FormatException e) {
            throw new DataFolderException("cannot use the data folder " + path + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DataFolderException("cannot use the data folder " + path
                    + "; choose a folder that can be written, with --data (" + e + ")", e);
        }
    }

    private static FileLog openCatalog(Path path, FileSettings settings) {
        return FileLog.open(path, settings.with(BatchFormats.of(path, settings.format())));
    }

    /// Checks the version of a folder; false if the folder has none yet.
    private boolean hasVersion() throws IOException {
        Path file = folder.path().resolve(VERSION_FILE);
        String version = Files.exists(file) ? Files.readString(file) : "";
        if (version.isEmpty() && Files.exists(folder.path().resolve("meta.properties"))) {
            throw new DataFolderException(
                    folder.path() + " is a folder of Apache Kafka; choose another one, with --data");
        }
        if (!version.isEmpty() && !version.equals(VERSION)) {
            throw new DataFolderException("the data folder " + folder.path() + " is of version \"" + version.strip()
                    + "\", and this broker knows \"" + VERSION.strip()
                    + "\"; use the Gregor that wrote it, or a newer one");
        }
        return !version.isEmpty();
    }

    private void checkCatalog() {
        if (!Files.isDirectory(folder.path().resolve("catalog")) && !topics.names().isEmpty()) {
            throw new DataFolderException(folder.path() + " has partitions, and its catalog is missing; "
                    + "put the folder catalog back, or choose another folder, with --data");
        }
    }

    private static void write(Folder folder, String name, String text) {
        folder.replace(name, ByteBuffer.wrap(text.getBytes(UTF_8)));
        folder.force();
    }

    @Override
    public Log catalog() {
        return catalog;
    }

    private Path folder(TopicPartition partition) {
        return topics.path().resolve(partition.toString());
    }

    @Override
    public void create(TopicPartition partition, UUID topic) {
        Path path = folder(partition);
        try {
            if (!owner(path).equals(Optional.of(id(topic)))) {
                if (Files.exists(path)) {
                    topics.rename(path, topics.unused(partition + "-stray").getFileName().toString());
                }
                createFolder(path, topic);
            }
        } catch (IOException e) {
            throw new StorageException("cannot create the folder " + path + "; make room on the disk", e);
        }
    }

    /// Creates a folder that names its topic; deletes it if that fails, because without the name it is an orphan.
    private void createFolder(Path path, UUID topic) throws IOException {
        try {
            write(Folder.create(path), METADATA, "version: 0\ntopic_id: " + id(topic) + "\n");
        } catch (StorageException e) {
            if (Files.isDirectory(path)) {
                deleteAll(path.getFileName().toString());
            }
            throw e;
        }
    }

    /// Encodes an id as Kafka does: 16 bytes in base64, without padding.
    private static String id(UUID topic) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(topic.getMostSignificantBits())
                .putLong(topic.getLeastSignificantBits()).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Returns the id of the topic that a folder names as its owner.
    private static Optional<String> owner(Path path) throws IOException {
        Path file = path.resolve(METADATA);
        return Files.exists(file)
                ? Files.readString(file).lines().filter(line -> line.startsWith("topic_id: "))
                        .map(line -> line.substring("topic_id: ".length())).findFirst()
                : Optional.empty();
    }

    @Override
    public PartitionLog open(TopicPartition partition, UUID topic, FileSettings settings) {
        Path path = folder(partition);
        try {
            if (!Files.isDirectory(path)) {
                throw new StorageException("the folder " + path + " is missing; put it back, or delete the topic");
            }
            if (!owner(path).equals(Optional.of(id(topic)))) {
                throw new StorageException("the folder " + path + " belongs to another topic; put the right one back, "
                        + "or delete the topic");
            }
        } catch (IOException e) {
            throw new StorageException("cannot read " + path + "; check its permissions", e);
        }
        return new FilePartitionLog(path, settings.with(BatchFormats.of(path, settings.format())));
    }

    /// Renames the folder before deleting its files: after a crash a half-deleted folder is known by its name.
    @Override
    public void delete(TopicPartition partition, UUID topic) {
        Path path = folder(partition);
        try {
            if (owner(path).equals(Optional.of(id(topic)))) {
                String deleted = partition + "." + id(topic) + DELETED;
                topics.rename(path, deleted);
                topics.force();
                deleteAll(deleted);
            }
        } catch (IOException e) {
            throw new StorageException("cannot delete " + path + "; delete it by hand", e);
        }
    }

    private void finishDeletions() throws IOException {
        for (String name : topics.names()) {
            if (name.endsWith(DELETED)) {
                deleteAll(name);
            }
        }
    }

    private void deleteAll(String name) throws IOException {
        var deleted = new Folder(topics.path().resolve(name));
        deleted.names().forEach(deleted::delete);
        Files.delete(deleted.path());
    }

    @Override
    public List<String> orphans(List<UUID> known) {
        Set<String> ids = known.stream().map(FileStore::id).collect(Collectors.toSet());
        var orphans = new ArrayList<String>();
        try {
            for (String name : topics.names()) {
                Path path = topics.path().resolve(name);
                if (owner(path).filter(ids::contains).isEmpty()) {
                    orphans.add(path + " belongs to no topic; if it holds events that you need, put the right folder "
                            + "catalog back, or move it away");
                }
            }
        } catch (IOException e) {
            throw new StorageException("cannot read " + topics.path() + "; check its permissions", e);
        }
        return orphans.size() <= MAX_ORPHANS
                ? orphans
                : Stream.concat(orphans.stream().limit(MAX_ORPHANS), Stream.of(topics.path() + " has "
                        + (orphans.size() - MAX_ORPHANS) + " more folders that belong to no topic")).toList();
    }

    @Override
    public void close() {
        catalog.close();
    }
}
