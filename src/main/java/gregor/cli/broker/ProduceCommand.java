package gregor.cli.broker;

import module java.base;

import gregor.ancestor.wafka.ByField;
import gregor.cli.broker.BrokerClient.Target;
import gregor.cli.broker.Delivery.Receipt;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OutputOption;
import gregor.cli.console.StopSignal;
import gregor.cli.console.TerminalStreams;
import gregor.cli.console.TextTable;
import gregor.file.FsyncPolicy;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Utf8;
import gregor.topic.KeyPartitioner;
import gregor.topic.PartitionEntry;
import gregor.topic.Partitioner;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.StickyPartitioner;
import gregor.topic.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `gregor produce`: events from lines or rows into a topic.
@Command(name = "produce", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Write events to a topic: lines, JSON objects or rows of CSV that are typed, piped in, or in a file."})
final class ProduceCommand implements Runnable {
    private static final int MAX_MESSAGE_BYTES = 4 << 20;
    private static final int PREVIEW_EVENTS = 5;

    private static final TextTable<Receipt> RECEIPTS = new TextTable<Receipt>()
            .column("partition", "partition", Receipt::partition).column("events", "events", Receipt::events)
            .column("first offset", "first", receipt -> new TextTable.Offset(receipt.first()))
            .column("last offset", "last", receipt -> new TextTable.Offset(receipt.last()));

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to read; by default standard input.")
    private Path file;

    @Option(names = {"-t", "--topic", "-topic"}, required = true, paramLabel = "TOPIC",
            description = "The topic to write to. It is created if it does not exist.")
    private String topic;

    @Mixin
    private InputOptions input;

    @Option(names = "--skip", paramLabel = "N", defaultValue = "0", converter = EventNumbers.Converter.class,
            description = "Skip the first N events, which an earlier run has written. If it fails, it prints N, and "
                    + "the ranges of later events that are written.")
    private EventNumbers skip;

    @Option(names = {"-n", "--dry-run"},
            description = "Read all of the input, show the first five events as they would be, and write nothing.")
    private boolean dry;

    @Option(names = "--partitioner", paramLabel = "HOW", defaultValue = "key", converter = Partitioners.class,
            description = "How to choose the partition of an event: key (as Kafka does; events without a key in "
                    + "turn), round-robin, sticky, or field:NAME, a field of a JSON value.")
    private Partitioner partitioner;

    @Option(names = {"-p", "--partition"}, paramLabel = "N", description = "The partition of all events.")
    private Integer partition;

    @Option(names = {"-z", "--compression"}, paramLabel = "CODEC", defaultValue = "none",
            description = "How batches are compressed: none, gzip, snappy, lz4, zstd.")
    private Compression compression;

    enum Compression {
        NONE, GZIP, SNAPPY, LZ4, ZSTD;
    }

    @Option(names = "--fsync", paramLabel = "WHEN", defaultValue = "always",
            description = "When to force events to the disk: always, never, after a number, or after a time. A "
                    + "running broker uses its own setting.")
    private FsyncPolicy fsync;

    @Mixin
    private MiniKafkaClientOptions server;

    @Mixin
    private ConnectionOptions broker;

    @Mixin
    private OutputOption output;

    private final Supplier<StopSignal> stops;

    ProduceCommand(Supplier<StopSignal> stops) {
        this.stops = stops;
    }

    static final class Partitioners implements ITypeConverter<Partitioner> {
        @Override
        public Partitioner convert(String name) {
            return switch (name) {
                case "key" -> new KeyPartitioner(new RoundRobinPartitioner());
                case "round-robin" -> new RoundRobinPartitioner();
                case "sticky" -> new StickyPartitioner(Delivery.BATCH_EVENTS, System.nanoTime());
                case String field when field.startsWith("field:") -> new ByField(name.substring("field:".length()));
                default -> ofClass(name);
            };
        }

        private static Partitioner ofClass(String name) {
            try {
                return Class.forName(name).asSubclass(Partitioner.class).getConstructor().newInstance();
            } catch (ReflectiveOperationException | ClassCastException e) {
                throw new TypeConversionException("\"" + name + "\" is not a way to choose a partition; give key, "
                        + "round-robin, sticky, field:NAME, or a class with a public constructor without parameters that "
                        + "implements gregor.topic.Partitioner");
            }
        }
    }

    @Override
    public void run() {
        input.check();
        file = file == null || file.toString().equals("-") ? null : file;
        if (file != null && !input.isTable() && file.toString().endsWith(".csv")) {
            System.err.println("gregor: each line of " + file + " becomes an event as it is; --csv reads columns");
        }
        try (InputStream in = EventInput.open(file)) {
            if (server.isWanted()) {
                send(in);
            } else if (dry) {
                preview(open(in, MAX_MESSAGE_BYTES));
            } else {
                write(in);
            }
        } catch (IOException e) {
            throw CommandException.of("cannot close the input", e);
        }
    }

    private EventInput open(InputStream in, int maxBytes) {
        EventInput events = input.open(file == null ? "input" : file.toString(), in, maxBytes);
        if (events instanceof CsvInput rows && !output.isJson()) {
            System.err.println(rows.description());
        }
        events.skip(skip);
        return events;
    }

    private void write(InputStream in) throws IOException {
        EventInput rows = input.isTable() ? open(in, MAX_MESSAGE_BYTES) : null;
        try (BrokerClient client = broker.connect(fsync)) {
            client.compress(compression.name().toLowerCase(Locale.ROOT));
            Optional<Target> target = client.find(topic);
            EventInput events = rows != null ? rows : open(in, target.map(Target::maxBytes).orElse(MAX_MESSAGE_BYTES));
            boolean typed = file == null && TerminalStreams.in();
            StopSignal stop = file == null ? null : stops.get();
            var delivery = new Delivery(client, topic, target, () -> created(client), partitioner,
                    Optional.ofNullable(partition), () -> stop != null && stop.isRequested());
            if (typed) {
                System.err.println("Type lines, each becomes an event in " + topic + ". Ctrl-D ends.");
                delivery.typed(events, broker::resume);
            } else {
                delivery.all(events, size());
            }
            report(delivery);
        }
    }

    private Target created(BrokerClient client) {
        Target target = client.target(topic);
        if (!output.isJson()) {
            System.err
                    .println("topic " + topic + " is new; it has " + HumanText.count(target.partitions(), "partition"));
        }
        return target;
    }

    private void preview(EventInput events) {
        var first = new ArrayList<PartitionEntry>();
        long count = 0;
        try {
            for (Event event = events.next(); event != null; event = events.next()) {
                if (count < PREVIEW_EVENTS) {
                    first.add(new PartitionEntry(new TopicPartition(topic, 0), new Entry(count, event)));
                }
                count++;
            }
        } finally {
            show(first, count);
        }
    }

    /// Shows the first events, also those before a row that cannot be read.
    private void show(List<PartitionEntry> first, long count) {
        if (output.isJson()) {
            first.forEach(event -> System.out.println(JsonOutput.of(event)));
            return;
        }
        if (!first.isEmpty()) {
            new TextTable<PartitionEntry>().text("timestamp", event -> HumanText.timestamp(timestamp(event)))
                    .text("key", event -> Utf8.show(event.entry().event().key()))
                    .text("value", event -> Utf8.show(event.entry().event().value())).print(first);
        }
        System.out.println("Nothing was written (--dry-run); " + HumanText.count(count, "event") + " can be read.");
    }

    private static long timestamp(PartitionEntry event) {
        return event.entry().event().timestamp();
    }

    private void send(InputStream in) {
        if (input.isMoreThanText() || partition != null) {
            throw new CommandException("MiniKafka's messages are lines without keys, headers and partitions; "
                    + "omit --grpc, or omit those options");
        }
        if (file == null && TerminalStreams.in()) {
            System.err.println("Type lines, each is sent as a message to " + HumanText.escapeControls(topic) + ". "
                    + "Ctrl-D ends.");
        }
        long count = server.produce(topic, open(in, MAX_MESSAGE_BYTES));
        System.out.println(HumanText.count(count, "message") + " sent to " + HumanText.escapeControls(topic));
    }

    /// The bytes of the input; -1 if unknown.
    private long size() throws IOException {
        return file == null || !Files.isRegularFile(file) ? -1 : Files.size(file);
    }

    private void report(Delivery delivery) {
        List<Receipt> receipts = delivery.receipts();
        output.print(JsonOutput.object("topic", topic, "events", delivery.events(), "expired", delivery.expired(),
                "partitions", RECEIPTS.documents(receipts)), RECEIPTS, receipts, () -> print(delivery));
    }

    private void print(Delivery delivery) {
        System.out.println(HumanText.count(delivery.events(), "event") + " written to " + topic
                + (delivery.expired() == 0
                        ? ""
                        : "; " + HumanText.count(delivery.expired()) + " of them "
                                + (delivery.expired() == 1 ? "is" : "are") + " older than its retention.ms"));
        if (delivery.events() > 0) {
            RECEIPTS.print(delivery.receipts());
        }
    }
}
