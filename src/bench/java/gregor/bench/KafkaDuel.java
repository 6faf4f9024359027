package gregor.bench;

import module java.base;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// Our broker beside Apache Kafka. Both run from the first round to the last, and have their turns one after the other,
/// so that what disturbs one disturbs both. The load is that of Kafka's own tools, each in a process of its own. Behind
/// the ratio of the medians stand the lowest and the highest ratio of a round.
///
/// That is how two brokers compare that have run for a while: a first round of each load does not count, and all code
/// that is hot has been compiled. With `--fresh`, each round has two brokers that have just started, and what counts is
/// the first load of their lives.
///
/// With `--fsync always`, when we acknowledge only what the disk has, a third player is an Apache Kafka that forces
/// each batch too (`flush.messages=1`); without, Kafka forces nothing.
///
///     src/bench/kafka [--quick] [--fresh] [--rounds N] [--fsync always] [--only TEXT]
public final class KafkaDuel {
    private static final Pattern PRODUCED = Pattern
            .compile("(?s).*records sent, ([0-9.]+) records/sec .*[ (]([0-9.]+) ms 99th, .*");
    private static final Pattern SENT_TO_POLL = Pattern.compile("(?s).*send to poll, ms: ([0-9.]+) median.*");
    private static final String TRANSACTIONS = "transactions";

    private KafkaDuel() {}

    /// One kind of load.
    ///
    /// @param acks the setting of the producer, or that it sends transactions
    private record Load(int records, int bytes, String codec, String acks) {
        @Override
        public String toString() {
            return "%,d x %s, %s, acks=%s".formatted(records, bytes < 1000 ? bytes + " B" : "1 KB", codec, acks)
                    .replace("acks=" + TRANSACTIONS, TRANSACTIONS + " of " + TransactionLoad.RECORDS);
        }

        String produce(String address, String topic) throws IOException, InterruptedException {
            return acks.equals(TRANSACTIONS)
                    ? run(TransactionLoad.class.getName(), address, topic, "" + records, "" + bytes, codec)
                    : run("org.apache.kafka.tools.ProducerPerformance", "--bootstrap-server", address, "--topic", topic,
                            "--num-records", "" + records, "--record-size", "" + bytes, "--throughput", "-1",
                            "--command-property", "acks=" + acks, "compression.type=" + codec);
        }
    }

    /// Makes a broker, and does not start it.
    private interface Maker {
        Contender make() throws Exception;
    }

    /// One of the two, who has a turn in each round.
    private interface Player {
        Round play(Load load) throws Exception;
    }

    /// A contender, for players with topics of different settings.
    private interface Side {
        Round play(Load load, Map<String, String> topic) throws Exception;
    }

    /// What a round has given.
    private record Round(double produced, double p99, double produceCpu, double consumed, double consumeCpu) {}

    public static void main(String... args) throws Exception {
        List<String> words = List.of(args);
        boolean quick = words.contains("--quick");
        boolean fresh = words.contains("--fresh");
        int rounds = Integer.parseInt(after(words, "--rounds", quick ? "3" : "5"));
        String only = after(words, "--only", "");
        var starts = new LinkedHashMap<String, List<Double>>();
        int starting = quick ? 1 : 3;
        for (int i = 0; i < starting; i++) {
            for (Contender contender : List.of(Contender.gregor("never"), Contender.kafka())) {
                try (contender) {
                    starts.computeIfAbsent(contender.name, name -> new ArrayList<>())
                            .add(contender.start().toNanos() / 1e6);
                }
            }
        }
        String fsync = after(words, "--fsync", "never");
        try (var ours = Contender.gregor(fsync); var kafka = Contender.kafka()) {
            List<Contender> both = List.of(ours, kafka);
            for (Contender contender : both) {
                starts.get(contender.name).add(contender.start().toNanos() / 1e6);
            }
            System.out.printf("%-34s %-22s %12s %12s %8s   %s%n", "load", "", "gregor", "kafka", "ratio", "rounds");
            line("", "start to answer, ms", median(starts.get("gregor")), median(starts.get("kafka")), "");
            if (fsync.equals("always")) {
                printCeiling();
            }
            idle(ours, kafka, quick ? 1 : 3);
            if (!fresh) {
                List<Player> players = players(fsync, (load, topic) -> round(load, ours, topic),
                        (load, topic) -> round(load, kafka, topic));
                for (Load load : loads(quick, only)) {
                    duel(load, players, -1, rounds);
                }
                line("", "resident memory, MB", ours.residentMegabytes(), kafka.residentMegabytes(), "");
            }
        }
        if (fresh) {
            List<Player> players = players(fsync, (load, topic) -> first(load, () -> Contender.gregor(fsync), topic),
                    (load, topic) -> first(load, Contender::kafka, topic));
            for (Load load : loads(quick, only)) {
                duel(load, players, 0, rounds);
            }
        }
    }

