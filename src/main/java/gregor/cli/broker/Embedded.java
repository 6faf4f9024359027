package gregor.cli.broker;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.broker.DataFolderException;
import gregor.broker.PartitionUnavailableException;
import gregor.broker.TopicDescription;
import gregor.deque.OffsetReset;
import gregor.file.LogLockedException;
import gregor.group.CommittedOffset;
import gregor.list.Batch;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A broker in this process, which has its data folder for itself. It is open only while it is needed: while a
/// command waits for somebody it is closed, so that two commands can share a folder.
final class Embedded implements Connection {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final BrokerSettings settings;
    private Broker broker;

    Embedded(BrokerSettings settings) {
        this.settings = settings;
        broker = open(settings);
    }

    /// Opens a broker. If its folder is in use, it waits a moment, in which another command may have finished; a broker
    /// that has left its note will not.
    ///
    /// @throws FolderInUseException if another process has the folder and keeps it
    /// @throws DataFolderException  if the folder cannot be a broker's data
    static Broker open(BrokerSettings settings) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return Broker.open(settings);
            } catch (DataFolderException e) {
                if (!(e.getCause() instanceof LogLockedException locked)) {
                    throw e;
                }
                Path folder = settings.folder().orElseThrow();
                Optional<BrokerNote> note = BrokerNote.of(locked.holder(), folder);
                if (note.isPresent() || System.nanoTime() > deadline) {
                    throw new FolderInUseException(folder, locked.holder(), note);
                }
                sleep(POLL_INTERVAL);
            }
        }
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private Broker broker() {
        if (broker == null) {
            broker = open(settings);
        }
        return broker;
    }

    @Override
    public String place() {
        return "the data folder " + settings.folder().orElseThrow();
    }

    @Override
    public List<String> topics() {
        return broker().topicNames();
    }

    @Override
    public List<TopicDescription> describe(List<String> topics) {
        topics.forEach(this::checkTopic);
        return topics.stream().map(broker()::describe).toList();
    }

    @Override
    public void create(String topic, int partitions, Map<String, String> changes) {
        broker().createTopic(topic, partitions, changes);
    }

    @Override
    public boolean createIfAbsent(String topic) {
        boolean absent = !topics().contains(topic);
        broker().createIfAbsent(topic);
        return absent;
    }

    @Override
    public void addPartitions(String topic, int total) {
        checkTopic(topic);
        broker().addPartitions(topic, total);
    }

    @Override
    public void alter(String topic, Map<String, String> changes) {
        checkTopic(topic);
        broker().alterTopic(topic, changes);
    }

    @Override
    public void delete(String topic) {
        checkTopic(topic);
        broker().deleteTopic(topic);
    }

    /// It stays good when the broker is closed and opened again.
    @Override
    public Log log(TopicPartition partition) {
        return new Log() {
            private Log now() {
                return broker().partition(partition);
            }

            @Override
            public long append(Batch batch) {
                return now().append(batch);
            }

            @Override
            public Iterable<Batch> read(long from, int maxBytes) {
                return now().read(from, maxBytes);
            }

            @Override
            public long start() {
                return now().start();
            }

            @Override
            public long end() {
                return now().end();
            }

            @Override
            public long sizeInBytes() {
                return now().sizeInBytes();
            }

            @Override
            public void deleteBefore(long upTo) {
                now().deleteBefore(upTo);
            }

            @Override
            public void replace(long upTo, List<Batch> survivors) {
                now().replace(upTo, survivors);
            }
        };
    }

    @Override
    public OptionalLong offsetAt(TopicPartition partition, Instant time) {
        return broker().partition(partition).offsetFor(time);
    }

    @Override
    public List<String> groups() {
        return List.copyOf(broker().groups().names());
    }

    @Override
    public GroupDescription group(String name) {
        checkGroup(name);
        return GroupDescription.of(this, name, "Empty", committed(name), Map.of());
    }

    private Map<TopicPartition, Long> committed(String group) {
        var committed = new HashMap<TopicPartition, Long>();
        for (String topic : topics()) {
            int partitions = broker().topics().topic(topic).partitions();
            for (int partition = 0; partition < partitions; partition++) {
                var place = new TopicPartition(topic, partition);
                broker().groups().in(group, some -> some.committed(place))
                        .ifPresent(commit -> committed.put(place, commit.offset()));
            }
        }
        return committed;
    }

    @Override
    public void reset(String group, Map<TopicPartition, Long> offsets) {
        var commits = new HashMap<TopicPartition, CommittedOffset>();
        offsets.forEach((partition, offset) -> commits.put(partition, CommittedOffset.of(offset)));
        broker().groups().in(group, some -> {
            some.reset(commits);
            return null;
        });
    }

    @Override
    public void deleteGroup(String name) {
        checkGroup(name);
        broker().groups().delete(name);
    }

    /// Nobody else can be in a group while this process has the folder: so it gets all partitions, and only the
    /// bookmarks matter.
    @Override
    public Reader member(String group, String topic, Collection<Integer> partitions, OffsetReset reset) {
        Map<TopicPartition, Long> committed = committed(group);
        var starts = new HashMap<TopicPartition, Long>();
        for (int number : available(describe(topic), partitions)) {
            var partition = new TopicPartition(topic, number);
            Log log = log(partition);
            starts.put(partition, committed.containsKey(partition) ? committed.get(partition)
                    : reset == OffsetReset.EARLIEST ? log.start() : log.end());
        }
        return new TopicReader(this, topic, starts, offsets -> reset(group, offsets));
    }

    @Override
    public List<String> troubles() {
        return broker().troubles();
    }

    @Override
    public void openAll(Meter meter) {
        broker().openAll(meter::at);
        meter.close();
    }

    @Override
    public void pause(Duration time) {
        close();
        sleep(time);
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }
}
