package gregor.bench;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.group.MemoryOffsetStore;
import gregor.kafka.KafkaSettings;
import gregor.kafka.server.KafkaServer;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.stream.AtLeastOnce;
import gregor.stream.Streams;
import gregor.stream.Topology;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;

/// Counts records by key, in turn with our streams in the process of a broker and with Kafka Streams on the same broker,
/// and prints records a second. Both write each change to a topic and to a changelog, at least once; Kafka Streams
/// without its cache, which would write fewer changes. Argument: the number of records.
public final class StreamCount {
    private static final int ROUNDS = 3;
    private static final int KEYS = 1000;
    private static final int BATCH = 500;

    private StreamCount() {}

    public static void main(String... args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        Path folder = Files.createTempDirectory("stream-count");
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var broker = Broker.open(BrokerSettings.in(folder.resolve("data")).with(FsyncPolicy.never()));
                var door = KafkaServer.open(broker, KafkaSettings.at(address))) {
            broker.createTopic("in", 1, Map.of());
            var random = new Random(1);
            for (int done = 0; done < records; done += BATCH) {
                broker.append(new TopicPartition("in", 0), ListBatch.of(
                        Stream.generate(() -> Event.of("key-" + random.nextInt(KEYS), "x").at(Instant.ofEpochMilli(1)))
                                .limit(BATCH).toArray(Event[]::new)));
            }
            var ratios = new ArrayList<Double>();
            for (int round = 1; round <= ROUNDS; round++) {
                double ours = records / ours(broker, round);
                double kafka = records / kafka(broker, door.address().getPort(), folder, round, records);
                ratios.add(ours / kafka);
                System.out.printf("round %d: ours %,.0f records/s, Kafka Streams %,.0f records/s, ratio %.2f%n", round,
                        ours, kafka, ours / kafka);
            }
            ratios.sort(null);
            System.out.printf("median ratio %.2f%n", ratios.get(ROUNDS / 2));
        }
    }

    private static double ours(Broker broker, int round) {
        String application = "app-" + round;
        List.of(application + "-out", application + "-count-changelog")
                .forEach(topic -> broker.createTopic(topic, 1, Map.of()));
        var topology = new Topology();
        topology.stream("in").count("count").toStream().to(application + "-out");
        long begin = System.nanoTime();
        new Streams(application, topology, broker.topics(),
                new AtLeastOnce(application, broker.topics(), new MemoryOffsetStore())).drain();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double kafka(Broker broker, int port, Path folder, int round, int records) throws Exception {
        String out = "kafka-" + round + "-out";
        broker.createTopic(out, 1, Map.of());
        var builder = new StreamsBuilder();
        builder.<String, String>stream("in").groupByKey().count(Materialized.as(Stores.inMemoryKeyValueStore("count")))
                .toStream().mapValues(String::valueOf).to(out);
        var settings = new Properties();
        settings.putAll(Map.of("bootstrap.servers", "127.0.0.1:" + port, "application.id", "kafka-" + round,
                "state.dir", folder.resolve("state").toString(), "default.key.serde", Serdes.StringSerde.class,
                "default.value.serde", Serdes.StringSerde.class, "statestore.cache.max.bytes", 0, "auto.offset.reset",
                "earliest"));
        try (var streams = new KafkaStreams(builder.build(), settings)) {
            var running = new CountDownLatch(1);
            streams.setStateListener((state, before) -> {
                if (state == KafkaStreams.State.RUNNING) {
                    running.countDown();
                }
            });
            streams.start();
            running.await();
            long begin = System.nanoTime();
            while (broker.partition(out, 0).end() < records) {
                Thread.sleep(2);
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }
}
