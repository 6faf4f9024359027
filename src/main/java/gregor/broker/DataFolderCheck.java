package gregor.broker;

import module java.base;

import gregor.deque.DequeLog;
import gregor.file.FolderLock;
import gregor.file.LogCheck;
import gregor.file.LogLockedException;
import gregor.file.StorageException;
import gregor.list.Batch;
import gregor.topic.TopicPartition;
import tools.jackson.core.JacksonException;

/// Reads a whole data folder and lists what is wrong with it. It changes nothing: it creates, repairs, renames and
/// deletes no file.
public final class DataFolderCheck {
    private final DataFolder data;
    private final Function<Path, BatchCheck> further;
    private final List<String> findings = new ArrayList<>();

    /// Checks what is beside the segments of one log. It changes nothing.
    public interface BatchCheck extends Consumer<Batch> {
        /// Receives each batch of the log that can be read, in order.
        @Override
        default void accept(Batch batch) {}

        default List<String> findings() {
            return List.of();
        }
    }

    /// What a check has found.
    ///
    /// @param findings what is wrong, a sentence each: topic and partition, offsets, file, and what opening would do
    public record Report(int topics, int partitions, List<String> findings) {
        /// Returns the same report with one more finding.
        public Report and(String finding) {
            return new Report(topics, partitions, Stream.concat(findings.stream(), Stream.of(finding)).toList());
        }
    }

    private DataFolderCheck(Path folder, Function<Path, BatchCheck> further) {
        data = new DataFolder(folder);
        this.further = further;
    }

    /// Checks a folder. No broker can open it meanwhile.
    ///
    /// @param further makes the check of the other files in the folder of a log
    /// @throws DataFolderException if a broker uses the folder, or it cannot hold a broker's data; the cause is a
    ///                             [LogLockedException] if it is in use
    public static Report of(Path folder, Function<Path, BatchCheck> further, Broker.Progress progress) {
        try {
            var check = new DataFolderCheck(folder, further);
            try (var _ = FolderLock.shared(check.data.catalog())) {
                return check.run(progress);
            }
        } catch (LogLockedException e) {
            throw new DataFolderException("the data folder " + folder + " is in use: " + e.getMessage(), e);
        } catch (IOException | StorageException e) {
            throw new DataFolderException("cannot read the data folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private Report run(Broker.Progress progress) throws IOException {
        if (!data.hasVersion() && data.isUsed()) {
            findings.add(data.path().resolve(DataFolder.VERSION_FILE) + " is missing; opening the folder writes it");
        }
        Collection<TopicRecord> topics = topics();
        int all = topics.stream().mapToInt(TopicRecord::partitions).sum();
        int done = 0;
        for (TopicRecord topic : topics) {
            for (int number = 0; number < topic.partitions(); number++) {
                check(new TopicPartition(topic.name(), number), topic.id());
                progress.at(++done, all);
            }
        }
        if (!topics.isEmpty()) {
            findings.addAll(data.orphans(topics.stream().map(TopicRecord::id).toList()));
        }
        return new Report(topics.size(), all, List.copyOf(findings));
    }

    /// Reads the topics from the catalog. Damaged events are left out.
    private Collection<TopicRecord> topics() {
        if (Files.isDirectory(data.catalog())) {
            var events = new DequeLog();
            check("catalog", data.catalog(), batch -> batch.forEach(entry -> events.append(entry.event())));
            Collection<TopicRecord> topics = read(events);
            if (topics.isEmpty() && data.isUsed()) {
                findings.add("catalog: it names no topic, and there are partitions, which are left as they are; put "
                        + data.catalog() + " back from a copy");
            }
            return topics;
        }
        if (!data.partitions().isEmpty()) {
            findings.add("catalog: " + data.catalog() + " is missing; put it back from a copy");
        }
        return List.of();
    }

    private Collection<TopicRecord> read(DequeLog events) {
        try {
            return new Catalog(events, InstantSource.system()).topics().values();
        } catch (JacksonException e) {
            findings.add("catalog: an event is not a topic: " + e.getOriginalMessage());
            return List.of();
        }
    }

    private void check(TopicPartition partition, UUID topic) {
        data.trouble(partition, topic).ifPresentOrElse(trouble -> findings.add(partition + ": " + trouble),
                () -> check(partition.toString(), data.partition(partition)));
    }

    private void check(String name, Path log) {
        BatchCheck beside = further.apply(log);
        check(name, log, beside);
        beside.findings().forEach(finding -> findings.add(name + ": " + finding));
    }

    private void check(String name, Path log, Consumer<Batch> batches) {
        LogCheck.of(log, batches).forEach(finding -> findings.add(name + ": " + finding));
    }
}
