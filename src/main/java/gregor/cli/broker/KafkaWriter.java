package gregor.cli.broker;

import module java.base;

import gregor.cli.broker.BrokerClient.Acknowledged;
import gregor.cli.console.CommandException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;

/// Sends batches by Kafka's producer, with as many requests in flight as it allows, and reports the offsets in order.
final class KafkaWriter {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String place;
    private final Supplier<String> reason;
    private final Producer<byte[], byte[]> producer;
    private final Deque<Sent> sent = new ArrayDeque<>();

    private record Sent(Future<RecordMetadata> answer, int place, Acknowledged written) {
        void report() {
            try {
                written.accept(place, KafkaTypes.get(answer).offset());
            } catch (CommandException e) {
                throw e.getCause() instanceof TimeoutException
                        ? new CommandException(
                                "the broker did not acknowledge in 30 s, and may still write what it has received; "
                                        + "it prints the reason, such as a full disk, or it has stopped",
                                e)
                        : e;
            }
        }
    }

    /// @param place  names the broker in messages
    /// @param reason returns why the broker may not acknowledge, in brackets; empty if that is not known
    KafkaWriter(String place, Supplier<String> reason, Producer<byte[], byte[]> producer) {
        this.place = place;
        this.reason = reason;
        this.producer = producer;
    }

    /// Sends a batch. The broker may receive it as several smaller ones.
    ///
    /// @throws CommandException if the broker refused this or an earlier batch, or the batch has gaps
    void append(TopicPartition partition, Batch batch, Acknowledged written) {
        long expected = batch.baseOffset();
        for (Entry entry : batch) {
            if (entry.offset() != expected) {
                throw new CommandException("offset " + expected + " is missing, and Kafka's clients cannot write a "
                        + "gap; add --close-gaps, or restore to a data folder that no broker uses");
            }
            expected++;
        }
        int place = 0;
        for (Entry entry : batch) {
            sent.add(new Sent(KafkaTypes.call(() -> producer.send(KafkaTypes.record(partition, entry.event()))),
                    place++, written));
        }
        report(false);
    }

    /// Waits until the broker has acknowledged all batches.
    ///
    /// @throws CommandException if the broker refused one
    void flush() {
        Thread warner = Thread.ofVirtual().start(this::warn);
        try {
            producer.flush();
        } finally {
            warner.interrupt();
        }
        report(true);
    }

    private void warn() {
        try {
            Thread.sleep(PATIENCE);
            System.err.println(
                    "gregor: " + place + " does not acknowledge" + reason.get() + "; waiting up to 30 s for it");
        } catch (InterruptedException e) {
            // the broker has acknowledged all
        }
    }

    /// Reports what is acknowledged. After a failure the rest is reported first, so that it is counted.
    private void report(boolean all) {
        CommandException failure = null;
        while (!sent.isEmpty() && (all || failure != null || sent.element().answer().isDone())) {
            try {
                sent.remove().report();
            } catch (CommandException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
