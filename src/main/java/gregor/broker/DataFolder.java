package gregor.broker;

import module java.base;

import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.topic.TopicPartition;

/// The layout of a broker's data folder. It reads, and changes nothing.
///
/// ```
/// gregor.version                           gregor.broker 1
/// catalog/                                 the log of the Catalog
/// topics/deliveries-0/                     the log of a partition
/// topics/deliveries-0/partition.metadata   the id of its topic, as Apache Kafka writes it
/// archive/deliveries/0.csv                 the archived events of a partition
/// ```
record DataFolder(Path path) {
    static final String VERSION = "gregor.broker 1\n";
    static final String VERSION_FILE = "gregor.version";
    static final String METADATA = "partition.metadata";
    /// The end of the name of a folder whose partition is being deleted.
    static final String DELETED = "-delete";

    private static final int MAX_ORPHANS = 20;

    Path catalog() {
        return path.resolve("catalog");
    }

    Path topics() {
        return path.resolve("topics");
    }

    Path partition(TopicPartition partition) {
        return topics().resolve(partition.toString());
    }

    /// Checks the version; false if the folder has none yet.
    ///
    /// @throws DataFolderException if it has another version, or belongs to Apache Kafka
    boolean hasVersion() throws IOException {
        Path file = path.resolve(VERSION_FILE);
        String version = Files.exists(file) ? Files.readString(file) : "";
        if (version.isEmpty() && Files.exists(path.resolve("meta.properties"))) {
            throw new DataFolderException(path + " is a folder of Apache Kafka; choose another one, with --data");
        }
        if (!version.isEmpty() && !version.equals(VERSION)) {
            throw new DataFolderException(
                    "the data folder " + path + " is of version \"" + version.strip() + "\", and this broker knows \""
                            + VERSION.strip() + "\"; use the Gregor that wrote it, or a newer one");
        }
        return !version.isEmpty();
    }

    /// Returns the names of the folders of partitions, sorted.
    List<String> partitions() {
        return Files.isDirectory(topics()) ? new Folder(topics()).names() : List.of();
    }

    /// Whether a partition has been opened, and so must be in the catalog.
    boolean isUsed() {
        return partitions().stream().anyMatch(name -> Files.exists(topics().resolve(name).resolve("manifest")));
    }

    /// Encodes an id as Kafka does: 16 bytes in base64, without padding.
    static String id(UUID topic) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(topic.getMostSignificantBits())
                .putLong(topic.getLeastSignificantBits()).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Returns the id of the topic that a partition's folder names as its owner.
    static Optional<String> owner(Path partition) {
        Path file = partition.resolve(METADATA);
        try {
            return Files.exists(file)
                    ? Files.readString(file).lines().filter(line -> line.startsWith("topic_id: "))
                            .map(line -> line.substring("topic_id: ".length())).findFirst()
                    : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + "; check its permissions", e);
        }
    }

    static boolean isOwner(UUID topic, Path partition) {
        return owner(partition).equals(Optional.of(id(topic)));
    }

    /// Returns why the folder of a partition cannot be used; empty if it can.
    Optional<String> trouble(TopicPartition partition, UUID topic) {
        Path folder = partition(partition);
        if (!Files.isDirectory(folder)) {
            return Optional.of("the folder " + folder + " is missing; put it back from a copy");
        }
        return isOwner(topic, folder)
                ? Optional.empty()
                : Optional.of("the folder " + folder + " belongs to another topic; put the right one back");
    }

    /// Returns a sentence for each folder of no known topic.
    List<String> orphans(Collection<UUID> known) {
        Set<String> ids = known.stream().map(DataFolder::id).collect(Collectors.toSet());
        var orphans = new ArrayList<String>();
        for (String name : partitions()) {
            Path folder = topics().resolve(name);
            if (!name.endsWith(DELETED) && owner(folder).filter(ids::contains).isEmpty()) {
                orphans.add(folder + " belongs to no topic; if it holds events that you need, put the right folder "
                        + "catalog back, or move it away");
            }
        }
        return orphans.size() <= MAX_ORPHANS
                ? orphans
                : Stream.concat(orphans.stream().limit(MAX_ORPHANS), Stream.of(
                        topics() + " has " + (orphans.size() - MAX_ORPHANS) + " more folders that belong to no topic"))
                        .toList();
    }
}
