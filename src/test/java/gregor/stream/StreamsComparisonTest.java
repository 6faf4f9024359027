package gregor.stream;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.group.MemoryOffsetStore;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each program gives the same answers in Kafka Streams, record by record, on random inputs: out of order, without key or
/// value, and repeated.
class StreamsComparisonTest {
    private static final int SEEDS = Boolean.getBoolean("gregor.prove") ? 1_000 : 20;
    private static final int RECORDS = 200;

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    /// A program of ours and the same one for Kafka Streams.
    enum Program {
        FILTER_AND_MAP(
                builder -> builder.<String, String>stream("a").filter((_, value) -> !"x".equals(value))
                        .mapValues(value -> value + "!").to("out"),
                topology -> topology.stream("a").filter(record -> !"x".equals(record.value()))
                        .mapValues(record -> record.value() + "!").to("out")),
        COUNT(builder -> changes(builder.<String, String>stream("a").groupByKey().count()),
                topology -> topology.stream("a").count("count").toStream().to("out")),
        COUNT_BY_VALUE(builder -> changes(builder.<String, String>stream("a").groupBy((_, value) -> value).count()),
                topology -> topology.stream("a").selectKey(StreamRecord::value).count("count").toStream().to("out")),
        TUMBLING(builder -> time(builder, org.apache.kafka.streams.kstream.TimeWindows.ofSizeAndGrace(ms(10), ms(7))),
                topology -> count(topology, TimeWindows.tumbling(ms(10)).grace(ms(7)))),
        TUMBLING_WITHOUT_GRACE(
                builder -> time(builder, org.apache.kafka.streams.kstream.TimeWindows.ofSizeWithNoGrace(ms(10))),
                topology -> count(topology, TimeWindows.tumbling(ms(10)))),
        HOPPING(builder -> time(builder,
                org.apache.kafka.streams.kstream.TimeWindows.ofSizeAndGrace(ms(10), ms(5)).advanceBy(ms(3))),
                topology -> count(topology, TimeWindows.hopping(ms(10), ms(3)).grace(ms(5)))),
        SESSION(builder -> session(builder,
                org.apache.kafka.streams.kstream.SessionWindows.ofInactivityGapAndGrace(ms(4), ms(6))),
                topology -> count(topology, SessionWindows.gap(ms(4)).grace(ms(6)))),
        SESSION_WITHOUT_GRACE(
                builder -> session(builder,
                        org.apache.kafka.streams.kstream.SessionWindows.ofInactivityGapWithNoGrace(ms(4))),
                topology -> count(topology, SessionWindows.gap(ms(4)))),
        STREAM_AND_TABLE(builder -> {
            KTable<String, String> table = builder.table("b");
            builder.<String, String>stream("a").join(table, (one, two) -> one + two).to("out");
        }, topology -> {
            StreamTable table = topology.table("b", "table");
            topology.stream("a").join(table, "join", (one, two) -> one + two).to("out");
        }),
        TWO_STREAMS(builder -> join(builder, JoinWindows.ofTimeDifferenceAndGrace(ms(5), ms(4))),
                topology -> join(topology, JoinWindow.within(ms(5)).grace(ms(4)))),
        TWO_STREAMS_IN_ORDER(builder -> join(builder, JoinWindows.ofTimeDifferenceWithNoGrace(ms(5)).before(ms(0))),
                topology -> join(topology, new JoinWindow(ms(0), ms(5), ms(0))));

        private final Consumer<StreamsBuilder> kafka;
        private final Consumer<Topology> ours;

        Program(Consumer<StreamsBuilder> kafka, Consumer<Topology> ours) {
            this.kafka = kafka;
            this.ours = ours;
        }

        private static void changes(KTable<String, Long> counts) {
            counts.toStream().mapValues(count -> "" + count).to("out");
        }

