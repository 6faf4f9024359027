package gregor.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.broker.TopicDescription;
import gregor.deque.OffsetReset;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gregor consume`: reads a topic and writes what it finds.
@Command(name = "consume", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Read the events of a topic, to its end, or on and on.",
            "Reading removes nothing.",
            "In a topic of several partitions there is an order only in each of them.",
            "If a partition cannot be read it is named, the others are read, and it exits with 1."})
final class ConsumeCommand implements Callable<Integer> {
    private static final int SOME = 5000;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(300);

    @Option(names = {"--topic", "-topic"}, required = true, paramLabel = "TOPIC", description = "What to read.")
    private String topic;

    @ArgGroup(exclusive = true)
    private Where where = new Where();

    /// Where to begin.
    static final class Where {
        @Option(names = "--from-beginning",
                description = "Begin with the earliest event; that is what it does if you say nothing.")
        private boolean fromBeginning;

        @Option(names = "--from-end", description = "Begin with what comes next.")
        private boolean fromEnd;

        @Option(names = "--offset", paramLabel = "N", description = "Begin at an offset; -5 means the last five.")
        private Long offset;

        @Option(names = "--from-time", paramLabel = "TIME", converter = Values.Time.class,
                description = "Begin with the first event that is as young: 2026-03-02, 2026-03-02T08:15 (UTC), or 2h for two hours ago.")
        private Instant time;
    }

    @Option(names = "--partition", paramLabel = "N", split = ",", hideParamSyntax = true,
            description = "Only this partition; several are 0,2.")
    private List<Integer> partitions;

    @Option(names = "--group", paramLabel = "GROUP",
            description = "Read for a group: begin where it stopped, and remember how far this came.")
    private String group;

    @Option(names = {"-f", "--follow"}, description = "At the end wait for more, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--max-messages", paramLabel = "N", description = "Stop after so many events.")
    private Long max;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", converter = Format.Name.class,
            description = "One of ${COMPLETION-CANDIDATES}. value is the bytes of the value and nothing else; csv has the "
                    + "columns of an archive, and the partition.")
    private Format format;

    @Option(names = "--json", description = "The same as --format json: a JSON object a line.")
    private boolean json;

    @Mixin
    private Remote remote;

    @Mixin
    private ConnectionOptions broker;

    private final Supplier<Stop> stops;
    private List<Integer> chosen;
    private Map<TopicPartition, Long> positions = Map.of();
    private Connection connection;
    private Reader reader;
    private long left;
    private boolean told;

    /// @param stops how it hears that it is to stop following
    ConsumeCommand(Supplier<Stop> stops) {
        this.stops = stops;
    }

    @Override
    public Integer call() {
        checkOptions();
        left = max == null ? Long.MAX_VALUE : max;
        if (remote.isWanted()) {
            receive();
            return 0;
        }
        connection = broker.existing();
        try {
            TopicDescription there = connection.describe(topic);
            chosen = partitions(there);
            reader = reader();
            long before = left;
            if (!write((json ? Format.JSON : format).head().getBytes(UTF_8))) {
                return 0;
            }
            if (follow) {
                Stop stop = stops.get();
                while (copy() && !stop.isWished()) {
                    reader.commit();
                    pause(stop);
                }
            } else {
                copy();
            }
            if (left == before && Tty.out()) {
                System.err.println(group == null ? "there are no events there" : "the group " + Readable.safe(group)
                        + " has read all that is there; ./gregor groups reset lets it read again");
            }
            boolean whole = chosen.stream().allMatch(number -> there.partitions().get(number).trouble().isEmpty());
            return whole && reader.isWhole() ? 0 : 1;
        } finally {
            connection.close();
        }
    }

    /// MiniKafka's client never ends by itself; asked for so many, it does.
    private void receive() {
        if (group != null || partitions != null || where.fromEnd || where.offset != null || where.time != null) {
            throw new CommandException("MiniKafka's readers begin at the first message, and know no groups and partitions; "
                    + "leave --grpc out, or leave those out");
        }
        remote.consume(topic, stops.get(), left);
    }

    private void checkOptions() {
        if (max != null && max < 1) {
            throw new CommandException("--max-messages is 1 or more, not " + max);
        }
        if (group != null && group.isEmpty()) {
            throw new CommandException("a group needs a name");
        }
        if (group != null && (where.offset != null || where.time != null)) {
            throw new CommandException("a group begins where it stopped; ./gregor groups reset " + Readable.safe(group)
                    + " moves it, or leave --offset and --from-time out");
        }
    }

    private List<Integer> partitions(TopicDescription description) {
        int count = description.partitions().size();
        List<Integer> wanted = partitions == null ? IntStream.range(0, count).boxed().toList() : partitions;
        for (int number : wanted) {
            if (number < 0 || number >= count) {
                throw new CommandException("there is no partition " + number + "; the topic has 0 to " + (count - 1));
            }
        }
        if (where.offset != null && where.offset >= 0 && wanted.size() > 1) {
            throw new CommandException("an offset means something in one partition only; choose it with --partition");
        }
        return wanted;
    }

    private Reader reader() {
        if (group != null) {
            return connection.member(group, topic, chosen, where.fromEnd ? OffsetReset.LATEST : OffsetReset.EARLIEST);
        }
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (int number : connection.available(connection.describe(topic), chosen)) {
            var partition = new TopicPartition(topic, number);
            starts.put(partition, start(partition));
        }
        return from(starts);
    }

    private Reader from(Map<TopicPartition, Long> starts) {
        return new TopicReader(connection, topic, starts, now -> positions = now);
    }

    private long start(TopicPartition partition) {
        long first = connection.log(partition).start();
        long end = connection.log(partition).end();
        if (where.offset != null && where.offset < 0) {
            return Math.max(first, end + where.offset);
        }
        if (where.offset != null) {
            OffsetOutOfRangeException.check(where.offset, connection.log(partition));
            return where.offset;
        }
        if (where.time != null) {
            return connection.offsetAt(partition, where.time).orElse(end);
        }
        return where.fromEnd ? end : first;
    }

    /// Copies what there is, and says whether more is wanted. A group's bookmark moves when all before it is written.
    private boolean copy() {
        while (left > 0) {
            List<PartitionEntry> some = reader.poll((int) Math.min(left, SOME));
            if (some.isEmpty()) {
                return true;
            }
            var bytes = new java.io.ByteArrayOutputStream();
            Format form = json ? Format.JSON : format;
            some.forEach(arrival -> bytes.writeBytes(form.bytes(arrival)));
            if (!write(bytes.toByteArray())) {
                return false;
            }
            reader.commit();
            left -= some.size();
        }
        return false;
    }

    /// Says whether somebody reads on. Who closes a pipe has seen enough, which is no error.
    private static boolean write(byte[] bytes) {
        System.out.write(bytes, 0, bytes.length);
        return !System.out.checkError();
    }

    /// While it waits, others can write. One that keeps the data for longer is waited for, too; if that is a broker,
    /// this goes on through its door.
    private void pause(Stop stop) {
        connection.pause(POLL_INTERVAL);
        while (!stop.isWished()) {
            try {
                connection.topics();
                return;
            } catch (FolderInUseException e) {
                if (e.note().isPresent()) {
                    change(e);
                    return;
                }
                if (!told) {
                    System.err.println("gregor: " + e.holder() + " has the data now; waiting until it is done");
                    told = true;
                }
                connection.pause(POLL_INTERVAL);
            }
        }
    }

    private void change(FolderInUseException e) {
        connection = broker.connect();
        System.err.println("gregor: " + e.holder() + " has the data now; reading on from " + connection.place());
        reader = group == null ? from(positions) : reader();
    }
}
