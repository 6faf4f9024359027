package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;

/// The archived topics in a folder, or in a single file.
///
/// ```
/// archive/deliveries/0.csv    the archive of partition 0 of the topic deliveries
/// archive/deliveries/1.csv
/// archive/letters.csv         the archive of a log outside of topics: as partition 0 of a topic letters
/// ```
///
/// It lists files; their rows are read by [ArchivedTopic#entries(int)].
public final class Archive {
    private static final String CSV = ".csv";
    private static final Pattern PARTITION = Pattern.compile("(\\d{1,9})\\.csv");

    private final Path path;
    private final SortedMap<String, ArchivedTopic> topics = new TreeMap<>();

    /// Lists a folder of archives, a topic's folder in it, or a single file.
    ///
    /// @throws ArchiveException if there is no such path, it cannot be read, or there is no archive in it
    public static Archive at(Path path) {
        if (!Files.exists(path)) {
            throw new ArchiveException("there is no archive " + path
                    + "; an archive is made by a topic with archive=csv, and by ./gregor run archive");
        }
        try {
            return new Archive(path);
        } catch (IOException e) {
            throw new ArchiveException("cannot read the archive " + path, e);
        }
    }

    private Archive(Path path) throws IOException {
        this.path = path;
        if (!Files.isDirectory(path)) {
            add(new ArchivedTopic(name(path).replaceFirst("\\.csv$", ""), new TreeMap<>(Map.of(0, path))));
            return;
        }
        ArchivedTopic single = topic(name(path.toRealPath()), path);
        if (!single.partitions().isEmpty()) {
            add(single);
            return;
        }
        for (Path file : list(path)) {
            if (Files.isDirectory(file)) {
                add(topic(name(file), file));
            }
        }
        for (Path file : list(path)) {
            if (Files.isRegularFile(file) && name(file).endsWith(CSV)) {
                String plain = name(file).substring(0, name(file).length() - CSV.length());
                add(new ArchivedTopic(topics.containsKey(plain) ? name(file) : plain, new TreeMap<>(Map.of(0, file))));
            }
        }
        if (topics.isEmpty()) {
            throw new ArchiveException("there is no archive in " + path + " yet; an archive is made by a topic with"
                    + " archive=csv when its retention deletes events, and by ./gregor run archive");
        }
    }

    private static ArchivedTopic topic(String name, Path folder) throws IOException {
        var partitions = new TreeMap<Integer, Path>();
        for (Path file : list(folder)) {
            var partition = PARTITION.matcher(name(file));
            if (partition.matches() && Files.isRegularFile(file)) {
                partitions.put(Integer.valueOf(partition.group(1)), file);
            }
        }
        return new ArchivedTopic(name, partitions);
    }

    private void add(ArchivedTopic topic) {
        if (!topic.partitions().isEmpty()) {
            topics.put(topic.name(), topic);
        }
    }

    private static String name(Path path) {
        return path.getFileName() == null ? path.toString() : path.getFileName().toString();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /// Returns the names of the topics in alphabetical order; at least one.
    public List<String> topics() {
        return List.copyOf(topics.keySet());
    }

    /// Returns an archived topic.
    ///
    /// @throws ArchiveException if there is none of this name
    public ArchivedTopic topic(String name) {
        ArchivedTopic topic = topics.get(name);
        if (topic == null) {
            throw new ArchiveException("there is no topic " + name + " in the archive " + path + "; it has "
                    + String.join(", ", topics.keySet()));
        }
        return topic;
    }
}
