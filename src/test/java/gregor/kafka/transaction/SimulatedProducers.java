package gregor.kafka.transaction;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.file.FaultyDisk;
import gregor.group.CommittedOffset;
import gregor.guarantee.CommittedLog;
import gregor.guarantee.ProducerException;
import gregor.guarantee.TransactionState;
import gregor.kafka.ProducerStates;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.topic.TopicPartition;

/// Transactional producers of a broker whose disk may fail at any operation, and what its readers of committed events
/// may see: no part of a transaction without the rest, no event of an aborted one, each committed event once.
///
/// A producer whose request was interrupted sends it again, as Kafka's clients do, or starts again. What a seed decides
/// is the same in each run.
public final class SimulatedProducers {
    private static final List<TopicPartition> PARTITIONS = List.of(new TopicPartition("plain", 0),
            new TopicPartition("plain", 1), new TopicPartition("compacted", 0));
    private static final TopicPartition READ = PARTITIONS.getFirst();
    private static final int TIMEOUT_MILLIS = 60_000;

    private final List<Producer> producers = List.of(new Producer("older", false), new Producer("newer", true),
            new Producer("another", true));
    private final Map<String, Write> committed = new LinkedHashMap<>();
    private final Consumer<Duration> pass;
    private int writes;
    private int commits;
    private Broker broker;
    private ProducerStates states;
    private TransactionCoordinator coordinator;

    /// An event that a producer writes; its text is unique.
    ///
    /// @param offset -1 until the write has a response
    private record Write(TopicPartition partition, String text, int sequence, long offset) {}

    /// A producer with its open transaction, as far as it knows.
    private static final class Producer {
        private final String id;
        private final boolean newer;
        private Origin origin = Origin.UNKNOWN;
        private final Map<TopicPartition, Integer> sequences = new HashMap<>();
        private final List<Write> open = new ArrayList<>();
        private OptionalLong offset = OptionalLong.empty();
        private OptionalLong committedOffset = OptionalLong.empty();
        /// The write that has no response.
        private Optional<Write> unanswered = Optional.empty();
        /// Whether it has asked for a commit that has no response.
        private boolean committing;

        Producer(String id, boolean newer) {
            this.id = id;
            this.newer = newer;
        }

        void continueAs(Origin next) {
            if (next.producerId() != origin.producerId() || next.epoch() != origin.epoch()) {
                sequences.clear();
            }
            origin = next;
            open.clear();
            offset = OptionalLong.empty();
            unanswered = Optional.empty();
            committing = false;
        }
    }

    /// @param pass lets time pass
    public SimulatedProducers(Consumer<Duration> pass) {
        this.pass = pass;
    }

    /// Continues with a broker that was opened on what is left on the disk.
    public void use(Broker opened) {
        broker = opened;
        states = new ProducerStates(broker.settings());
        coordinator = new TransactionCoordinator(broker, states);
        broker.setMaintenance(new TransactionMaintenance(coordinator, states));
    }

    /// Returns the number of acknowledged commits.
    public int commits() {
        return commits;
    }

    /// Lets one producer take one step of its work.
    public void step(Random random) {
        createTopics();
        Producer producer = producers.get(random.nextInt(producers.size()));
        int choice = random.nextInt(20);
        try {
            if (producer.origin.producerId() < 0 || choice == 0) {
                start(producer, choice % 2 == 0);
            } else if (producer.committing) {
                commit(producer);
            } else if (producer.unanswered.isPresent()) {
                write(producer, producer.unanswered.get());
            } else if (choice < 10) {
                TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
                write(producer, new Write(partition, producer.id + " " + writes++,
                        producer.sequences.getOrDefault(partition, 0), -1));
            } else if (choice < 12) {
                addOffset(producer);
            } else if (producer.open.isEmpty() && producer.offset.isEmpty()) {
                broker.keepHouse();
            } else if (choice < 17) {
                commit(producer);
            } else if (choice < 19) {
                producer.continueAs(coordinator.end(producer.id, producer.origin, false, producer.newer));
            } else {
                pass.accept(Duration.ofMillis(TIMEOUT_MILLIS + 1));
                broker.keepHouse();
            }
        } catch (ProducerException ended) {
            if (producer.committing) {
                settle(producer);
            }
            producer.continueAs(Origin.UNKNOWN);
        }
    }

    private void createTopics() {
        Map<String, String> compacted = Map.of("cleanup.policy", "compact", "segment.bytes", "1024",
                "min.cleanable.dirty.ratio", "0.01", "delete.retention.ms", "1000");
        for (var topic : Map.of("plain", 2, "compacted", 1).entrySet()) {
            if (broker.partitions(topic.getKey()) == 0) {
                broker.createTopic(topic.getKey(), topic.getValue(),
                        topic.getKey().equals("compacted")
                                ? compacted
                                : Map.of("segment.bytes", "1024", "retention.ms", "-1"));
            }
        }
    }

    private void start(Producer producer, boolean known) {
        Origin expected = known && !producer.committing ? producer.origin : Origin.UNKNOWN;
        if (producer.committing) {
            // A producer that starts again does not know whether its last transaction was committed.
            settle(producer);
        }
        producer.continueAs(coordinator.init(producer.id, TIMEOUT_MILLIS, expected));
    }

