package gregor.cli.broker;

import gregor.cli.broker.BrokerClient.Target;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.ProgressLine;
import gregor.cli.console.TerminalStreams;
import gregor.lesson.TerminalStyle;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.topic.Partitioner;
import gregor.topic.TopicPartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Writes the events of an [EventInput] to a topic, in batches.
final class Delivery {
    /// The most events of a batch.
    static final int BATCH_EVENTS = 1000;

    private static final int BATCH_BYTES = 1 << 19;

    private BrokerClient client;
    private final String topic;
    private final Target target;
    private final Partitioner partitioner;
    private final SortedMap<Integer, List<Event>> collected = new TreeMap<>();
    private final SortedMap<Integer, Receipt> receipts = new TreeMap<>();
    private int collectedBytes;
    private long taken;

    /// What a partition has acknowledged.
    record Receipt(int partition, LongSummaryStatistics offsets) {
        long events() {
            return offsets.getCount();
        }

        long first() {
            return offsets.getMin();
        }

        long last() {
            return offsets.getMax();
        }
    }

    /// @param partition the partition of all events; if empty, the partitioner chooses
    Delivery(BrokerClient client, String topic, Target target, Partitioner partitioner, Optional<Integer> partition) {
        this.client = client;
        this.topic = topic;
        this.target = target;
        this.partitioner = partition.<Partitioner>map(number -> (name, event, count) -> number).orElse(partitioner);
        partition.ifPresent(number -> BrokerClient.checkPartition(number, target.partitions()));
    }

    /// Writes all events.
    ///
    /// @param size the bytes of the input; -1 if unknown
    /// @throws CommandException on a failure; the message also reports what was written before it
    void all(EventInput input, long size) {
        try (var progress = new ProgressLine("Writing")) {
            for (Event event = next(input); event != null; event = next(input)) {
                send(event, input);
                if (input.isQuiet()) {
                    flush(input);
                }
                if (size > 0) {
                    progress.bytes(input.position(), size);
                } else {
                    progress.update(taken);
                }
            }
            flush(input);
        }
    }

    /// Writes each typed line at once and reports its offset. A wrong line can be typed again. Other processes can use
    /// the data between two lines.
    ///
    /// @param resume returns the client to continue with after a release, which may be another; this closes the other
    void typed(EventInput input, UnaryOperator<BrokerClient> resume) {
        var ink = TerminalStyle.of(TerminalStreams.err());
        BrokerClient first = client;
        try {
            for (Event event = prompt(input, ink); event != null; event = prompt(input, ink)) {
                attempt(input, () -> client = resume.apply(client));
                int number = send(event, input);
                flush(input);
                System.err.println(ink.faint("  partition " + number + ", offset " + receipts.get(number).last()));
            }
            System.err.println();
        } finally {
            if (client != first) {
                client.close();
            }
        }
    }

    private Event prompt(EventInput input, TerminalStyle ink) {
        client.release();
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

    private Event next(EventInput input) {
        return orFlush(input, () -> "", input::next);
    }

    /// Takes a step with the input. If it fails, what was read before is written first.
    private <T> T orFlush(EventInput input, Supplier<String> where, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            flush(input);
            throw CommandException.isUserMessage(e)
                    ? new CommandException(where.get() + e.getMessage() + written(), e)
                    : e;
        }
    }

    private int send(Event event, EventInput input) {
        int number = orFlush(input, () -> input.where() + ": ",
                () -> partitioner.partition(topic, event, target.partitions()));
        if (collectedBytes + event.sizeInBytes() > Math.min(BATCH_BYTES, target.maxBytes())) {
            append(input);
        }
        List<Event> batch = collected.computeIfAbsent(number, none -> new ArrayList<>());
        batch.add(event.timestamp() == Event.NO_TIMESTAMP ? event.at(Instant.now()) : event);
        collectedBytes += event.sizeInBytes();
        taken++;
        if (batch.size() == BATCH_EVENTS) {
            append(input);
        }
        return number;
    }

    private void append(EventInput input) {
        attempt(input, () -> {
            for (int number : List.copyOf(collected.keySet())) {
                Receipt receipt = receipts.computeIfAbsent(number,
                        none -> new Receipt(number, new LongSummaryStatistics()));
                client.append(new TopicPartition(topic, number), ListBatch.of(Origin.UNKNOWN, collected.get(number)),
                        receipt.offsets());
                collected.remove(number);
            }
            collectedBytes = 0;
        });
    }

    private void flush(EventInput input) {
        append(input);
        attempt(input, client::flush);
    }

    private void attempt(EventInput input, Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            long lost = taken - events();
            throw !CommandException.isUserMessage(e)
                    ? e
                    : new CommandException("up to " + input.where() + ": " + e.getMessage() + written()
                            + (lost > 1 ? ", " + lost + " that were read were not" : ""), e);
        }
    }

    private String written() {
        return "; " + HumanText.count(events(), "event") + " before that " + (events() == 1 ? "is" : "are")
                + " written";
    }

    /// The number of written events.
    long events() {
        return receipts.values().stream().mapToLong(Receipt::events).sum();
    }

    /// What was written to each partition.
    List<Receipt> receipts() {
        return receipts.values().stream().filter(receipt -> receipt.events() > 0).toList();
    }
}
