package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/// Moves topics from one cluster to another, with their settings and the committed offsets of groups.
///
/// Each committed record arrives exactly once and in order, whatever is interrupted: a new run goes on where the last
/// committed transaction ended, and fences a run that still copies ([MoveJournal]). One thread at a time may use it.
public final class Move {
    /// The setting of Gregor's topics that refuses new records and names where they go.
    static final String MOVED_TO = "moved.to";
    /// Each has a transactional id of its own. Another number would not fence all producers of an earlier version's run.
    private static final int WORKERS = 4;
    private static final Duration OPEN_TRANSACTIONS = Duration.ofMillis(200);

    private final ClusterConnection source;
    private final ClusterConnection target;
    private final MoveLimits limits;
    private final MoveJournal journal;
    private final InterruptedTransactions transactions;

    /// Receives how many records, and bytes of keys and values, have been copied since the last call. Several threads
    /// call it.
    public interface Progress {
        /// Some more are committed at the target.
        void copied(long records, long bytes);
    }

    public Move(ClusterConnection source, ClusterConnection target, MoveLimits limits) {
        this.source = source;
        this.target = target;
        this.limits = limits;
        journal = new MoveJournal(source, target);
        transactions = new InterruptedTransactions(source, target, journal);
    }

    /// Looks at both sides, and changes nothing.
    ///
    /// @throws MoveException if there is nothing to move, or the target's topics are in the way
    public MovePlan plan() {
        if (source.id().equals(target.id())) {
            throw new MoveException(
                    source.address() + " and " + target.address() + " are the same cluster; name " + "another one");
        }
        MovePlan plan = new MovePlanner(source, target, limits).plan();
        checkTarget(plan);
        return plan;
    }

    private void checkTarget(MovePlan plan) {
        List<String> existing = plan.topics().stream().filter(MovePlan.Topic::exists).map(MovePlan.Topic::name)
                .toList();
        if (existing.isEmpty()) {
            return;
        }
        Map<String, TopicDescription> there = ClusterConnection
                .get(target.admin().describeTopics(existing).allTopicNames());
        Map<TopicPartition, CopiedOffsets> copied = journal.last();
        for (MovePlan.Topic topic : plan.topics()) {
            if (topic.exists()) {
                checkTarget(topic, Objects.requireNonNull(there.get(topic.name())), copied);
            }
        }
        transactions.missing(plan, copied); // refuses other records than the source's
    }

    private void checkTarget(MovePlan.Topic topic, TopicDescription there, Map<TopicPartition, CopiedOffsets> copied) {
        if (there.partitions().size() != topic.partitions().size()) {
            throw new MoveException(
                    "topic " + topic.name() + " has " + topic.partitions().size() + " partitions at the source and "
                            + there.partitions().size() + " at the target; give both as many");
        }
        topic.partitions().stream().map(partition -> copied.get(partition.name())).filter(Objects::nonNull)
                .filter(last -> !last.topic().equals(topic.id())).findFirst().ifPresent(last -> {
                    throw new MoveException(
                            "topic " + topic.name() + " has been deleted and created anew at the source "
                                    + "since it was copied; delete the target's topics " + topic.name() + " and "
                                    + journal.topic() + " to copy everything again");
                });
    }

    /// Returns whether the plan has topics that refuse new records because an earlier run has cut over.
    public static boolean isCutOver(MovePlan plan) {
        return plan.topics().stream().anyMatch(topic -> topic.unknown().containsKey(MOVED_TO));
    }

    /// Creates the topics that the target does not have, and copies up to the ends in the plan, or beyond.
    ///
    /// @param follow whether to copy what is written after the plan was made too, until `stop` is true or another run has
    ///               cut over
    /// @param stop   whether to stop early; a later run goes on
    public void copy(MovePlan plan, boolean follow, BooleanSupplier stop, Progress progress) {
        createTopics(plan);
        List<String> ids = IntStream.range(0, WORKERS).mapToObj(worker -> journal.topic() + "-" + worker).toList();
        var producers = new ArrayList<KafkaProducer<byte[], byte[]>>();
        try {
            for (String id : ids) {
                producers.add(target.producer(id));
                producers.getLast().initTransactions(); // before the journal is read: no earlier run commits from now on
            }
            copy(plan, follow, follow ? new CutOverWatch(source, plan, stop) : stop, progress, producers,
                    transactions.resolve(plan, producers.getFirst(), ids));
        } finally {
            producers.forEach(producer -> producer.close(Duration.ZERO));
        }
    }

    private void createTopics(MovePlan plan) {
        journal.create(plan.topics().getFirst().replicas());
        List<NewTopic> topics = plan.topics().stream().filter(topic -> !topic.exists())
                .map(topic -> new NewTopic(topic.name(), topic.partitions().size(), topic.replicas())
                        .configs(topic.settingsAtFirst()))
                .toList();
        ClusterConnection.get(target.admin().createTopics(topics).all());
    }

