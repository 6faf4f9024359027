package gregor.bench;

import module java.base;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// How long one record takes from `send` to `poll` when nothing else happens. Prints the median and the 99th percentile
/// in ms.
///
///     SendToPoll HOST:PORT TOPIC RECORDS BYTES
public final class SendToPoll {
    private static final int WARM_UP = 300;
    private static final Duration PAUSE = Duration.ofMillis(2);

    private SendToPoll() {}

    public static void main(String... args) throws InterruptedException {
        byte[] value = new byte[Integer.parseInt(args[3])];
        int records = Integer.parseInt(args[2]);
        double[] millis = new double[records];
        var partition = new TopicPartition(args[1], 0);
        Map<String, Object> broker = Map.of("bootstrap.servers", args[0]);
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", args[0], "linger.ms", 0),
                new ByteArraySerializer(), new ByteArraySerializer());
                var consumer = new KafkaConsumer<>(broker, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(partition));
            consumer.seekToBeginning(Set.of(partition));
            consumer.poll(Duration.ZERO);
            for (int i = -WARM_UP; i < records; i++) {
                Thread.sleep(PAUSE);
                long from = System.nanoTime();
                producer.send(new ProducerRecord<>(args[1], value));
                while (consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
                    // the record is on its way
                }
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - from) / 1e6;
                }
            }
        }
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "send to poll, ms: %.3f median, %.3f 99th%n", millis[records / 2],
                millis[records * 99 / 100]);
    }
}
