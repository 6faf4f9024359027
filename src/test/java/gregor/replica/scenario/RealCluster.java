package gregor.replica.scenario;

import module java.base;

import kafka.cluster.Partition;
import kafka.server.BrokerServer;
import kafka.server.InitialFetchState;
import kafka.server.ReplicaFetcherManager;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.server.network.BrokerEndPoint;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/// Makes the steps of a [Scenario] on brokers of Apache Kafka in this process. Its times are a sixth of the scenario's.
/// A fact is compared until it is as expected, for 20 s at most.
final class RealCluster implements AutoCloseable {
    private static final int FASTER = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final TopicPartition PARTITION = new TopicPartition("shared", 0);
    /// Facts that are not compared, and why.
    static final SortedMap<String, String> NOT_COMPARED = new TreeMap<>(
            Map.of("broken", "the promises are checked in the simulation alone", "truncations",
                    "a consumer of Apache Kafka logs that its leader has lost events, and does not count it",
                    "LeaderElections", "the controller counts only unclean elections"));

    private final KafkaClusterTestKit kit;
    private final Admin admin;
    private final Set<Integer> running = new TreeSet<>();
    private final Set<List<Integer>> cuts = new HashSet<>();
    private final Map<String, Writer> producers = new HashMap<>();
    private final Map<String, Reader> consumers = new HashMap<>();
    private final RealMetrics metrics;

    private static final class Writer {
        private final KafkaProducer<String, String> producer;
        private final List<Future<?>> sent = new ArrayList<>();
        private final SortedSet<String> acknowledged = new ConcurrentSkipListSet<>();

        Writer(KafkaProducer<String, String> producer) {
            this.producer = producer;
        }

        void send(String text) {
            sent.add(producer.send(new ProducerRecord<>(PARTITION.topic(), 0, null, text), (_, error) -> {
                if (error == null) {
                    acknowledged.add(text);
                }
            }));
        }

        long waiting() {
            return sent.stream().filter(each -> !each.isDone()).count();
        }
    }

    private static final class Reader {
        private final KafkaConsumer<String, String> consumer;
        private final List<String> read = new ArrayList<>();

        Reader(KafkaConsumer<String, String> consumer) {
            this.consumer = consumer;
        }

        void poll() {
            consumer.poll(Duration.ofMillis(20)).forEach(event -> read.add(event.value()));
        }
    }

