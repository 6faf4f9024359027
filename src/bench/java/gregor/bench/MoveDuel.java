package gregor.bench;

import module java.base;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Moves a topic of 4 partitions from our broker to Apache Kafka with MirrorMaker 2 and with `gregor graduate` in turn,
/// each in a process of its own with 512 MB of heap, and prints the rates.
///
/// A rate is from the first to the last record at the target, without the start of the process.
final class MoveDuel implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final int VALUE_BYTES = 500;
    /// The default of connect-mirror-maker.sh.
    private static final String HEAP = "-Xmx2g";

    private final Contender source = Contender.gregor("never");
    private final Contender target = Contender.kafka();
    private final Path folder = Files.createTempDirectory("move-duel");
    private final int records;

    /// A move by one program.
    ///
    /// @param total    from the start of the process to the last record, in seconds
    /// @param copying  from the first to the last record, in seconds
    /// @param megabytes the largest resident memory of the process
    private record Result(double total, double copying, long megabytes) {}

    private MoveDuel(int records, String codec) throws Exception {
        this.records = records;
        source.start();
        target.start();
        try (Admin admin = admin(source)) {
            admin.createTopics(List.of(new NewTopic("orders", PARTITIONS, (short) 1))).all().get();
        }
        write(codec);
    }

    private static String address(Contender broker) {
        return "127.0.0.1:" + broker.port;
    }

    private static Admin admin(Contender broker) {
        return Admin.create(Map.of("bootstrap.servers", address(broker)));
    }

    /// Values of words of which half repeat, so that a codec has something to do.
    private void write(String codec) {
        var random = new Random(1);
        var values = new byte[1000][VALUE_BYTES];
        for (byte[] value : values) {
            for (int i = 0; i < value.length; i++) {
                value[i] = (byte) (i % 2 == 0 ? 'a' + i % 26 : 'a' + random.nextInt(26));
            }
        }
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", address(source), "compression.type", codec,
                "batch.size", 1 << 16, "linger.ms", 10), bytes, bytes)) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>("orders", i % PARTITIONS, ("key-" + i).getBytes(),
                        values[i % values.length]));
            }
        }
    }

    private Result mirror() throws Exception {
        Path file = folder.resolve("mirror.properties");
        var lines = new ArrayList<>(List.of("clusters=a, b", "a->b.enabled=true", "a->b.topics=orders",
                "b->a.enabled=false", "a.bootstrap.servers=" + address(source),
                "b.bootstrap.servers=" + address(target), "replication.factor=1", "tasks.max=" + PARTITIONS,
                "replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy"));
        Stream.of("checkpoints.topic", "heartbeats.topic", "offset-syncs.topic", "offset.storage", "status.storage",
                "config.storage").forEach(topic -> lines.add(topic + ".replication.factor=1"));
        Files.write(file, lines);
        return time(List.of("org.apache.kafka.connect.mirror.MirrorMaker", file.toString()));
    }

    private Result graduate() throws Exception {
        return time(List.of("gregor.cli.Gregor", "graduate", "-b", address(source), "--to", address(target), "--topics",
                "orders"));
    }

    private Result time(List<String> program) throws Exception {
        var command = new ArrayList<>(List.of(Contender.JAVA, HEAP, "--enable-native-access=ALL-UNNAMED",
                "-Dgregor.home=" + System.getProperty("gregor.home"), "-cp", System.getProperty("java.class.path")));
        command.addAll(program);
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile()).start();
        try (Admin admin = admin(target)) {
            long first = 0;
            long arrived = 0;
            while (arrived < records) {
                Thread.sleep(20);
                arrived = arrived(admin);
                first = first == 0 && arrived > 0 ? System.nanoTime() : first;
                if (!process.isAlive() && arrived < records && arrived(admin) < records) {
                    throw new IllegalStateException(Files.readString(folder.resolve("output.txt")));
                }
            }
            long end = System.nanoTime();
            var result = new Result((end - begin) / 1e9, (end - first) / 1e9, peak(process));
            process.destroy();
            process.waitFor();
            clean(admin);
            return result;
        }
    }

    private static long peak(Process process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        return !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
    }

    /// Returns how many offsets of the topic are taken at the target; transaction markers take some, too.
    private static long arrived(Admin admin) throws Exception {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ends.put(new TopicPartition("orders", partition), OffsetSpec.latest());
        }
        try {
            return admin.listOffsets(ends).all().get().values().stream().mapToLong(end -> end.offset()).sum();
        } catch (ExecutionException e) {
            return 0; // the topic does not exist yet
        }
    }

    private static void clean(Admin admin) throws Exception {
        Set<String> topics = admin.listTopics().names().get();
        admin.deleteTopics(topics).all().get();
        while (!admin.listTopics().names().get().isEmpty()) {
            Thread.sleep(100);
        }
    }

    private void print(String name, Result result) {
        System.out.printf("%-14s %,9.0f records/s while copying (%.1f s; %.1f s with the start), %d MB resident%n",
                name, records / result.copying(), result.copying(), result.total(), result.megabytes());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }

    public static void main(String... arguments) throws Exception {
        int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        String codec = arguments.length > 2 ? arguments[2] : "lz4";
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        try (var duel = new MoveDuel(records, codec)) {
            for (int round = 0; round < rounds; round++) {
                Result mirrored = duel.mirror();
                duel.print("MirrorMaker 2", mirrored);
                theirs.add(mirrored.copying());
                Result moved = duel.graduate();
                duel.print("graduate", moved);
                ours.add(moved.copying());
            }
        }
        System.out.printf("graduate is %.2f times as fast (medians of %d rounds, %s)%n", median(theirs) / median(ours),
                rounds, codec);
    }
}
