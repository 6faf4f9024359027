package gregor.stream;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.compact.CompactionSettings;
import gregor.compact.Compactor;
import gregor.group.MemoryOffsetStore;
import gregor.guarantee.TransactionalLog;
import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ForwardingLog;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import org.junit.jupiter.api.Test;

/// A program that crashes at any append, and starts again, loses nothing; with transactions it counts nothing twice.
class StreamsCrashTest {
    private static final int EVENTS = Boolean.getBoolean("gregor.prove") ? 200 : 60;
    private static final int CRASHES = Boolean.getBoolean("gregor.prove") ? 10_000 : EVENTS;
    private static final int COMMIT_INTERVAL = 7;
    private static final int PARTITIONS = 2;

    /// What survives the program: the logs and the committed offsets.
    private final Map<TopicPartition, Log> disk = new TreeMap<>();
    private final ListLog decisions = new ListLog();
    private final MemoryOffsetStore offsets = new MemoryOffsetStore();
    private boolean exactlyOnce;
    private int appendsLeft = Integer.MAX_VALUE;
    private boolean appendFirst;
    private int crashes;

    /// The end of the program, at an append.
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final class CrashingLog extends ForwardingLog<Log> {
        CrashingLog(Log log) {
            super(log);
        }

        @Override
        public long append(Batch batch) {
            if (appendsLeft-- == 0) {
                if (appendFirst) {
                    log.append(batch);
                }
                throw new Crash();
            }
            return log.append(batch);
        }
    }

    private Topics topics() {
        var topics = new Topics(partition -> {
            Log log = new CrashingLog(disk.computeIfAbsent(partition, each -> new ListLog()));
            return exactlyOnce ? new TransactionalLog(log) : log;
        });
        var names = new TreeSet<String>();
        disk.keySet().forEach(partition -> names.add(partition.topic()));
        names.addAll(List.of("in", "counts", "windows"));
        names.forEach(name -> topics.create(name, name.endsWith("-offsets") ? 1 : PARTITIONS));
        return topics;
    }

    private static Topology topology() {
        var topology = new Topology();
        EventStream byValue = topology.stream("in").selectKey(StreamRecord::value).repartition("value");
        byValue.count("counts").toStream().to("counts");
        byValue.count(TimeWindows.tumbling(Duration.ofMillis(20)).grace(Duration.ofDays(1)), "windows").toStream()
                .to("windows");
        return topology;
    }

    private void runOnce() {
        Topics topics = topics();
        var guarantee = exactlyOnce
                ? new ExactlyOnce("app", topics, new CrashingLog(decisions), 7)
                : new AtLeastOnce("app", topics, offsets);
        var streams = new Streams("app", topology(), topics, guarantee);
        do {
            streams.commit();
        } while (streams.process(COMMIT_INTERVAL) > 0);
    }

    private void run(int seed, int crashAfter, boolean afterAppend) {
        var random = new Random(31L * seed + crashAfter);
        for (int i = 0; i < EVENTS; i++) {
            var in = new TopicPartition("in", i % PARTITIONS);
            disk.computeIfAbsent(in, each -> new ListLog())
                    .append(new StreamRecord("key", "v" + random.nextInt(3), i * 2L - random.nextInt(9) + 9).event());
        }
        appendsLeft = crashAfter;
        appendFirst = afterAppend;
        for (boolean done = false; !done;) {
            try {
                runOnce();
                done = true;
            } catch (Crash e) {
                crashes++;
                appendsLeft = crashes == 1 ? crashAfter / 3 : Integer.MAX_VALUE;
                compactChangelogs();
            }
        }
    }

    /// Compacts the changelogs, as a broker may at any time. A log with transactions is compacted by its broker only.
    private void compactChangelogs() {
        if (!exactlyOnce) {
            disk.forEach((partition, log) -> {
                if (partition.topic().endsWith("-changelog")) {
                    new Compactor(log, CompactionSettings.DEFAULT, InstantSource.system()).compact();
                }
            });
        }
    }

    /// Returns the counts of each key in the order in which they were written.
    private Map<String, List<Integer>> written(String topic) {
        Topics topics = topics();
        var written = new TreeMap<String, List<Integer>>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Log log = topics.log(new TopicPartition(topic, partition));
            Log visible = log instanceof TransactionalLog transactional ? transactional.committed() : log;
            visible.entries(visible.start()).forEach(entry -> {
                StreamRecord record = StreamRecord.of(entry.event());
                written.computeIfAbsent(record.key(), each -> new ArrayList<>()).add(Integer.valueOf(record.value()));
            });
        }
        return written;
    }

    /// Returns how often each value, and each value in each window, is in the input.
    private Map<String, Integer> expected(Function<StreamRecord, String> key) {
        var expected = new TreeMap<String, Integer>();
        disk.forEach((partition, log) -> {
            if (partition.topic().equals("in")) {
                for (var entry : log.entries(log.start())) {
                    Event event = entry.event();
                    expected.merge(key.apply(StreamRecord.of(event)), 1, Integer::sum);
                }
            }
        });
        return expected;
    }

    private static String window(StreamRecord record) {
        long start = record.timestamp() / 20 * 20;
        return record.value() + "@" + start + "/" + (start + 20);
    }

    private static Map<String, List<Integer>> upTo(Map<String, Integer> counts) {
        var all = new TreeMap<String, List<Integer>>();
        counts.forEach((key, count) -> all.put(key, IntStream.rangeClosed(1, count).boxed().toList()));
        return all;
    }

    /// Crashes at each append in turn, until a run is not long enough; with further inputs, until there are enough runs
    /// with a crash.
    private static void everyCrash(boolean exactlyOnce, BiConsumer<StreamsCrashTest, String> check) {
        int seed = 0;
        int runs = 0;
        for (int crashAfter = 0; runs < CRASHES; crashAfter++) {
            int before = runs;
            for (boolean afterAppend : new boolean[]{false, true}) {
                var test = new StreamsCrashTest();
                test.exactlyOnce = exactlyOnce;
                test.run(seed, crashAfter, afterAppend);
                runs += test.crashes > 0 ? 1 : 0;
                check.accept(test,
                        "input " + seed + ", a crash at append " + crashAfter + (afterAppend ? ", after it" : ""));
            }
            if (runs == before) {
                seed++;
                crashAfter = -1;
            }
        }
        System.out.println("crash states " + (exactlyOnce ? "exactly once" : "at least once") + ": " + runs);
    }

    @Test
    void withTransactionsEachRecordIsCountedOnce() {
        everyCrash(true, (test, crash) -> {
            assertThat(test.written("counts")).as(crash).isEqualTo(upTo(test.expected(StreamRecord::value)));
            assertThat(test.written("windows")).as(crash).isEqualTo(upTo(test.expected(StreamsCrashTest::window)));
        });
    }

    @Test
    void withoutTransactionsNothingIsLostAndSomethingIsCountedTwice() {
        var doubled = new AtomicInteger();
        everyCrash(false, (test, crash) -> {
            Map<String, List<Integer>> written = test.written("counts");
            test.expected(StreamRecord::value).forEach((key, count) -> {
                int last = Collections.max(written.get(key));
                assertThat(last).as(crash).isGreaterThanOrEqualTo(count);
                doubled.addAndGet(last - count);
            });
            test.expected(StreamsCrashTest::window)
                    .forEach((key, count) -> assertThat(Collections.max(test.written("windows").get(key))).as(crash)
                            .isGreaterThanOrEqualTo(count));
        });
        assertThat(doubled.get()).as("records that were counted twice, in all runs").isPositive();
    }
}
