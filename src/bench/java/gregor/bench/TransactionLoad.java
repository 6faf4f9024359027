package gregor.bench;

import module java.base;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A load of transactions of 100 records, of which Kafka's own tools have none: they end a transaction after a time.
/// It prints the last line of `ProducerPerformance`; the latency is that of a whole transaction. One that fails is aborted
/// and repeated, as `KafkaProducer` asks for; after an error that cannot be aborted this ends.
///
///     TransactionLoad HOST:PORT TOPIC RECORDS BYTES CODEC
public final class TransactionLoad {
    static final int RECORDS = 100;

    private TransactionLoad() {}

    public static void main(String... args) {
        var random = new Random(0);
        byte[] value = new byte[Integer.parseInt(args[3])];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (random.nextInt(26) + 'A');
        }
        double[] millis = new double[Integer.parseInt(args[2]) / RECORDS];
        int aborted = 0;
        try (var producer = new KafkaProducer<byte[], byte[]>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0], ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        args[1], ProducerConfig.COMPRESSION_TYPE_CONFIG, args[4]),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            long begin = System.nanoTime();
            for (int i = 0; i < millis.length; i++) {
                long from = System.nanoTime();
                while (!isCommitted(producer, new ProducerRecord<>(args[1], value))) {
                    aborted++;
                }
                millis[i] = (System.nanoTime() - from) / 1e6;
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            Arrays.sort(millis);
            System.out.printf(Locale.ROOT,
                    "%d records sent, %.1f records/sec (%.1f ms 99th, the transactions; %d aborted)%n",
                    millis.length * RECORDS, millis.length * RECORDS / seconds, millis[millis.length * 99 / 100],
                    aborted);
        }
    }

    private static boolean isCommitted(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        producer.beginTransaction();
        try {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(record);
            }
            producer.commitTransaction();
            return true;
        } catch (KafkaException e) {
            System.err.println("aborted: " + e);
            producer.abortTransaction();
            return false;
        }
    }
}