        private static void windowed(KTable<Windowed<String>, Long> counts) {
            counts.toStream((key, _) -> key.key() + "@" + key.window().start() + "/" + key.window().end())
                    .mapValues(count -> count == null ? null : "" + count).to("out");
        }

        private static void time(StreamsBuilder builder, org.apache.kafka.streams.kstream.TimeWindows windows) {
            windowed(builder.<String, String>stream("a").groupByKey().windowedBy(windows).count());
        }

        /// Ours keeps a session for the grace and three gaps after its end. With the default retention of Kafka Streams, a
        /// session may be missing in the store although an event can still reach it.
        private static void session(StreamsBuilder builder, org.apache.kafka.streams.kstream.SessionWindows windows) {
            long retention = windows.gracePeriodMs() + 3 * windows.inactivityGap() + 1;
            windowed(builder.<String, String>stream("a").groupByKey().windowedBy(windows)
                    .count(Materialized.<String, Long, SessionStore<Bytes, byte[]>>with(null, Serdes.Long())
                            .withRetention(ms(retention))));
        }

        private static void count(Topology topology, Windows windows) {
            topology.stream("a").count(windows, "count").toStream().to("out");
        }

        private static void join(StreamsBuilder builder, JoinWindows window) {
            KStream<String, String> other = builder.stream("b");
            builder.<String, String>stream("a").join(other, (one, two) -> one + two, window).to("out");
        }

        private static void join(Topology topology, JoinWindow window) {
            topology.stream("a").join(topology.stream("b"), window, "join", (one, two) -> one + two).to("out");
        }
    }

    /// A record and the topic that it is written to.
    private record Input(String topic, StreamRecord record) {}

    private static List<Input> inputs(long seed) {
        var random = new Random(seed);
        var inputs = new ArrayList<Input>();
        long time = 0;
        while (inputs.size() < RECORDS) {
            if (!inputs.isEmpty() && random.nextInt(12) == 0) {
                inputs.add(inputs.get(inputs.size() - 1 - random.nextInt(Math.min(5, inputs.size()))));
                continue;
            }
            time += random.nextInt(4) == 0 ? random.nextInt(12) : random.nextInt(2);
            long timestamp = Math.max(0, time - (random.nextInt(3) == 0 ? random.nextInt(30) : 0));
            String key = random.nextInt(15) == 0 ? null : List.of("p", "q", "r").get(random.nextInt(3));
            String value = random.nextInt(10) == 0 ? null : List.of("x", "y", "z").get(random.nextInt(3));
            inputs.add(new Input(random.nextBoolean() ? "a" : "b", new StreamRecord(key, value, timestamp)));
        }
        return inputs;
    }

    /// Returns what Kafka Streams writes to `out` for each input.
    private static List<List<StreamRecord>> kafka(Program program, List<Input> inputs) {
        var builder = new StreamsBuilder();
        program.kafka.accept(builder);
        var settings = new Properties();
        settings.putAll(Map.of("application.id", "test", "bootstrap.servers", "none:1", "default.key.serde",
                Serdes.StringSerde.class, "default.value.serde", Serdes.StringSerde.class, "dsl.store.suppliers.class",
                BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class, "statestore.cache.max.bytes", 0));
        var results = new ArrayList<List<StreamRecord>>();
        try (var driver = new TopologyTestDriver(builder.build(), settings)) {
            var topics = new HashMap<String, org.apache.kafka.streams.TestInputTopic<String, String>>();
            var out = driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
            for (Input input : inputs) {
                StreamRecord record = input.record();
                topics.computeIfAbsent(input.topic(),
                        name -> driver.createInputTopic(name, new StringSerializer(), new StringSerializer()));
                if (input.topic().equals("a") || isRead(program)) {
                    topics.get(input.topic())
                            .pipeInput(new TestRecord<>(record.key(), record.value(), null, record.timestamp()));
                }
                results.add(out.readRecordsToList().stream()
                        .map(result -> new StreamRecord(result.key(), result.value(), result.timestamp())).toList());
            }
        }
        return results;
    }

