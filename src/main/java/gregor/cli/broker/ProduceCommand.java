package gregor.cli.broker;

import gregor.ancestor.wafka.ByField;
import gregor.ancestor.wafka.FieldExtractor;
import gregor.cli.broker.BrokerClient.Target;
import gregor.cli.broker.Delivery.Receipt;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOption;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OptionConverters;
import gregor.cli.console.TerminalStreams;
import gregor.cli.console.TextTable;
import gregor.file.FsyncPolicy;
import gregor.list.Header;
import gregor.list.Utf8;
import gregor.topic.KeyPartitioner;
import gregor.topic.Partitioner;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.StickyPartitioner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `gregor produce`: events from lines or rows into a topic.
@Command(name = "produce", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Write events to a topic: lines that are typed, piped in, or in a file.",
        "With --csv each row is an event; the columns key, value, timestamp and headers are those of an archive. "
                + "Without a column for the value, the whole row is the value, as a JSON object."})
final class ProduceCommand implements Runnable {
    private static final int MAX_MESSAGE_BYTES = 4 << 20;

    private static final TextTable<Receipt> RECEIPTS = new TextTable<Receipt>()
            .column("partition", "partition", Receipt::partition).column("events", "events", Receipt::events)
            .column("first offset", "first", receipt -> new TextTable.Offset(receipt.first()))
            .column("last offset", "last", receipt -> new TextTable.Offset(receipt.last()));

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to read; by default standard input.")
    private Path file;

    @Option(names = {"--topic", "-topic"}, required = true, paramLabel = "TOPIC",
            description = "The topic to write to. It is created if it does not exist.")
    private String topic;

    @Option(names = "--key-separator", paramLabel = "TEXT",
            description = "The text between key and value in a line, such as : "
                    + "or , . Without it events have no keys.")
    private String separator;

    @Option(names = "--null-marker", paramLabel = "TEXT",
            description = "The value of a line that means null: a tombstone.")
    private String nullMarker;

    @Option(names = "--header", paramLabel = "NAME=VALUE", hideParamSyntax = true,
            description = "A header for each event; you can give several.")
    private Map<String, String> headers = Map.of();

    @Option(names = "--csv", description = "Read CSV, whose first row names the columns.")
    private boolean csv;

    @Option(names = "--key-column", paramLabel = "NAME", description = "The column of the key. By default: key.")
    private String keyColumn;

    @Option(names = "--value-column", paramLabel = "NAME", description = "The column of the value. By default: value.")
    private String valueColumn;

    @Option(names = "--time-column", paramLabel = "NAME",
            description = "The column of the timestamp. By default: timestamp.")
    private String timeColumn;

    @Option(names = "--partitioner", paramLabel = "HOW", defaultValue = "key", converter = Partitioners.class,
            description = "How to choose the partition of an event: key (as Kafka does; events without a key in "
                    + "turn), round-robin, sticky, or field:NAME, a field of a JSON value.")
    private Partitioner partitioner;

    @Option(names = "--partition", paramLabel = "N", description = "The partition of all events.")
    private Integer partition;

    @Option(names = "--fsync", paramLabel = "WHEN", defaultValue = "always", converter = OptionConverters.Fsync.class,
            description = "When to force events to the disk: always, never, after a number, or after a time. A "
                    + "running broker uses its own setting.")
    private FsyncPolicy fsync;

    @Mixin
    private MiniKafkaClientOptions server;

    @Mixin
    private ConnectionOptions broker;

    @Mixin
    private JsonOption output;

    /// Finds a partitioner by its name.
    static final class Partitioners implements ITypeConverter<Partitioner> {
        @Override
        public Partitioner convert(String name) {
            return switch (name) {
                case "key" -> new KeyPartitioner(new RoundRobinPartitioner());
                case "round-robin" -> new RoundRobinPartitioner();
                case "sticky" -> new StickyPartitioner(Delivery.BATCH_EVENTS, System.nanoTime());
                case String field when field.startsWith("field:") ->
                        new ByField(FieldExtractor.json(name.substring("field:".length())));
                default -> throw new TypeConversionException("\"" + name
                        + "\" is not a way to choose a partition; give key, round-robin, sticky or field:NAME");
            };
        }
    }