    private void write(Producer producer, Write write) {
        producer.unanswered = Optional.of(write);
        if (!producer.newer) {
            coordinator.addPartitions(producer.id, producer.origin, List.of(write.partition));
        }
        Partition partition = broker.partition(write.partition);
        var origin = new Origin(producer.origin.producerId(), producer.origin.epoch(), write.sequence);
        PackedBatch batch = PackedBatch
                .of(ListBatch.of(origin,
                        List.of(Event.of(write.text, write.text).at(broker.settings().clock().instant()))), Codec.NONE)
                .transactional();
        long at = coordinator.append(producer.id, producer.origin, write.partition, producer.newer,
                () -> states.append(partition, batch, producer.newer));
        partition.awaitForced(at + 1);
        producer.unanswered = Optional.empty();
        producer.open.add(new Write(write.partition, write.text, write.sequence, at));
        producer.sequences.put(write.partition, write.sequence + 1);
    }

    private void addOffset(Producer producer) {
        long next = producer.committedOffset.orElse(0) + 1;
        if (!producer.newer) {
            coordinator.addGroup(producer.id, producer.origin, producer.id);
        }
        coordinator.addOffsets(producer.id, producer.origin, producer.id, Map.of(READ, CommittedOffset.of(next)),
                producer.newer);
        producer.offset = OptionalLong.of(next);
    }

    private void commit(Producer producer) {
        producer.committing = true;
        Origin next = coordinator.end(producer.id, producer.origin, true, producer.newer);
        committed(producer);
        producer.continueAs(next);
        commits++;
    }

    private void committed(Producer producer) {
        producer.open.forEach(write -> committed.put(write.text, write));
        producer.committedOffset = producer.offset.isPresent() ? producer.offset : producer.committedOffset;
    }

    /// Finds out how an interrupted commit has ended, after the coordinator has completed what was decided. An id that
    /// has expired was idle for so long that no open transaction hides its events.
    private void settle(Producer producer) {
        coordinator.run();
        Transaction known = coordinator.all().get(producer.id);
        boolean isCommitted = known != null
                ? known.metadata().state() == TransactionState.COMPLETE_COMMIT
                : producer.open.stream().anyMatch(write -> read(write.partition).contains(write.text));
        if (isCommitted) {
            committed(producer);
        } else {
            producer.open.clear();
            producer.offset = OptionalLong.empty();
        }
    }

    /// Ends all transactions, so that none hides committed events, and checks.
    public void finish(String what) {
        producers.stream().filter(producer -> producer.origin.producerId() >= 0)
                .forEach(producer -> start(producer, false));
        check(what);
    }

    private OptionalLong offset(Producer producer) {
        CommittedOffset found = broker.groups().committedOffsets(producer.id).get(READ);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
    }

    private CommittedLog log(TopicPartition partition) {
        return new CommittedLog(broker.partition(partition), states.transactions(broker.partition(partition)));
    }

    private List<String> read(TopicPartition partition) {
        CommittedLog log = log(partition);
        var texts = new ArrayList<String>();
        long before = -1;
        for (long next = log.start(); before < next;) {
            before = next;
            for (Batch batch : log.read(next, 1 << 20)) {
                batch.forEach((Entry entry) -> texts.add(entry.event().text()));
                next = batch.lastOffset() + 1;
            }
        }
        return texts;
    }

    /// Whether no open transaction hides an event from readers of committed events.
    private boolean isDecided(Write write) {
        return write.offset < log(write.partition).end();
    }

    /// Compares what readers of committed events see with what was acknowledged. Interrupted commits are whole or
    /// absent.
    ///
    /// @throws AssertionError that names the violation
    /// @throws FaultyDisk.PowerCut if the disk ends meanwhile
    public void check(String what) {
        if (PARTITIONS.stream().anyMatch(each -> broker.partitions(each.topic()) == 0)) {
            assertThat(committed).as(what).isEmpty();
            return;
        }
        coordinator.run();
        var expected = new LinkedHashMap<>(committed);
        for (Producer producer : producers) {
            checkInterrupted(producer, expected, what);
        }
        for (TopicPartition partition : PARTITIONS) {
            List<String> seen = read(partition);
            assertThat(seen).as("%s: doubled write in %s", what, partition).doesNotHaveDuplicates();
            List<String> here = expected.values().stream()
                    .filter(write -> write.partition.equals(partition) && isDecided(write)).map(Write::text).toList();
            assertThat(seen).as("%s: lost write in %s", what, partition).containsAll(here);
            assertThat(here).as("%s: aborted read in %s", what, partition).containsAll(seen);
        }
    }

    private void checkInterrupted(Producer producer, Map<String, Write> expected, String what) {
        OptionalLong offset = offset(producer);
        if (!producer.committing) {
            assertThat(offset).as("%s: offset of %s", what, producer.id).isEqualTo(producer.committedOffset);
            return;
        }
        List<Boolean> parts = new ArrayList<>();
        producer.open.stream().filter(this::isDecided)
                .forEach(write -> parts.add(read(write.partition).contains(write.text)));
        if (producer.offset.isPresent()) {
            parts.add(offset.equals(producer.offset));
        }
        assertThat(new HashSet<>(parts)).as("%s: torn transaction of %s: %s", what, producer.id, producer.open)
                .hasSizeLessThan(2);
        if (parts.contains(true)) {
            producer.open.forEach(write -> expected.put(write.text, write));
        }
    }
}