    /// Prints how many records of 1 KB a file takes that is forced after each batch of 16 KiB, and after each five: a
    /// producer sends five before it waits for a response, so no broker that forces can be faster.
    private static void printCeiling() throws IOException {
        for (int batches : new int[]{1, 5}) {
            Path path = Files.createTempFile(Path.of(System.getProperty("gregor.home"), "target"), "ceiling", "");
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(16 * 1024 * batches);
                long begin = System.nanoTime();
                for (int i = 0; i < 2000; i++) {
                    file.write(bytes.clear());
                    file.force(false);
                }
                System.out.printf("%-34s %-22s %,12.1f%n", "1 KB", "plain file, force of " + batches,
                        16 * 2000.0 * batches / ((System.nanoTime() - begin) / 1e9));
            } finally {
                Files.delete(path);
            }
        }
    }

    /// Compares how long a record takes through a broker that has nothing else to do.
    private static void idle(Contender ours, Contender kafka, int rounds) throws Exception {
        var medians = new LinkedHashMap<Contender, List<Double>>();
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : List.of(ours, kafka)) {
                String topic = "idle-" + System.nanoTime();
                String said = run(SendToPoll.class.getName(), "127.0.0.1:" + contender.port, topic, "1000", "1000");
                Matcher median = SENT_TO_POLL.matcher(said);
                if (!median.matches()) {
                    throw new IllegalStateException(contender.name + ": " + said);
                }
                medians.computeIfAbsent(contender, absent -> new ArrayList<>())
                        .add(Double.parseDouble(median.group(1)));
            }
        }
        line("1 KB, one at a time", "send to poll p50, us", 1000 * median(medians.get(ours)),
                1000 * median(medians.get(kafka)), "");
    }

    private static List<Player> players(String fsync, Side ours, Side kafka) {
        var players = new ArrayList<Player>();
        players.add(load -> ours.play(load, Map.of()));
        players.add(load -> kafka.play(load, Map.of()));
        if (fsync.equals("always")) {
            players.add(load -> kafka.play(load, Map.of("flush.messages", "1")));
        }
        return players;
    }

    private static String after(List<String> words, String option, String otherwise) {
        int at = words.indexOf(option);
        return at < 0 ? otherwise : words.get(at + 1);
    }

    private static List<Load> loads(boolean quick, String only) {
        var loads = new ArrayList<Load>();
        for (int bytes : new int[]{100, 1000}) {
            for (String codec : List.of("none", "lz4")) {
                for (String acks : quick ? List.of("all") : List.of("1", "all")) {
                    loads.add(new Load((bytes == 100 ? 1_000_000 : 300_000) / (quick ? 4 : 1), bytes, codec, acks));
                }
            }
        }
        loads.add(new Load(quick ? 50_000 : 100_000, 1000, "none", TRANSACTIONS));
        return loads.stream().filter(load -> load.toString().contains(only)).toList();
    }

    /// Rounds before round 0 do not count.
    private static void duel(Load load, List<Player> players, int from, int rounds) throws Exception {
        Map<Player, List<Round>> results = new LinkedHashMap<>();
        players.forEach(player -> results.put(player, new ArrayList<>()));
        for (int round = from; round < rounds; round++) {
            for (Player player : round % 2 == 0 ? players.reversed() : players) {
                Round result = player.play(load);
                if (round >= 0) {
                    results.get(player).add(result);
                }
            }
        }
        List<Round> ours = results.get(players.getFirst());
        List<Round> theirs = results.get(players.get(1));
        compare(load.toString(), "produce, records/s", ours, theirs, Round::produced);
        if (players.size() > 2) {
            compare("", "beside a forcing Kafka", ours, results.get(players.get(2)), Round::produced);
        }
        compare("", "p99, ms", ours, theirs, Round::p99);
        compare("", "produce, CPU s/million", ours, theirs, Round::produceCpu);
        compare("", "consume, records/s", ours, theirs, Round::consumed);
        compare("", "consume, CPU s/million", ours, theirs, Round::consumeCpu);
    }

    private static void compare(String load, String what, List<Round> ours, List<Round> theirs,
            ToDoubleFunction<Round> value) {
        List<Double> own = ours.stream().map(value::applyAsDouble).toList();
        List<Double> others = theirs.stream().map(value::applyAsDouble).toList();
        DoubleSummaryStatistics ratios = IntStream.range(0, own.size()).mapToDouble(i -> own.get(i) / others.get(i))
                .summaryStatistics();
        line(load, what, median(own), median(others), "   %.2f to %.2f".formatted(ratios.getMin(), ratios.getMax()));
    }

    private static void line(String load, String what, double ours, double theirs, String spread) {
        System.out.printf("%-34s %-22s %,12.1f %,12.1f %8.2f%s%n", load, what, ours, theirs, ours / theirs, spread);
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
        return sorted.length % 2 == 1
                ? sorted[sorted.length / 2]
                : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }

    /// The first load of a broker's life.
    private static Round first(Load load, Maker maker, Map<String, String> topic) throws Exception {
        try (Contender contender = maker.make()) {
            contender.start();
            return round(load, contender, topic);
        }
    }

    private static Round round(Load load, Contender contender, Map<String, String> configuration) throws Exception {
        String address = "127.0.0.1:" + contender.port;
        String topic = "load-" + System.nanoTime();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1).configs(configuration))).all().get();
            double millions = load.records / 1e6;
            long begin = contender.cpu().toNanos();
            String produced = load.produce(address, topic);
            long middle = contender.cpu().toNanos();
            String consumed = run("org.apache.kafka.tools.ConsumerPerformance", "--bootstrap-server", address,
                    "--topic", topic, "--num-records", "" + load.records, "--hide-header", "--timeout", "60000");
            long end = contender.cpu().toNanos();
            admin.deleteTopics(Set.of(topic)).all().get();
            Matcher numbers = PRODUCED.matcher(produced);
            String[] columns = consumed.strip().lines().filter(row -> row.split(",").length == 10)
                    .reduce((one, last) -> last).orElseThrow(() -> new IllegalStateException(consumed)).split(",");
            if (!numbers.matches() || Long.parseLong(columns[4].strip()) < load.records) {
                throw new IllegalStateException(contender.name + ": " + produced + consumed);
            }
            return new Round(Double.parseDouble(numbers.group(1)), Double.parseDouble(numbers.group(2)),
                    (middle - begin) / 1e9 / millions, Double.parseDouble(columns[9].strip()),
                    (end - middle) / 1e9 / millions);
        }
    }

    private static String run(String tool, String... args) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Contender.JAVA, "-Xmx512M", "-cp", System.getProperty("java.class.path"), tool));
        command.addAll(Arrays.asList(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(tool + ": " + said);
        }
        return said;
    }
}
