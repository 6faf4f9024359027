package gregor.cli.broker;

import gregor.ancestor.wafka.MissingFieldException;
import gregor.broker.TopicDescription;
import gregor.lesson.TerminalStyle;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.topic.Partitioner;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import gregor.topic.TopicProducer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Brings events from an [Input] into a topic, many at a time if many are there.
final class Delivery {
    /// So many go together at most.
    static final int BATCH_EVENTS = 1000;

    private static final int BATCH_BYTES = 1 << 19;

    private final Connection connection;
    private final Optional<Integer> partition;
    private final SortedMap<Integer, Receipt> receipts = new TreeMap<>();
    private final TopicProducer producer;
    private final int maxBytes;
    private final int partitions;
    private long collected;

    /// @param partition where all go; if none is given the partitioner chooses
    Delivery(Connection connection, String topic, Partitioner partitioner, Optional<Integer> partition) {
        this.connection = connection;
        this.partition = partition;
        TopicDescription description = connection.describe(topic);
        maxBytes = (int) description.configuration().number("max.message.bytes");
        partitions = description.partitions().size();
        producer = new TopicProducer("produce", new Topic(topic, partitions, this::receipt), partitioner, BATCH_EVENTS,
                Origin.UNKNOWN, InstantSource.system());
        partition.ifPresent(this::check);
    }

    private void check(int number) {
        if (number < 0 || number >= partitions) {
            throw new CommandException("there is no partition " + number + "; the topic has 0 to " + (partitions - 1));
        }
    }

    private Log receipt(TopicPartition place) {
        return receipts.computeIfAbsent(place.partition(), number -> new Receipt(connection.log(place)));
    }

    /// How many bytes the topic takes at once.
    int maxBytes() {
        return maxBytes;
    }

    /// Writes all that comes in.
    ///
    /// @param size how many bytes will come; -1 if nobody knows
    /// @throws CommandException if something goes wrong; the message says what was written all the same
    void all(Input input, long size) {
        try (var meter = new Meter("Writing")) {
            for (Event event = next(input); event != null; event = next(input)) {
                send(event, input);
                if (input.isQuiet()) {
                    flush(input);
                }
                if (size > 0) {
                    meter.bytes(input.bytes(), size);
                } else {
                    meter.at(events());
                }
            }
            flush(input);
        }
    }

    /// Writes each line at once, and says where it is. A line that is not as it should be can be typed again. While
    /// somebody thinks what to type, others can use the data.
    void typed(Input input) {
        var ink = TerminalStyle.of(Tty.err());
        for (Event event = answer(input, ink); event != null; event = answer(input, ink)) {
            int number = send(event, input);
            flush(input);
            System.err.println(ink.faint("  partition " + number + ", offset " + receipts.get(number).last()));
        }
        System.err.println();
    }

    private Event answer(Input input, TerminalStyle ink) {
        connection.pause(Duration.ZERO);
        while (true) {
            System.err.print(ink.cyan("> "));
            System.err.flush();
            try {
                return input.next();
            } catch (CommandException e) {
                System.err.println("gregor: " + e.getMessage());
            }
        }
    }

    /// What was collected is written, even if what comes next is not as it should be.
    private Event next(Input input) {
        try {
            return input.next();
        } catch (CommandException e) {
            flush(input);
            throw new CommandException(e.getMessage() + told(), e);
        }
    }

    private int send(Event event, Input input) {
        try {
            if (collected + event.sizeInBytes() > Math.min(BATCH_BYTES, maxBytes)) {
                flush(input);
            }
            collected += event.sizeInBytes();
            if (partition.isEmpty()) {
                return producer.send(event);
            }
            producer.send(partition.get(), event);
            return partition.get();
        } catch (MissingFieldException e) {
            flush(input);
            throw new CommandException(input.where() + ": " + e.getMessage() + told(), e);
        } catch (CommandException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused(input, e);
        }
    }

    private void flush(Input input) {
        try {
            producer.flush();
            collected = 0;
        } catch (RuntimeException e) {
            throw refused(input, e);
        }
    }

    private RuntimeException refused(Input input, RuntimeException e) {
        if (!CommandException.isSentence(e)) {
            return e;
        }
        return new CommandException("up to " + input.where() + ": " + e.getMessage() + told()
                + (producer.collected() > 1 ? ", " + producer.collected() + " that were read were not" : ""), e);
    }

    private String told() {
        return "; " + Readable.count(events(), "event") + " before that " + (events() == 1 ? "is" : "are") + " written";
    }

    /// How many events were written.
    long events() {
        return receipts.values().stream().mapToLong(Receipt::events).sum();
    }

    /// What was written to each partition that got something.
    SortedMap<Integer, Receipt> receipts() {
        var some = new TreeMap<>(receipts);
        some.values().removeIf(receipt -> receipt.events() == 0);
        return some;
    }
}
