package gregor.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.deque.CsvArchive;
import gregor.file.FaultyDisk;
import gregor.group.CommittedOffset;
import gregor.kafka.transaction.SimulatedProducers;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The life of a whole broker, cut off at any operation of its disk: topics, their partitions and settings, events,
/// committed offsets, archives and transactions that it has acknowledged are there, and it goes on.
/// -Dgregor.prove=true tries all operations and more lives.
class BrokerCrashTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final AtomicInteger STATES = new AtomicInteger();
    private static final List<String> NAMES = List.of("a", "b");
    private static final int MAX_PARTITIONS = 3;

    /// What the broker has said yes to, and the one thing that was asked for when the end came.
    private static final class Told {
        private final Map<String, Map<String, String>> topics = new TreeMap<>();
        private final Map<TopicPartition, List<Event>> events = new TreeMap<>();
        private final Map<TopicPartition, Long> commits = new HashMap<>();
        private final SimulatedProducers producers;
        private String asked = "";
        private int before;

        private Told(SimulatedProducers producers) {
            this.producers = producers;
        }

        private int partitions(String topic) {
            return (int) events.keySet().stream().filter(partition -> partition.topic().equals(topic)).count();
        }

        private void grow(String topic, int total) {
            for (int number = partitions(topic); number < total; number++) {
                events.put(new TopicPartition(topic, number), new ArrayList<>());
            }
        }

        private void forget(String topic) {
            topics.remove(topic);
            events.keySet().removeIf(partition -> partition.topic().equals(topic));
        }
    }

    private static BrokerSettings settings(FaultyDisk disk, Instant[] now) {
        return BrokerSettings.in(disk.path("/data")).with(() -> now[0]);
    }

    private final Instant[] now = {Instant.parse("2026-03-02T00:00:00Z")};

    private Told told() {
        return new Told(new SimulatedProducers(time -> now[0] = now[0].plus(time)));
    }

    private Broker open(FaultyDisk disk, Told told) {
        Broker broker = Broker.open(settings(disk, now));
        told.producers.use(broker);
        return broker;
    }

    /// Does as the seed says until the disk is gone, or the life is over.
    private boolean live(FaultyDisk disk, long seed, Told told) {
        now[0] = Instant.parse("2026-03-02T00:00:00Z");
        var random = new Random(seed);
        try {
            Broker broker = open(disk, told);
            for (int step = 0; step < 25; step++) {
                now[0] = now[0].plus(Duration.ofMinutes(random.nextInt(30)));
                step(broker, random, told);
                if (random.nextInt(12) == 0) {
                    broker.close();
                    broker = open(disk, told);
                    broker.openAll((done, all) -> {});
                }
            }
            broker.close();
            return true;
        } catch (FaultyDisk.PowerCut end) {
            return false;
        }
    }

    private void step(Broker broker, Random random, Told told) {
        if (random.nextInt(3) == 0) {
            told.asked = "transactions";
            for (int i = random.nextInt(4, 24); i > 0; i--) {
                told.producers.step(random);
            }
            told.asked = "";
            return;
        }
        String name = NAMES.get(random.nextInt(NAMES.size()));
        var partition = new TopicPartition(name, random.nextInt(Math.max(1, told.partitions(name))));
        if (!told.topics.containsKey(name)) {
            Map<String, String> settings = Map.of("archive", "csv", "retention.ms", "3600000", "segment.bytes", "1024",
                    "max.message.bytes", "1000");
            told.asked = "create " + name;
            broker.createTopic(name, 1, settings);
            told.topics.put(name, settings);
            told.grow(name, 1);
        } else if (random.nextInt(25) == 0) {
            told.asked = "delete " + name;
            broker.deleteTopic(name);
            told.forget(name);
            told.commits.keySet().removeIf(place -> place.topic().equals(name));
        } else if (random.nextInt(10) == 0 && told.partitions(name) < MAX_PARTITIONS) {
            int total = random.nextInt(told.partitions(name), MAX_PARTITIONS) + 1;
            told.asked = "grow " + name + " " + total;
            broker.addPartitions(name, total);
            told.grow(name, total);
        } else if (random.nextInt(8) == 0) {
            var next = new HashMap<>(told.topics.get(name));
            next.put("retention.ms", "" + 1_000_000 * (1 + random.nextInt(5)));
            told.asked = "alter " + name + " " + next.get("retention.ms");
            broker.alterTopic(name, Map.of("retention.ms", next.get("retention.ms")));
            told.topics.put(name, next);
        } else if (random.nextInt(5) == 0) {
            long offset = random.nextLong(broker.partition(partition).end() + 1);
            told.asked = "commit " + name + " " + offset + " " + partition.partition();
            broker.groups().in("g", group -> {
                group.reset(Map.of(partition, CommittedOffset.of(offset)));
                return null;
            });
            told.commits.put(partition, offset);
        } else if (random.nextInt(3) == 0) {
            told.asked = "chores";
            broker.keepHouse();
        } else {
            var batch = new ArrayList<Event>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                batch.add(Event
                        .of("k" + random.nextInt(3), "v" + random.nextInt(1_000_000) + "x".repeat(random.nextInt(150)))
                        .at(now[0]));
            }
            told.asked = "append " + name + " " + partition.partition();
            told.before = told.events.get(partition).size();
            told.events.get(partition).addAll(batch);
            broker.append(partition, ListBatch.of(Origin.UNKNOWN, batch));
        }
        told.asked = "";
    }

    private static int operations(long seed) {
        var life = new BrokerCrashTest();
        var disk = new FaultyDisk();
        assertThat(life.live(disk, seed, life.told())).isTrue();
        return disk.operations();
    }

    @Test
    void aPowerCutAtAnyOperationLosesNothingThatWasAcknowledged() {
        for (long seed = 1; seed <= (PROVE ? 10 : 3); seed++) {
            int operations = operations(seed);
            for (int cut = (int) seed % 5; cut < operations; cut += PROVE ? 1 : 5) {
                var disk = new FaultyDisk().with(FaultyDisk.Fault.CUT, cut);
                var told = told();
                assertThat(live(disk, seed, told)).isFalse();
                String what = "life %d, cut at operation %d of %d, while it was asked to: %s".formatted(seed, cut,
                        operations, told.asked);
                check(disk.afterPowerCut(new Random(1000 * seed + cut)), told, what, true);
            }
        }
    }

    @Test
    void theEndOfTheProcessAtAnyByteLosesNothing() {
        var whole = new FaultyDisk();
        live(whole, 77, told());
        for (long bytes = 0; bytes < whole.bytesWritten(); bytes += PROVE ? 1 : 97) {
            var disk = new FaultyDisk().cutAfterBytes(bytes);
            var told = told();
            live(disk, 77, told);
            check(disk.afterProcessEnd(), told, "cut after byte " + bytes + ", while it was asked to: " + told.asked,
                    false);
        }
    }

    /// One life from one seed, day after day: what clients write, delete, change and commit in transactions, the
    /// maintenance, and now and then a power cut or the end of the process in the middle of anything.
    @Test
    void manyDaysWithManyEndsLoseNothing() {
        int days = PROVE ? 1000 : 40;
        var random = new Random(4711);
        var told = told();
        var disk = new FaultyDisk();
        int ends = 0;
        Broker broker = null;
        for (int day = 0; day < days; day++) {
            String what = "day " + day + " of seed 4711, after " + ends + " ends";
            boolean fatal = random.nextInt(3) == 0;
            if (fatal) {
                disk.with(FaultyDisk.Fault.CUT, disk.operations() + random.nextInt(150));
            }
            try {
                if (broker == null) {
                    broker = open(disk, told);
                    broker.openAll((done, all) -> {});
                    told.producers.check(what);
                    settle(broker, told);
                    for (String name : NAMES) {
                        checkTopic(broker, disk, name, told, what);
                    }
                }
                for (int step = 0; step < 8; step++) {
                    now[0] = now[0].plus(Duration.ofMinutes(random.nextInt(360)));
                    step(broker, random, told);
                }
            } catch (FaultyDisk.PowerCut end) {
                ends++;
                disk = random.nextBoolean() ? disk.afterPowerCut(random) : disk.afterProcessEnd();
                broker = null;
            }
        }
        if (broker != null) {
            told.producers.finish("after all days of seed 4711");
        }
        System.out.println("days lived by one broker: " + days + ", ends met: " + ends + ", transactions committed: "
                + told.producers.commits());
        assertThat(ends).isGreaterThan(days / 20);
        assertThat(told.producers.commits()).isGreaterThan(days);
    }

    /// What was asked for when the end came was done or was not: from now on it is what is there.
    private static void settle(Broker broker, Told told) {
        String[] asked = told.asked.split(" ");
        told.asked = "";
        if (asked.length < 2) {
            return;
        }
        String name = asked[1];
        boolean there = broker.topicNames().contains(name);
        var partition = new TopicPartition(name,
                List.of("append", "commit").contains(asked[0]) ? Integer.parseInt(asked[asked.length - 1]) : 0);
        switch (asked[0]) {
            case "create" -> {
                if (there) {
                    told.topics.put(name, new HashMap<>(broker.describe(name).configuration().overrides()));
                    told.grow(name, 1);
                }
            }
            case "delete" -> {
                if (!there) {
                    told.forget(name);
                }
                told.commits.keySet().removeIf(place -> place.topic().equals(name)
                        && broker.groups().in("g", group -> group.committed(place)).isEmpty());
            }
            case "grow" -> told.grow(name, broker.partitions(name));
            case "alter" -> told.topics.put(name, new HashMap<>(broker.describe(name).configuration().overrides()));
            case "commit" -> broker.groups().in("g", group -> group.committed(partition))
                    .ifPresent(commit -> told.commits.put(partition, commit.offset()));
            case "append" -> {
                List<Event> events = told.events.get(partition);
                int end = (int) broker.partition(partition).end();
                if (end < events.size()) {
                    assertThat(end).as("all of the last batch, or nothing").isEqualTo(told.before);
                    events.subList(end, events.size()).clear();
                }
            }
            default -> throw new AssertionError(asked[0]);
        }
    }

    @AfterAll
    static void sayHowMany() {
        System.out.println("crash states of a whole broker tried: " + STATES);
        assertThat(STATES.get()).isGreaterThan(PROVE ? 5_000 : 300);
    }

    /// After a power cut an archive may have holes in rows that nobody relies on yet: then it says so, and retention
    /// waits.
    private void check(FaultyDisk disk, Told told, String what, boolean power) {
        STATES.incrementAndGet();
        try (Broker broker = open(disk, told)) {
            broker.openAll((done, all) -> {});
            told.producers.check(what);
            assertThat(broker.troubles()).as(what).allMatch(trouble -> trouble.contains("belongs to no topic"));
            for (String name : NAMES) {
                checkTopic(broker, disk, name, told, what);
            }
            broker.keepHouse();
            assertThat(broker.troubles()).as(what)
                    .allMatch(trouble -> trouble.contains("belongs to no topic") || power && trouble.contains(".csv"));
            for (String name : NAMES) {
                checkTopic(broker, disk, name, told, what + ", and then the house was kept");
            }
            told.producers.finish(what + ", and then the house was kept");
            broker.createIfAbsent("after");
            assertThat(broker.append(new TopicPartition("after", 0), ListBatch.of(Event.of("life goes on")))).as(what)
                    .isZero();
        }
        try (Broker broker = Broker.open(settings(disk, now))) {
            assertThat(broker.partition("after", 0).entries(0)).as(what).hasSize(1);
        }
    }

    private static void checkTopic(Broker broker, FaultyDisk disk, String name, Told told, String what) {
        boolean there = broker.topicNames().contains(name);
        boolean expected = told.topics.containsKey(name);
        if (!told.asked.equals("create " + name) && !told.asked.equals("delete " + name)) {
            assertThat(there).as("%s: topic %s", what, name).isEqualTo(expected);
        }
        if (!there || !expected) {
            return;
        }
        Map<String, String> said = broker.describe(name).configuration().overrides();
        if (!said.equals(told.topics.get(name))) {
            assertThat("alter " + name + " " + said.get("retention.ms")).as(what).isEqualTo(told.asked);
        }
        int partitions = told.partitions(name);
        if (broker.partitions(name) != partitions) {
            assertThat("grow " + name + " " + broker.partitions(name)).as(what).isEqualTo(told.asked);
        }
        for (int number = 0; number < partitions; number++) {
            var partition = new TopicPartition(name, number);
            checkEvents(broker, disk, partition, told, what);
            Long committed = broker.groups().in("g", group -> group.committed(partition)).map(CommittedOffset::offset)
                    .orElse(null);
            if (!Objects.equals(committed, told.commits.get(partition)) && !told.asked.equals("delete " + name)) {
                assertThat("commit " + name + " " + committed + " " + number).as(what).isEqualTo(told.asked);
            }
        }
    }

    /// Every event is in the log, or it has left and is in the archive, at its own offset. Of a batch in the middle of which the end
    /// came there is all or nothing.
    private static void checkEvents(Broker broker, FaultyDisk disk, TopicPartition place, Told told, String what) {
        Partition partition = broker.partition(place);
        var found = new TreeMap<Long, Event>();
        Path archive = disk.path("/data/archive/" + place.topic() + "/" + place.partition() + ".csv");
        if (partition.start() > 0) {
            try (Stream<Entry> entries = CsvArchive.entries(archive).limit(partition.start())) {
                entries.forEach(entry -> found.put(entry.offset(), entry.event()));
            }
        }
        for (Entry entry : partition.entries(partition.start())) {
            found.put(entry.offset(), entry.event());
        }
        List<Event> events = told.events.get(place);
        var expected = new TreeMap<Long, Event>();
        for (int i = 0; i < Math.min(events.size(), partition.end()); i++) {
            expected.put((long) i, events.get(i));
        }
        assertThat(found).as("%s: %s", what, place).isEqualTo(expected);
        if (!told.asked.equals("append " + place.topic() + " " + place.partition())) {
            assertThat(partition.end()).as(what).isEqualTo(events.size());
        }
    }
}
