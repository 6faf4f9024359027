package gregor.cli.broker;

import module java.base;

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

/// Writes the events of an [EventInput] to a topic, in batches.
final class Delivery {
    static final int BATCH_EVENTS = 1000;

    private static final int BATCH_BYTES = 1 << 19;

    private BrokerClient client;
    private final String topic;
    private final Supplier<Target> creator;
    private final Partitioner partitioner;
    private final Optional<Integer> partition;
    private final BooleanSupplier stopped;
    /// The events of the next batch of each partition, by their numbers in the input.
    private final SortedMap<Integer, SequencedMap<Long, Event>> collected = new TreeMap<>();
    private final SortedMap<Integer, Receipt> receipts = new TreeMap<>();
    private Target target;
    private int collectedBytes;
    private long taken;
    private long expired;

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

    /// @param target    the topic; empty if it does not exist
    /// @param creator   creates it, for the first event
    /// @param partition the partition of all events; if empty, the partitioner chooses
    /// @param stopped   whether to stop before the next event
    Delivery(BrokerClient client, String topic, Optional<Target> target, Supplier<Target> creator,
            Partitioner partitioner, Optional<Integer> partition, BooleanSupplier stopped) {
        this.client = client;
        this.topic = topic;
        this.creator = creator;
        this.partitioner = partition.<Partitioner>map(number -> (name, event, count) -> number).orElse(partitioner);
        this.partition = partition;
        this.stopped = stopped;
        target.ifPresent(this::use);
    }

    private void use(Target opened) {
        partition.ifPresent(number -> BrokerClient.checkPartition(number, opened.partitions()));
        target = opened;
    }

    /// @param size the bytes of the input; -1 if unknown
    /// @throws CommandException on a failure; the message also reports what was written before it, and how to go on
    void all(EventInput input, long size) {
        try (var progress = new ProgressLine("Writing")) {
            for (Event event = next(input); event != null; event = next(input)) {
                send(event, input);
                if (input.isQuiet()) {
                    flush(input);
                }
                progress.bytes(input.position(), size, taken);
                if (stopped.getAsBoolean()) {
                    flush(input);
                    throw new CommandException("stopped at " + input.where() + written(input));
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
                    ? new CommandException(where.get() + e.getMessage() + written(input), e)
                    : e;
        }
    }

    private int send(Event event, EventInput input) {
        if (target == null) {
            use(creator.get());
        }
        checkAge(event, input);
        int number = orFlush(input, () -> input.where() + ": ",
                () -> partitioner.partition(topic, event, target.partitions()));
        if (collectedBytes + event.sizeInBytes() > Math.min(BATCH_BYTES, target.maxBytes())) {
            append(input);
        }
        SequencedMap<Long, Event> batch = collected.computeIfAbsent(number, none -> new LinkedHashMap<>());
        batch.put(input.number(), event.timestamp() == Event.NO_TIMESTAMP ? event.at(Instant.now()) : event);
        taken++;
        collectedBytes += event.sizeInBytes();
        if (batch.size() == BATCH_EVENTS) {
            append(input);
        }
        return number;
    }

    /// Warns at the first event that the topic will not keep for long.
    private void checkAge(Event event, EventInput input) {
        Optional<Duration> kept = target.retention();
        if (kept.isEmpty() || event.timestamp() == Event.NO_TIMESTAMP
                || event.timestamp() >= Instant.now().minus(kept.get()).toEpochMilli()) {
            return;
        }
        if (expired++ == 0) {
            System.err.println("gregor: " + input.where() + " is of " + HumanText.timestamp(event.timestamp())
                    + ", and topic " + topic + " keeps events for " + HumanText.duration(kept.get())
                    + " (retention.ms): a running broker " + (target.isArchived() ? "moves" : "deletes") + " older ones"
                    + (target.isArchived() ? " to the archive" : "") + " soon. To keep them in the topic:\n  ./gregor "
                    + "topics alter " + topic + " --config retention.ms=-1");
        }
    }

    private void append(EventInput input) {
        attempt(input, () -> {
            for (int number : List.copyOf(collected.keySet())) {
                Receipt receipt = receipts.computeIfAbsent(number,
                        none -> new Receipt(number, new LongSummaryStatistics()));
                SequencedMap<Long, Event> batch = collected.remove(number);
                List<Long> numbers = List.copyOf(batch.keySet());
                client.append(new TopicPartition(topic, number),
                        ListBatch.of(Origin.UNKNOWN, List.copyOf(batch.values())), (place, offset) -> {
                            receipt.offsets().accept(offset);
                            input.written().add(numbers.get(place));
                        });
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
                    : new CommandException("up to " + input.where() + ": " + e.getMessage() + written(input)
                            + (lost > 1 ? "; " + HumanText.count(lost) + " that were read are not" : ""), e);
        }
    }

    /// Says what is written and how to go on. The events of one partition may be written, and earlier ones of another
    /// one not.
    private String written(EventInput input) {
        return "; " + HumanText.count(events(), "event") + " before that " + (events() == 1 ? "is" : "are") + " written"
                + (input.written().isEmpty() ? "" : ", so go on with --skip " + input.written().argument());
    }

    long events() {
        return receipts.values().stream().mapToLong(Receipt::events).sum();
    }

    /// The number of events that are older than the topic keeps them.
    long expired() {
        return expired;
    }

    List<Receipt> receipts() {
        return receipts.values().stream().filter(receipt -> receipt.events() > 0).toList();
    }
}
