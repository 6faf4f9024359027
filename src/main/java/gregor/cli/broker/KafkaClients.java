package gregor.cli.broker;

import gregor.list.OffsetOutOfRangeException;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Kafka's producer and consumers for a broker elsewhere. Each is made when it is needed.
final class KafkaClients implements AutoCloseable {
    private static final int BATCH_BYTES = 1 << 20;
    private static final int LARGEST = 100 << 20;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final Map<String, Object> properties;
    private final int patienceMillis;
    private final List<AutoCloseable> members = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaConsumer<byte[], byte[]> consumer;
    private TopicPartition fetched;
    private long next;
    private long end;

    /// @param properties what all of them are told
    KafkaClients(Map<String, Object> properties, int patienceMillis) {
        this.properties = properties;
        this.patienceMillis = patienceMillis;
    }

    /// Sends records together and returns the offset of the first.
    ///
    /// @param maxBytes how many bytes their topic takes at once
    long send(List<ProducerRecord<byte[], byte[]>> records, LongSupplier maxBytes) {
        if (producer == null) {
            producer = producer(maxBytes.getAsLong());
        }
        List<Future<RecordMetadata>> answers = records.stream()
                .map(record -> KafkaCalls.call(() -> producer.send(record))).toList();
        producer.flush();
        List<Long> offsets = answers.stream().map(answer -> KafkaCalls.get(answer).offset()).toList();
        return offsets.getFirst();
    }

    /// What is sent together waits until it is complete, and so comes as one batch if the topic takes it.
    private KafkaProducer<byte[], byte[]> producer(long maxBytes) {
        return client(Map.of("acks", "all", "linger.ms", 1000, "batch.size", (int) Math.min(BATCH_BYTES, maxBytes),
                "max.request.size", LARGEST, "buffer.memory", 2L * LARGEST, "max.block.ms", patienceMillis,
                "delivery.timeout.ms", 2 * patienceMillis),
                all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private <T> T client(Map<String, Object> more, Function<Map<String, Object>, T> maker) {
        var all = new HashMap<>(properties);
        all.putAll(more);
        return KafkaCalls.call(() -> maker.apply(all));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = consumer(Map.of("auto.offset.reset", "none"));
        }
        return consumer;
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        var all = new HashMap<String, Object>(Map.of("enable.auto.commit", "false", "max.poll.records", 5000));
        all.putAll(more);
        var bytes = new ByteArrayDeserializer();
        return client(all, properties -> new KafkaConsumer<>(properties, bytes, bytes));
    }

    /// Makes a consumer, which is closed with this.
    KafkaConsumer<byte[], byte[]> member(Map<String, Object> more) {
        KafkaConsumer<byte[], byte[]> member = consumer(more);
        members.add(member);
        return member;
    }

    /// Has the broker make a topic if it does that by itself: it is asked as by somebody who wants to use it.
    void touch(String topic) {
        KafkaCalls.call(() -> consumer().partitionsFor(topic));
    }

    /// Reads some records from an offset on; none if there is none before the end. Where the log ends is asked only
    /// when all is read up to where it ended before.
    ///
    /// @param asked says where it ends
    /// @throws OffsetOutOfRangeException if the offset is not in the log
    /// @throws CommandException          if the broker does not give what it has
    List<ConsumerRecord<byte[], byte[]>> fetch(TopicPartition partition, long from, LongSupplier asked,
            LongSupplier start) {
        var there = KafkaTopics.kafka(partition);
        if (!partition.equals(fetched) || next != from) {
            consumer().assign(List.of(there));
            consumer().seek(there, from);
            fetched = partition;
            next = from;
            end = 0;
        }
        if (next >= end) {
            end = asked.getAsLong();
            if (from > end) {
                throw new OffsetOutOfRangeException(from, start.getAsLong(), end);
            }
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        while (next < end) {
            List<ConsumerRecord<byte[], byte[]>> some = poll(there, start);
            if (!some.isEmpty()) {
                return some;
            }
            if (System.nanoTime() > deadline) {
                throw new CommandException(partition + " has more, and the broker does not give it");
            }
        }
        return List.of();
    }

    private List<ConsumerRecord<byte[], byte[]>> poll(org.apache.kafka.common.TopicPartition there,
            LongSupplier start) {
        return KafkaCalls.call(() -> {
            try {
                List<ConsumerRecord<byte[], byte[]>> some = consumer().poll(POLL_INTERVAL).records(there);
                next = consumer().position(there);
                return some;
            } catch (InvalidOffsetException e) {
                long from = next;
                fetched = null;
                throw new OffsetOutOfRangeException(from, start.getAsLong(), end);
            }
        });
    }

    @Override
    public void close() {
        members.forEach(KafkaClients::close);
        close(consumer);
        close(producer);
    }

    /// What could not say goodbye is gone all the same.
    static void close(AutoCloseable client) {
        try {
            if (client != null) {
                client.close();
            }
        } catch (Exception e) {
            System.err.println("gregor: " + e.getMessage());
        }
    }
}