    RealCluster(Scenario scenario) throws Exception {
        int brokers = Integer.parseInt(scenario.settings().getOrDefault("brokers", "3"));
        boolean announces = scenario.steps().stream().anyMatch(step -> step.startsWith("shut-down"));
        kit = new KafkaClusterTestKit.Builder(
                new TestKitNodes.Builder().setNumBrokerNodes(brokers).setNumControllerNodes(1).build())
                .setConfigProp("controlled.shutdown.enable", String.valueOf(announces))
                .setConfigProp("broker.session.timeout.ms", "1500").setConfigProp("broker.heartbeat.interval.ms", "300")
                .setConfigProp("replica.lag.time.max.ms", "5000").setConfigProp("replica.fetch.backoff.ms", "100")
                .setConfigProp("auto.leader.rebalance.enable", "false").build();
        kit.format();
        kit.startup();
        kit.waitForReadyBrokers();
        admin = kit.admin();
        IntStream.rangeClosed(1, brokers).forEach(running::add);
        if (scenario.settings().getOrDefault("eligible.leader.replicas.version", "1").equals("0")) {
            admin.updateFeatures(
                    Map.of("eligible.leader.replicas.version",
                            new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.UNSAFE_DOWNGRADE)),
                    new UpdateFeaturesOptions()).all().get();
        }
        var settings = new HashMap<String, String>();
        Stream.of("min.insync.replicas", "unclean.leader.election.enable").filter(scenario.settings()::containsKey)
                .forEach(setting -> settings.put(setting, scenario.settings().get(setting)));
        List<Integer> replicas = IntStream.range(0, brokers).boxed().toList();
        admin.createTopics(List.of(new NewTopic(PARTITION.topic(), Map.of(0, replicas)).configs(settings))).all().get();
        until(() -> fact("isr", "").split(" ").length == brokers && fact("leader", "").equals("1"));
        metrics = new RealMetrics();
    }

    /// Makes a step.
    ///
    /// @return for an expectation that does not hold, what is the case instead
    Optional<String> step(String step) throws Exception {
        List<String> words = List.of(step.split("\\s+"));
        switch (words.getFirst()) {
            case "producer" -> producers.put(words.get(1), new Writer(producer(words)));
            case "consumer" -> consumers.put(words.get(1), new Reader(consumer()));
            case "send" -> words.subList(2, words.size()).forEach(producers.get(words.get(1))::send);
            case "await" -> {
                return until(() -> producers.get(words.get(1)).waiting() == 0)
                        ? Optional.empty()
                        : Optional.of(step + ": not acknowledged");
            }
            case "run" -> run(Scenario.duration(words.get(1)).dividedBy(FASTER));
            case "crash", "shut-down", "lose-disk" -> stop(words.getFirst(), Integer.parseInt(words.get(1)));
            case "restart" -> {
                broker(Integer.parseInt(words.get(1))).startup();
                running.add(Integer.parseInt(words.get(1)));
            }
            case "cut", "cut-one-way" -> cut(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)));
            case "heal" -> heal();
            case "elect-uncleanly" -> admin.electLeaders(ElectionType.UNCLEAN, Set.of(PARTITION)).partitions().get();
            case "expect" -> {
                return expect(words);
            }
            default -> throw new IllegalArgumentException(step);
        }
        return Optional.empty();
    }

    private KafkaProducer<String, String> producer(List<String> words) {
        String acks = words.get(2).substring("acks=".length());
        boolean idempotent = acks.equals("all") && words.size() == 3;
        var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kit.bootstrapServers(), "acks", acks, "enable.idempotence", idempotent,
                        "delivery.timeout.ms", 600_000, "linger.ms", 0),
                new StringSerializer(), new StringSerializer());
        producer.partitionsFor(PARTITION.topic());
        return producer;
    }

    private KafkaConsumer<String, String> consumer() {
        var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", kit.bootstrapServers(),
                "auto.offset.reset", "earliest", "metadata.max.age.ms", "500"), new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(List.of(PARTITION));
        return consumer;
    }

    private BrokerServer broker(int number) {
        return kit.brokers().get(number - 1);
    }

    private Partition partition(int broker) {
        return broker(broker).replicaManager().onlinePartition(PARTITION).get();
    }

    private void run(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        until(() -> System.nanoTime() > end);
    }

    private boolean until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            consumers.values().forEach(Reader::poll);
            LockSupport.parkNanos(20_000_000);
        }
        return true;
    }

    /// Ends a broker. Without the file of a clean shutdown, Kafka takes it for one that was killed.
    private void stop(String how, int number) throws IOException {
        List<Path> folders = broker(number).config().logDirs().stream().map(Path::of).toList();
        running.remove(number);
        broker(number).shutdown();
        for (Path folder : folders) {
            if (!how.equals("shut-down")) {
                Files.deleteIfExists(folder.resolve(".kafka_cleanshutdown"));
            }
            if (how.equals("lose-disk")) {
                delete(folder.resolve(PARTITION.toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private ReplicaFetcherManager fetchers(int broker) {
        return broker(broker).replicaManager().replicaFetcherManager();
    }

    /// Stops the fetches of a follower from its leader.
    private void cut(int one, int other) {
        int leader = Integer.parseInt(fact("leader", ""));
        int follower = one == leader ? other : one;
        cuts.add(List.of(follower, leader));
        fetchers(follower)
                .removeFetcherForPartitions(CollectionConverters.asScala(Set.of(PARTITION)).<TopicPartition>toSet());
        run(Duration.ofMillis(700)); // the last fetch waits up to replica.fetch.wait.max.ms
    }

    private void heal() {
        for (List<Integer> cut : cuts) {
            int follower = cut.getFirst();
            int leader = cut.getLast();
            if (running.contains(follower) && running.contains(leader)
                    && fetchers(follower).getFetcher(PARTITION).isEmpty() && partition(leader).isLeader()) {
                String[] address = kit.bootstrapServers().split(",")[leader - 1].split(":");
                var start = new InitialFetchState(partition(leader).topicId(),
                        new BrokerEndPoint(leader - 1, address[0], Integer.parseInt(address[1])),
                        partition(leader).getLeaderEpoch(), log(follower).logEndOffset());
                fetchers(follower).addFetcherForPartitions(CollectionConverters.asScala(Map.of(PARTITION, start)));
            }
        }
        cuts.clear();
    }

    private UnifiedLog log(int broker) {
        Option<UnifiedLog> log = partition(broker).log();
        return log.get();
    }

    private Optional<String> expect(List<String> words) {
        int sign = words.indexOf("=");
        String of = sign == 3 ? words.get(2) : "";
        if (NOT_COMPARED.containsKey(words.get(1))
                || List.of("log", "epochs").contains(words.get(1)) && !running.contains(Integer.parseInt(of))) {
            return Optional.empty();
        }
        String expected = String.join(" ", words.subList(sign + 1, words.size()));
        return until(() -> fact(words.get(1), of).equals(expected))
                ? Optional.empty()
                : Optional.of(String.join(" ", words) + ", but it is " + fact(words.get(1), of));
    }

    private String fact(String name, String of) {
        try {
            String value = switch (name) {
                case "leader" -> describe().leader() == null || describe().leader().id() < 0
                        ? ""
                        : String.valueOf(describe().leader().id() + 1);
                case "epoch" -> String.valueOf(
                        running.stream().mapToInt(broker -> partition(broker).getLeaderEpoch()).max().orElse(-1));
                case "isr" -> numbers(describe().isr());
                case "elr" -> numbers(describe().elr());
                case "leaders" -> running.stream().filter(broker -> partition(broker).isLeader()).map(String::valueOf)
                        .collect(Collectors.joining(" "));
                case "epochs" -> log(Integer.parseInt(of)).leaderEpochCache().epochWithOffsets().toString();
                case "errors" -> metrics.produceErrors();
                case "IsrShrinks", "IsrExpands" -> count("ReplicaManager", name);
                case "UncleanLeaderElections" -> count("ControllerStats", name);
                case "log" -> text(log(Integer.parseInt(of)));
                case "acknowledged" -> String.join(" ", producers.get(of).acknowledged);
                case "waiting" -> String.valueOf(producers.get(of).waiting());
                case "read" -> String.join(" ", consumers.get(of).read);
                case "UnderReplicatedPartitions" -> describe().isr().size() < describe().replicas().size() ? "1" : "0";
                default -> throw new IllegalArgumentException("no fact " + name);
            };
            return value.isEmpty() ? "none" : value;
        } catch (IOException | ExecutionException | InterruptedException | NoSuchElementException e) {
            return "unknown: " + e;
        }
    }

    private String count(String type, String name) {
        return String.valueOf(metrics.count(type, name + "PerSec"));
    }

    private TopicPartitionInfo describe() throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(PARTITION.topic())).allTopicNames().get().get(PARTITION.topic())
                .partitions().getFirst();
    }

    private static String numbers(Collection<Node> nodes) {
        return nodes == null
                ? ""
                : nodes.stream().map(node -> node.id() + 1).sorted().map(String::valueOf)
                        .collect(Collectors.joining(" "));
    }

    private static String text(UnifiedLog log) throws IOException {
        var before = new StringJoiner(" ");
        var after = new StringJoiner(" ", "[", "]").setEmptyValue("");
        for (Record event : log.read(0, Integer.MAX_VALUE, FetchIsolation.LOG_END, true).records.records()) {
            (event.offset() < log.highWatermark() ? before : after)
                    .add(StandardCharsets.UTF_8.decode(event.value()).toString());
        }
        return (before + " " + after).strip();
    }

    @Override
    public void close() {
        metrics.close();
        producers.values().forEach(writer -> writer.producer.close(Duration.ZERO));
        consumers.values().forEach(reader -> reader.consumer.close());
        try {
            kit.close();
        } catch (Exception e) {
            throw new IllegalStateException("Apache Kafka did not close", e);
        }
    }
}