    private void copy(MovePlan plan, boolean follow, BooleanSupplier stop, Progress progress,
            List<KafkaProducer<byte[], byte[]>> producers, Map<TopicPartition, CopiedOffsets> copied) {
        Map<String, Uuid> ids = plan.topics().stream()
                .collect(Collectors.toMap(MovePlan.Topic::name, MovePlan.Topic::id));
        var partitions = plan.partitions().toList();
        var failed = new AtomicReference<@Nullable RuntimeException>();
        var threads = new ArrayList<Thread>();
        for (int worker = 0; worker < Math.min(WORKERS, partitions.size()); worker++) {
            int first = worker;
            threads.add(Thread.ofVirtual().start(() -> {
                try (KafkaConsumer<byte[], byte[]> consumer = source.consumer()) {
                    Map<TopicPartition, Long> ends = new HashMap<>();
                    for (int i = first; i < partitions.size(); i += WORKERS) {
                        ends.put(partitions.get(i).name(), follow ? Long.MAX_VALUE : partitions.get(i).end());
                    }
                    consumer.assign(ends.keySet());
                    ends.keySet().forEach(name -> consumer.seek(name, begin(plan, name, copied)));
                    new PartitionCopier(consumer, producers.get(first), journal, ids).copy(ends,
                            () -> stop.getAsBoolean() || failed.get() != null,
                            some -> progress.copied(some.records(), some.bytes()));
                } catch (RuntimeException e) {
                    failed.compareAndSet(null, e);
                }
            }));
        }
        join(threads);
        RuntimeException failure = failed.get();
        if (failure != null) {
            throw failure;
        }
    }

    private static long begin(MovePlan plan, TopicPartition name, Map<TopicPartition, CopiedOffsets> copied) {
        long begin = plan.partitions().filter(partition -> partition.name().equals(name)).findFirst().orElseThrow()
                .begin();
        CopiedOffsets last = copied.get(name);
        return last == null ? begin : Math.max(begin, last.next());
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    /// Compares what has been copied with the source.
    ///
    /// @param compared is called with the number of records of each partition
    /// @return a sentence for each partition that differs
    public List<String> verify(MovePlan plan, LongConsumer compared) {
        return new ContentCheck(source, target).run(plan, journal, compared);
    }

    /// Gives the topics the settings that would have changed records while they were copied, translates the committed
    /// offsets of the groups, and copies the access rules.
    ///
    /// @return what the user must do, a sentence each
    public List<String> finish(MovePlan plan) {
        var settings = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        plan.topics().forEach(topic -> settings.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                topic.settingsAtTheEnd().entrySet().stream().map(Move::change).toList()));
        ClusterConnection.get(target.admin().incrementalAlterConfigs(settings).all());
        var todo = new ArrayList<String>();
        Set<TopicPartition> partitions = plan.ends().keySet();
        new OffsetTranslation(source, target, journal).run(plan.groups(), partitions)
                .forEach(group -> todo.add("group " + group + " has members at the target, so its committed offsets "
                        + "were not changed; stop them and repeat the move"));
        todo.addAll(AccessRules.copy(source, target));
        return todo;
    }

    private static AlterConfigOp change(Map.Entry<String, @Nullable String> setting) {
        return new AlterConfigOp(new ConfigEntry(setting.getKey(), setting.getValue()),
                setting.getValue() == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
    }

    /// Makes the source refuse new records, and waits until all transactions there have ended.
    ///
    /// @param waiting is called while transactions are open
    /// @throws MoveException if the source is not Gregor's broker, which alone can do that
    public void refuseWrites(MovePlan plan, BooleanSupplier stop, Runnable waiting) {
        var op = new AlterConfigOp(new ConfigEntry(MOVED_TO, target.address()), AlterConfigOp.OpType.SET);
        try {
            ClusterConnection.get(source.admin()
                    .incrementalAlterConfigs(plan.topics().stream().collect(Collectors.toMap(
                            topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), _ -> List.of(op))))
                    .all());
        } catch (org.apache.kafka.common.errors.InvalidConfigurationException e) {
            throw new MoveException(source.address() + " cannot refuse writes to single topics; stop its producers, "
                    + "and move without --cut-over");
        }
        List<TopicPartition> names = plan.partitions().map(MovePlan.Partition::name).toList();
        while (!stop.getAsBoolean() && !offsets(source, names, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED)
                .equals(offsets(source, names, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED))) {
            waiting.run();
            LockSupport.parkNanos(OPEN_TRANSACTIONS.toNanos());
        }
    }

    private static Map<TopicPartition, Long> offsets(ClusterConnection cluster, Collection<TopicPartition> names,
            OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, ListOffsetsResultInfo> offsets = ClusterConnection
                .get(cluster.admin().listOffsets(names.stream().collect(Collectors.toMap(name -> name, _ -> spec)),
                        new ListOffsetsOptions(isolation)).all());
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
}