    /// Whether a program reads the topic `b`, too. The driver refuses records for a topic that is not read.
    private static boolean isRead(Program program) {
        var topology = new Topology();
        program.ours.accept(topology);
        return topology.sources().containsKey("b");
    }

    /// Returns what our program writes to `out` for each input.
    private static List<List<StreamRecord>> ours(Consumer<Topology> program, List<Input> inputs) {
        var topology = new Topology();
        program.accept(topology);
        var topics = new Topics(partition -> new ListLog());
        List.of("a", "b", "out").forEach(topic -> topics.create(topic, 1));
        var streams = new Streams("test", topology, topics, new AtLeastOnce("test", topics, new MemoryOffsetStore()));
        var out = new gregor.list.Consumer("test", topics.log(new TopicPartition("out", 0)));
        var results = new ArrayList<List<StreamRecord>>();
        for (Input input : inputs) {
            Event event = input.record().event();
            topics.log(new TopicPartition(input.topic(), 0)).append(event);
            streams.process(Integer.MAX_VALUE);
            results.add(out.poll(1000).stream().map(entry -> StreamRecord.of(entry.event())).toList());
        }
        return results;
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void kafkaStreamsGivesTheSameAnswers(Program program) {
        int written = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Input> inputs = inputs(seed);
            List<List<StreamRecord>> expected = kafka(program, inputs);
            List<List<StreamRecord>> actual = ours(program.ours, inputs);
            for (int i = 0; i < inputs.size(); i++) {
                assertThat(actual.get(i)).as("seed %d, after %s", seed, inputs.subList(Math.max(0, i - 9), i + 1))
                        .isEqualTo(expected.get(i));
            }
            written += expected.stream().mapToInt(List::size).sum();
        }
        assertThat(written).as("records written in %s", program).isGreaterThan(SEEDS * 20);
    }

    private static void assertFound(Program program, Consumer<Topology> faulty) {
        boolean found = IntStream.range(0, SEEDS)
                .anyMatch(seed -> !ours(faulty, inputs(seed)).equals(kafka(program, inputs(seed))));
        assertThat(found).as("a fault in %s is found", program).isTrue();
    }

    /// The inputs tell a rule from the same rule with one millisecond more or less.
    @Test
    void aRuleThatIsWrongByAMillisecondIsFound() {
        for (int wrong : new int[]{-1, 1}) {
            assertFound(Program.TUMBLING,
                    topology -> Program.count(topology, TimeWindows.tumbling(ms(10)).grace(ms(7 + wrong))));
            assertFound(Program.TUMBLING,
                    topology -> Program.count(topology, TimeWindows.tumbling(ms(10 + wrong)).grace(ms(7))));
            assertFound(Program.HOPPING,
                    topology -> Program.count(topology, TimeWindows.hopping(ms(10), ms(3 + wrong)).grace(ms(5))));
            assertFound(Program.HOPPING,
                    topology -> Program.count(topology, TimeWindows.hopping(ms(10), ms(3)).grace(ms(5 + wrong))));
            assertFound(Program.SESSION,
                    topology -> Program.count(topology, SessionWindows.gap(ms(4 + wrong)).grace(ms(6 - wrong))));
            assertFound(Program.SESSION,
                    topology -> Program.count(topology, SessionWindows.gap(ms(4)).grace(ms(6 + wrong))));
            assertFound(Program.TWO_STREAMS,
                    topology -> Program.join(topology, JoinWindow.within(ms(5)).grace(ms(4 + wrong))));
            assertFound(Program.TWO_STREAMS,
                    topology -> Program.join(topology, new JoinWindow(ms(5 + wrong), ms(5), ms(4 - wrong))));
        }
        assertFound(Program.TWO_STREAMS_IN_ORDER,
                topology -> Program.join(topology, new JoinWindow(ms(5), ms(0), ms(0))));
    }
}
