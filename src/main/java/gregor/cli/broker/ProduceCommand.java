package gregor.cli.broker;

import gregor.ancestor.wafka.ByField;
import gregor.ancestor.wafka.FieldExtractor;
import gregor.file.FsyncPolicy;
import gregor.list.Header;
import gregor.list.Utf8;
import gregor.topic.KeyPartitioner;
import gregor.topic.Partitioner;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.StickyPartitioner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `gregor produce`: events from lines or rows into a topic.
@Command(name = "produce", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Write events to a topic: lines that are typed, piped in, or in a file.",
            "With --csv a row each; columns key, value, timestamp and headers are what they are in an archive. Where there is "
            + "no column for the value, the row is, as a JSON object."})
final class ProduceCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FILE",
            description = "What to read; what is typed or piped in if you name none.")
    private Path file;

    @Option(names = {"--topic", "-topic"}, required = true, paramLabel = "TOPIC",
            description = "Where the events go. It is made if it is not there.")
    private String topic;

    @Option(names = "--key-separator", paramLabel = "TEXT",
            description = "What stands between key and value in a line, such as : "
            + "or , . Without it there are no keys.")
    private String separator;

    @Option(names = "--null-marker", paramLabel = "TEXT",
            description = "A line's value that stands for none at all: a tombstone.")
    private String nothing;

    @Option(names = "--header", paramLabel = "NAME=VALUE", hideParamSyntax = true,
            description = "A header for each event; you can give several.")
    private Map<String, String> headers = Map.of();

    @Option(names = "--csv", description = "Read CSV, whose first row names the columns.")
    private boolean csv;

    @Option(names = "--key-column", paramLabel = "NAME",
            description = "The column with the key. Unless you name one: key.")
    private String keyColumn;

    @Option(names = "--value-column", paramLabel = "NAME",
            description = "The column with the value. Unless you name one: value.")
    private String valueColumn;

    @Option(names = "--time-column", paramLabel = "NAME",
            description = "The column with the time. Unless you name one: timestamp.")
    private String timeColumn;

    @Option(names = "--partitioner", paramLabel = "HOW", defaultValue = "key", converter = Partitioners.class,
            description = "Which partition gets an event: key (as Kafka does it; in turn those without), round-robin, "
                    + "sticky, or field:NAME, a field of a JSON value.")
    private Partitioner partitioner;

    @Option(names = "--partition", paramLabel = "N", description = "The one partition that gets them all.")
    private Integer partition;

    @Option(names = "--fsync", paramLabel = "WHEN", defaultValue = "always", converter = Values.Fsync.class,
            description = "When the disk must have them: always, never, after a number, or after a time. A running broker decides that itself.")
    private FsyncPolicy fsync;

    @Mixin
    private Remote remote;

    @Mixin
    private ConnectionOptions broker;

    @Mixin
    private JsonOption output;

    /// How events can be shared out, by name.
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
                        + "\" is no way to choose a partition; give key, "
                        + "round-robin, sticky or field:NAME");
            };
        }
    }

    @Override
    public Integer call() {
        checkOptions();
        if (remote.isWanted()) {
            return send();
        }
        boolean typed = file == null && Tty.in();
        try (Source source = file == null || file.toString().equals("-") ? Source.standardInput() : Source.file(file);
                Input rows = csv ? rows(source) : null; Connection connection = broker.connect(fsync)) {
            if (connection.createIfAbsent(topic) && !output.json) {
                System.err.println("topic " + topic + " is new; it has "
                        + Readable.count(connection.describe(topic).partitions().size(), "partition"));
            }
            var delivery = new Delivery(connection, topic, partitioner, Optional.ofNullable(partition));
            Input input = csv ? rows : lines(source, delivery.maxBytes());
            if (typed) {
                System.err.println("Type lines, each becomes an event in " + topic + ". Ctrl-D ends.");
                delivery.typed(input);
            } else {
                delivery.all(input, size());
            }
            report(delivery);
        } catch (IOException e) {
            throw new CommandException("cannot close the input (" + e + ")", e);
        }
        return 0;
    }

    private int send() {
        if (csv || separator != null || nothing != null || partition != null || !headers.isEmpty()) {
            throw new CommandException("MiniKafka's messages are lines and nothing else, without keys, headers and partitions; "
                    + "leave --grpc out, or leave those out");
        }
        if (file == null && Tty.in()) {
            System.err.println("Type lines, each is sent as a message to " + Readable.safe(topic) + ". Ctrl-D ends.");
        }
        Source source = file == null || file.toString().equals("-") ? Source.standardInput() : Source.file(file);
        try (var lines = new LineInput(source, Optional.empty(), Optional.empty(), List.of(), 4 << 20)) {
            System.out.println(Readable.count(remote.produce(topic, lines), "message") + " sent to "
                    + Readable.safe(topic));
        }
        return 0;
    }

    private void checkOptions() {
        if (!csv && Stream.of(keyColumn, valueColumn, timeColumn).anyMatch(Objects::nonNull)) {
            throw new CommandException("lines have no columns; give --csv, or leave --key-column, --value-column and --time-column out");
        }
        if (csv && (separator != null || nothing != null)) {
            throw new CommandException("with --csv the key has a column of its own, and an empty cell is nothing; leave "
                    + "--key-separator and --null-marker out");
        }
        if (separator != null && separator.isEmpty()) {
            throw new CommandException("--key-separator is empty; give what stands between key and value, such as :");
        }
    }

    private List<Header> notes() {
        return headers.entrySet().stream().map(note -> new Header(note.getKey(), Utf8.bytes(note.getValue()))).toList();
    }

    private Input lines(Source source, int maxBytes) {
        return new LineInput(source, Optional.ofNullable(separator).map(Utf8::bytes),
                Optional.ofNullable(nothing).map(Utf8::bytes), notes(), maxBytes);
    }

    private Input rows(Source source) {
        return new CsvInput(source, new CsvInput.Names(Objects.requireNonNullElse(keyColumn, "key"),
                Objects.requireNonNullElse(valueColumn, "value"), Objects.requireNonNullElse(timeColumn, "timestamp"),
                Stream.of(keyColumn, valueColumn, timeColumn).filter(Objects::nonNull).toList()), notes());
    }

    /// How many bytes will come; -1 if nobody knows.
    private long size() throws IOException {
        return file == null || !Files.isRegularFile(file) ? -1 : Files.size(file);
    }

    private void report(Delivery delivery) {
        if (output.json) {
            Json.print(Json.object("topic", topic, "events", delivery.events(), "partitions",
                    delivery.receipts().entrySet().stream().map(each -> Json.object("partition", each.getKey(),
                            "events", each.getValue().events(), "first", each.getValue().first(),
                            "last", each.getValue().last())).toList()));
            return;
        }
        System.out.println(Readable.count(delivery.events(), "event") + " written to " + topic);
        var table = new Columns("partition", "events", "first offset", "last offset");
        delivery.receipts().forEach((number, receipt) -> table.row(number, receipt.events(),
                new Columns.Offset(receipt.first()), new Columns.Offset(receipt.last())));
        if (!table.isEmpty()) {
            table.print();
        }
    }
}
