package gregor.cli.broker;

import module java.base;

import gregor.broker.IsolationLevel;
import gregor.cli.broker.BrokerClient.OffsetRange;
import gregor.cli.broker.BrokerClient.PartitionState;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.StopSignal;
import gregor.cli.console.TerminalStreams;
import gregor.deque.CsvArchive;
import gregor.deque.OffsetReset;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Utf8;
import gregor.schema.SchemaDecoder;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicPartition;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `gregor consume`: reads a topic and prints its events.
@Command(name = "consume", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Read the events of a topic, to its end, or continuously.", "Reading removes nothing.",
                "Events are in order within a partition only.",
                "If a partition cannot be read, a message names it, the others are read, and the exit code is 1."})
final class ConsumeCommand implements Callable<Integer> {
    private static final Long END = Long.MIN_VALUE + 1;
    private static final int POLL_EVENTS = 5000;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(300);

    @Option(names = {"-t", "--topic", "-topic"}, required = true, paramLabel = "TOPIC",
            description = "The topic to read.")
    private String topic;

    @ArgGroup(exclusive = true)
    private Where where = new Where();

    /// Reads a number, or a word for the start or the end of a partition.
    static final class Offsets implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return switch (text) {
                case "start", "beginning", "earliest" -> Long.MIN_VALUE;
                case "end", "latest" -> END;
                case String number when number.matches("[+-]?\\d{1,18}") -> Long.valueOf(number);
                default -> throw new TypeConversionException(
                        "\"" + text + "\" is not an offset; give a number, -5 for the last five, start or end");
            };
        }
    }

    /// Reads the name of an isolation level.
    static final class Isolation implements ITypeConverter<IsolationLevel> {
        @Override
        public IsolationLevel convert(String text) {
            return IsolationLevel.of(text).orElseThrow(() -> new TypeConversionException(
                    "\"" + text + "\" is not an isolation level; give read_committed or read_uncommitted"));
        }
    }

    static final class Where {
        @Option(names = "--from-beginning", description = "Begin with the earliest event; the default.")
        private boolean fromBeginning;

        @Option(names = "--from-end", description = "Begin with the next event to be written.")
        private boolean fromEnd;

        @Option(names = {"-o", "--offset"}, paramLabel = "N", converter = Offsets.class,
                description = "Begin at an offset; -5 means the last five events. Also: start, end.")
        private Long offset;

        @Option(names = "--from-time", paramLabel = "TIME",
                description = "Begin with the first event whose timestamp is at least TIME: 2026-03-02, "
                        + "2026-03-02T08:15 (UTC), or 2h for two hours ago.")
        private Instant time;
    }

    @Option(names = {"-p", "--partition"}, paramLabel = "N", split = ",", hideParamSyntax = true,
            description = "Only this partition, or several: 0,2.")
    private List<Integer> partitions;

    @Option(names = {"-g", "--group"}, paramLabel = "GROUP",
            description = "Read for a group: begin at its committed offsets, and commit.")
    private String group;

    @Option(names = "--isolation-level", paramLabel = "LEVEL", converter = Isolation.class,
            description = "read_committed, the default: the events of open and aborted transactions are left out; or "
                    + "read_uncommitted: all events.")
    private IsolationLevel isolation;

    @Option(names = "--follow", description = "At the end wait for more, until Ctrl-C.")
    private boolean follow;

    @Option(names = {"-n", "-c", "--max-messages"}, paramLabel = "N", description = "Stop after N events.")
    private Long max;

    @Option(names = {"-f", "--format"}, paramLabel = "FORMAT", defaultValue = "text",
            converter = OutputFormat.Converter.class,
            description = "text; value (only its bytes); json (with what the schema registry can decode as JSON); csv (the partition and the columns of an archive); or a "
                    + "pattern such as \"%%t %%p %%o %%k %%s\\n\": topic, partition, offset, key, value, %%K %%S bytes of "
                    + "key and value, %%T timestamp in ms, %%d as a date, %%h headers.")
    private OutputFormat format;

    @Option(names = "--csv-safe",
            description = "Put a ' before keys and values that a spreadsheet would execute as a formula: those that "
                    + "begin with =, +, -, @, a tab or a line break. Only with --format csv.")
    private boolean csvSafe;

    @Option(names = "--json", description = "The same as --format json: a JSON object a line.")
    private boolean json;

    @Mixin
    private MiniKafkaClientOptions server;

    @Mixin
    private ConnectionOptions broker;

    private final Supplier<StopSignal> stops;
    private List<PartitionState> chosen;
    private Map<TopicPartition, Long> positions = Map.of();
    private BrokerClient client;
    private EventReader reader;
    private SchemaDecoder decoder;
    private long left;
    private boolean warned;

    ConsumeCommand(Supplier<StopSignal> stops) {
        this.stops = stops;
    }

    @Override
    public Integer call() {
        if (where.offset != null && where.offset <= END) {
            where.fromEnd = where.offset.equals(END);
            where.offset = null;
        }
        checkOptions();
        left = max == null ? Long.MAX_VALUE : max;
        if (server.isWanted()) {
            checkServerOptions();
            server.consume(topic, stops.get(), left);
            return 0;
        }
        client = isolated(group == null ? broker.reading() : broker.existing());
        try {
            reader = reader();
            decoder = new SchemaDecoder(new SchemaTopic(client));
            long before = left;
            String head = format == OutputFormat.Line.CSV ? "partition," + CsvArchive.HEADER : "";
            if (!write(Utf8.bytes(head))) {
                return 0;
            }
            copyAll();
            if (left == before && TerminalStreams.out()) {
                System.err.println(group == null
                        ? "there are no events"
                        : "the group " + HumanText.escapeControls(group)
                                + " has read all events; ./gregor groups reset lets it read again");
            }
            return chosen.stream().allMatch(PartitionState::available) && reader.isWhole() ? 0 : 1;
        } finally {
            client.close();
        }
    }

    private BrokerClient isolated(BrokerClient opened) {
        if (isolation != null) {
            opened.isolate(isolation);
        }
        return opened;
    }

    private void copyAll() {
        if (!follow) {
            copy();
            return;
        }
        StopSignal stop = stops.get();
        while (copy() && !stop.isRequested()) {
            pause(stop);
        }
    }

    private void checkServerOptions() {
        if (group != null || partitions != null || where.fromEnd || where.offset != null || where.time != null) {
            throw new CommandException("MiniKafka's consumers begin at the first message, and know no groups and "
                    + "partitions; omit --grpc, or omit those options");
        }
    }

    private void checkOptions() {
        if (json && format instanceof FormatPattern) {
            throw new CommandException("--json and a pattern exclude each other; choose one");
        }
        format = json ? OutputFormat.Line.JSON : format;
        if (max != null && max < 1) {
            throw new CommandException("--max-messages is 1 or more, not " + max);
        }
        if (csvSafe && format != OutputFormat.Line.CSV) {
            throw new CommandException("--csv-safe is for --format csv; add that, or omit --csv-safe");
        }
        if (group != null && group.isEmpty()) {
            throw new CommandException("a group needs a name");
        }
        if (group != null && (where.offset != null || where.time != null)) {
            throw new CommandException("a group begins at its committed offsets; ./gregor groups reset "
                    + HumanText.escapeControls(group) + " moves them, or omit --offset and --from-time");
        }
    }

    private List<PartitionState> choose(List<PartitionState> all) {
        List<PartitionState> wanted = partitions == null ? all : partitions.stream().distinct().map(number -> {
            BrokerClient.checkPartition(number, all.size());
            return all.get(number);
        }).toList();
        if (where.offset != null && where.offset >= 0 && wanted.size() > 1) {
            throw new CommandException("an offset belongs to one partition; choose it with --partition");
        }
        return wanted;
    }

    /// A member of the group shares the topic with the other members; a reader of chosen partitions is not a member.
    private EventReader reader() {
        List<PartitionState> all = client.partitions(topic);
        chosen = choose(all);
        List<TopicPartition> available = client.available(chosen);
        if (group == null) {
            return from(starts(available, Map.of()));
        }
        OffsetReset reset = where.fromEnd ? OffsetReset.LATEST : OffsetReset.EARLIEST;
        Optional<EventReader> member = chosen.size() < all.size()
                ? Optional.empty()
                : client.join(group, topic, reset, follow);
        return member.orElseGet(() -> {
            Map<TopicPartition, Long> committed = client.committed(group);
            return new TopicReader(client, starts(available, committed), committed,
                    offsets -> client.reset(group, offsets));
        });
    }

    private EventReader from(Map<TopicPartition, Long> starts) {
        return new TopicReader(client, starts, Map.of(), now -> positions = now);
    }

    private Map<TopicPartition, Long> starts(List<TopicPartition> available, Map<TopicPartition, Long> committed) {
        var starts = new HashMap<TopicPartition, Long>();
        client.offsets(available).forEach((partition, range) -> starts.put(partition,
                committed.getOrDefault(partition, start(partition, range))));
        return starts;
    }

    private long start(TopicPartition partition, OffsetRange range) {
        if (where.time != null) {
            return client.offsetAt(partition, where.time).orElse(range.end());
        }
        if (where.offset == null) {
            return where.fromEnd ? range.end() : range.start();
        }
        if (where.offset > range.end() || where.offset >= 0 && where.offset < range.start()) {
            throw new OffsetOutOfRangeException(where.offset, range.start(), range.end());
        }
        return where.offset < 0 ? Math.max(range.start(), range.end() + where.offset) : where.offset;
    }

    /// Copies the available events and returns whether more are wanted. A group commits after they are written, and at
    /// the end: aborted events and markers may follow the last event.
    private boolean copy() {
        while (left > 0) {
            List<PartitionEntry> arrivals = reader.poll((int) Math.min(left, POLL_EVENTS));
            if (arrivals.isEmpty()) {
                reader.commit();
                return true;
            }
            var bytes = new ByteArrayOutputStream();
            arrivals.stream().map(arrival -> csvSafe ? OutputFormat.csvSafe(arrival) : arrival).map(this::line)
                    .forEach(bytes::writeBytes);
            if (!write(bytes.toByteArray())) {
                return false;
            }
            reader.commit();
            left -= arrivals.size();
        }
        return false;
    }

    private byte[] line(PartitionEntry arrival) {
        return format == OutputFormat.Line.JSON
                ? Utf8.bytes(JsonOutput.of(arrival, decoder::decode) + "\n")
                : format.bytes(arrival);
    }

    /// Returns whether the reader of the output is still there. A closed pipe is no error.
    private static boolean write(byte[] bytes) {
        System.out.write(bytes, 0, bytes.length);
        return !System.out.checkError();
    }

    /// Lets other processes write for a moment. If one keeps the data, this waits for it; if it is a broker, this reads
    /// on through its door.
    private void pause(StopSignal stop) {
        BrokerClient before = client;
        client.release();
        while (!stop.await(POLL_INTERVAL)) {
            try {
                client = broker.resume(before);
                if (client != before) {
                    isolated(client);
                    reader = group == null ? from(positions) : reader();
                }
                return;
            } catch (FolderInUseException e) {
                if (!warned) {
                    System.err.println("gregor: " + e.holder() + " uses the data now; waiting until it is done");
                    warned = true;
                }
            }
        }
    }
}
