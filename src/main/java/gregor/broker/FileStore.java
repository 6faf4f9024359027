package gregor.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.file.Folder;
import gregor.file.FormatException;
import gregor.file.FsyncPolicy;
import gregor.file.GroupCommit;
import gregor.file.LogLockedException;
import gregor.file.StorageException;
import gregor.list.Log;
import gregor.thread.WaitingLog;
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

/// Logs in a folder.
///
/// ```
/// gregor.version                       gregor.broker 1
/// catalog/                             the log of the Catalog
/// topics/deliveries-0/                 the log of a partition, and beside it, in Kafka's form:
/// topics/deliveries-0/partition.metadata   whose it is: the id of its topic
/// archive/deliveries/0.csv             what has left
/// ```
///
/// A partition is made before the catalog names it, and taken away after the catalog has forgotten it. So a crash in
/// between leaves a folder that the catalog does not know: a stray. It is reported, and never deleted: if the catalog
/// is wrong, it is all that there is.
final class FileStore implements Store {
    private static final String VERSION = "gregor.broker 1\n";
    private static final String VERSION_FILE = "gregor.version";
    private static final String METADATA = "partition.metadata";
    private static final String DELETED = "-delete";
    private static final int STRAYS = 20;

    private final Folder folder;
    private final Folder topics;
    private final FileLog catalog;

    /// Opens a folder, and makes it if it is not there.
    ///
    /// @throws DataFolderException if it is in use, of a newer version, or cannot be a broker's
    FileStore(Path path, FileSettings settings) {
        try {
            folder = Folder.create(path);
            topics = Folder.create(path.resolve("topics"));
            checkVersion();
            checkCatalog();
            // Events may wait for the disk as long as somebody allows them to; what a topic is, may not: without the
            // catalog its partitions would be strays.
            catalog = FileLog.open(path.resolve("catalog"), settings.with(FsyncPolicy.everyAppend()));
            try {
                deleteDeleted();
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
                    + "; choose a folder that can be written, "
                    + "with --data (" + e + ")", e);
        }
    }

    private void checkVersion() throws IOException {
        Path file = folder.path().resolve(VERSION_FILE);
        String version = Files.exists(file) ? Files.readString(file) : "";
        if (version.equals(VERSION)) {
            return;
        }
        if (!version.isEmpty()) {
            throw new DataFolderException("the data folder " + folder.path() + " is of version \"" + version.strip()
                    + "\", and this broker knows \"" + VERSION.strip()
                    + "\"; use the Gregor that wrote it, or a newer one");
        }
        if (Files.exists(folder.path().resolve("meta.properties"))) {
            throw new DataFolderException(folder.path()
                    + " is a folder of Apache Kafka; choose another one, with --data");
        }
        write(folder, VERSION_FILE, VERSION);
    }

    /// Without a catalog all partitions would be strays.
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
        Path place = folder(partition);
        try {
            if (!owner(place).equals(Optional.of(id(topic)))) {
                if (Files.exists(place)) {
                    topics.rename(place, topics.unused(partition + "-stray").getFileName().toString());
                }
                make(place, topic);
            }
        } catch (IOException e) {
            throw new StorageException("cannot make the folder " + place + "; make room on the disk", e);
        }
    }

    /// A folder that does not say whose it is would be a stray.
    private void make(Path place, UUID topic) throws IOException {
        try {
            write(Folder.create(place), METADATA, "version: 0\ntopic_id: " + id(topic) + "\n");
        } catch (StorageException e) {
            if (Files.isDirectory(place)) {
                deleteAll(place.getFileName().toString());
            }
            throw e;
        }
    }

    /// As Kafka writes it: 16 bytes in base64, without padding.
    private static String id(UUID topic) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(topic.getMostSignificantBits())
                .putLong(topic.getLeastSignificantBits()).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The id of the topic that a folder says it belongs to.
    private static Optional<String> owner(Path place) throws IOException {
        Path file = place.resolve(METADATA);
        return Files.exists(file) ? Files.readString(file).lines().filter(line -> line.startsWith("topic_id: "))
                .map(line -> line.substring("topic_id: ".length())).findFirst() : Optional.empty();
    }

    @Override
    public WaitingLog open(TopicPartition partition, UUID topic, FileSettings settings) {
        Path place = folder(partition);
        try {
            if (!Files.isDirectory(place)) {
                throw new StorageException("the folder " + place + " is missing; put it back, or delete the topic");
            }
            if (!owner(place).equals(Optional.of(id(topic)))) {
                throw new StorageException("the folder " + place + " is not of this topic; put the right one back, "
                        + "or delete the topic");
            }
        } catch (IOException e) {
            throw new StorageException("cannot read in " + place + "; let me read there", e);
        }
        return GroupCommit.open(place, settings);
    }

    @Override
    public void configure(WaitingLog log, FileSettings settings) {
        ((GroupCommit) log).configure(settings);
    }

    /// First the folder gets a name that says so; then nothing is half there.
    @Override
    public void delete(TopicPartition partition, UUID topic) {
        Path place = folder(partition);
        try {
            if (owner(place).equals(Optional.of(id(topic)))) {
                String deleted = partition + "." + id(topic) + DELETED;
                topics.rename(place, deleted);
                topics.force();
                deleteAll(deleted);
            }
        } catch (IOException e) {
            throw new StorageException("cannot delete " + place + "; delete it by hand", e);
        }
    }

    private void deleteDeleted() throws IOException {
        for (String name : topics.names()) {
            if (name.endsWith(DELETED)) {
                deleteAll(name);
            }
        }
    }

    private void deleteAll(String name) throws IOException {
        var place = new Folder(topics.path().resolve(name));
        place.names().forEach(place::delete);
        Files.delete(place.path());
    }

    @Override
    public List<String> strays(List<UUID> known) {
        Set<String> ids = known.stream().map(FileStore::id).collect(Collectors.toSet());
        var strays = new ArrayList<String>();
        try {
            for (String name : topics.names()) {
                Path place = topics.path().resolve(name);
                if (owner(place).filter(ids::contains).isEmpty()) {
                    strays.add(place + " belongs to no topic; if you do not miss it, delete it");
                }
            }
        } catch (IOException e) {
            throw new StorageException("cannot look into " + topics.path() + "; let me read there", e);
        }
        return strays.size() <= STRAYS ? strays : Stream.concat(strays.stream().limit(STRAYS),
                Stream.of(topics.path() + " has " + (strays.size() - STRAYS) + " folders more that belong to no topic"))
                .toList();
    }

    @Override
    public void close() {
        catalog.close();
    }
}
