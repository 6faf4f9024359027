package gregor.kafka;

import module java.base;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/// Counts words with Kafka Streams: from the topic `lines` to the topic `counts`, with a repartition topic and a
/// changelog between them.
final class WordCount {
    private WordCount() {}

    /// Runs until the process is killed. The arguments are settings: name, value, name, value.
    public static void main(String... args) throws Exception {
        var settings = new Properties();
        settings.putAll(Map.of("application.id", "words", "default.key.serde", Serdes.StringSerde.class,
                "default.value.serde", Serdes.StringSerde.class, "dsl.store.suppliers.class",
                BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class, "statestore.cache.max.bytes", 0,
                "commit.interval.ms", 50));
        settings.putAll(Map.of("producer.transaction.timeout.ms", 3_000, "consumer.auto.offset.reset", "earliest",
                "consumer.session.timeout.ms", 6_000, "consumer.heartbeat.interval.ms", 500));
        for (int i = 0; i < args.length; i += 2) {
            settings.put(args[i], args[i + 1]);
        }
        var builder = new StreamsBuilder();
        KStream<String, String> lines = builder.stream("lines");
        lines.flatMapValues(line -> List.of(line.split(" "))).groupBy((_, word) -> word, Grouped.as("words")).count()
                .toStream().mapValues(count -> Long.toString(count))
                .to("counts", Produced.with(Serdes.String(), Serdes.String()));
        var streams = new KafkaStreams(builder.build(), settings);
        var ended = new CountDownLatch(1);
        streams.setUncaughtExceptionHandler(e -> {
            System.out.println("refused: " + e);
            ended.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        ended.await();
        System.exit(1);
    }
}
