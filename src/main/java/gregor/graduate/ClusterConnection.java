package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// One side of a move: Gregor's broker or a cluster of Apache Kafka, by Kafka's clients.
public final class ClusterConnection implements AutoCloseable {
    private final Map<String, Object> properties;
    private final Admin admin;
    private final String id;
    private final int brokers;

    /// Connects.
    ///
    /// @param properties of Kafka's clients, `bootstrap.servers` among them
    /// @throws KafkaException if the cluster does not answer
    public ClusterConnection(Map<String, ?> properties) {
        this.properties = Map.copyOf(properties);
        admin = Admin.create(this.properties);
        try {
            DescribeClusterResult described = admin.describeCluster();
            id = get(described.clusterId());
            brokers = get(described.nodes()).size();
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    public String address() {
        return String.valueOf(properties.get("bootstrap.servers"));
    }

    String id() {
        return id;
    }

    /// Returns the number of brokers that run.
    int brokers() {
        return brokers;
    }

    Admin admin() {
        return admin;
    }

    /// Returns a new consumer of committed records that commits nothing.
    KafkaConsumer<byte[], byte[]> consumer() {
        var bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(with(
                Map.of("max.poll.records", 20_000, "fetch.max.bytes", 16 << 20, "max.partition.fetch.bytes", 8 << 20),
                Map.of("isolation.level", "read_committed", "enable.auto.commit", false, "auto.offset.reset", "none",
                        "allow.auto.create.topics", false)),
                bytes, bytes);
    }

    /// Returns a new producer; the one before it with the same transactional id is fenced.
    KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        var bytes = new ByteArraySerializer();
        return new KafkaProducer<>(with(Map.of("batch.size", 1 << 18, "linger.ms", 20, "max.request.size", 64 << 20,
                "buffer.memory", 64L << 20), Map.of("transactional.id", transactionalId, "acks", "all")), bytes, bytes);
    }

    /// @param defaults which the properties override
    /// @param fixed    which the move depends on
    private Map<String, Object> with(Map<String, Object> defaults, Map<String, Object> fixed) {
        var all = new HashMap<>(defaults);
        all.putAll(properties);
        all.putAll(fixed);
        return all;
    }

    /// Waits for an answer.
    ///
    /// @throws KafkaException if the cluster refuses or does not answer
    static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