    @Override
    public void run() {
        checkOptions();
        file = file == null || file.toString().equals("-") ? null : file;
        try (InputStream in = EventInput.open(file)) {
            if (server.isWanted()) {
                send(in);
            } else {
                write(in);
            }
        } catch (IOException e) {
            throw new CommandException("cannot close the input (" + e + ")", e);
        }
    }

    private void write(InputStream in) throws IOException {
        EventInput rows = csv ? rows(in) : null;
        try (BrokerClient client = broker.connect(fsync)) {
            Target target = client.target(topic);
            if (target.created() && !output.json) {
                System.err.println(
                        "topic " + topic + " is new; it has " + HumanText.count(target.partitions(), "partition"));
            }
            var delivery = new Delivery(client, topic, target, partitioner, Optional.ofNullable(partition));
            EventInput input = csv ? rows : lines(in, target.maxBytes());
            if (file == null && TerminalStreams.in()) {
                System.err.println("Type lines, each becomes an event in " + topic + ". Ctrl-D ends.");
                delivery.typed(input, broker::resume);
            } else {
                delivery.all(input, size());
            }
            report(delivery);
        }
    }

    private void send(InputStream in) {
        if (csv || separator != null || nullMarker != null || partition != null || !headers.isEmpty()) {
            throw new CommandException("MiniKafka's messages are lines without keys, headers and partitions; "
                    + "omit --grpc, or omit those options");
        }
        if (file == null && TerminalStreams.in()) {
            System.err.println("Type lines, each is sent as a message to " + HumanText.escapeControls(topic) + ". "
                    + "Ctrl-D ends.");
        }
        long count = server.produce(topic, lines(in, MAX_MESSAGE_BYTES));
        System.out.println(HumanText.count(count, "message") + " sent to " + HumanText.escapeControls(topic));
    }

    private void checkOptions() {
        if (!csv && Stream.of(keyColumn, valueColumn, timeColumn).anyMatch(Objects::nonNull)) {
            throw new CommandException(
                    "lines have no columns; give --csv, or omit --key-column, --value-column and --time-column");
        }
        if (csv && (separator != null || nullMarker != null)) {
            throw new CommandException("with --csv the key has a column of its own, and an empty cell is null; omit "
                    + "--key-separator and --null-marker");
        }
        if (separator != null && separator.isEmpty()) {
            throw new CommandException("--key-separator is empty; give the text between key and value, such as :");
        }
    }

    private List<Header> headerList() {
        return headers.entrySet().stream().map(header -> new Header(header.getKey(), Utf8.bytes(header.getValue())))
                .toList();
    }

    private String name() {
        return file == null ? "input" : file.toString();
    }

    private EventInput lines(InputStream in, int maxBytes) {
        return new LineInput(name(), in, Optional.ofNullable(separator).map(Utf8::bytes),
                Optional.ofNullable(nullMarker).map(Utf8::bytes), headerList(), maxBytes);
    }

    private EventInput rows(InputStream in) {
        return new CsvInput(name(), in, new CsvInput.Names(Objects.requireNonNullElse(keyColumn, "key"),
                Objects.requireNonNullElse(valueColumn, "value"), Objects.requireNonNullElse(timeColumn, "timestamp"),
                Stream.of(keyColumn, valueColumn, timeColumn).filter(Objects::nonNull).toList()), headerList());
    }

    /// The bytes of the input; -1 if unknown.
    private long size() throws IOException {
        return file == null || !Files.isRegularFile(file) ? -1 : Files.size(file);
    }

    private void report(Delivery delivery) {
        if (output.json) {
            JsonOutput.print(JsonOutput.object("topic", topic, "events", delivery.events(), "partitions",
                    RECEIPTS.documents(delivery.receipts())));
            return;
        }
        System.out.println(HumanText.count(delivery.events(), "event") + " written to " + topic);
        if (delivery.events() > 0) {
            RECEIPTS.print(delivery.receipts());
        }
    }
}
