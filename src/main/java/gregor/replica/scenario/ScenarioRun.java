package gregor.replica.scenario;

import module java.base;

import gregor.replica.Acks;
import gregor.replica.BrokerNode;
import gregor.replica.Cluster;
import gregor.replica.ClusterConsumer;
import gregor.replica.ClusterProducer;
import gregor.replica.ControllerNode;
import gregor.replica.Metrics;
import gregor.replica.Replica;

/// A [Scenario] while its steps are made, one after the other.
public final class ScenarioRun {
    private static final Duration MAX_RUN = Duration.ofHours(24);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final SortedMap<String, Verb> VERBS = new TreeMap<>();
    private static final SortedMap<String, BiFunction<ScenarioRun, String, String>> FACTS = new TreeMap<>();

    private final Cluster cluster;
    private final Map<String, ClusterProducer> producers = new LinkedHashMap<>();
    private final Map<String, ClusterConsumer> consumers = new LinkedHashMap<>();
    private final Map<String, Integer> clients = new HashMap<>();

    /// A kind of step.
    ///
    /// @param usage  as in `crash BROKER`
    /// @param fewest the number of words that must follow
    record Verb(String usage, int fewest, int most, BiConsumer<ScenarioRun, List<String>> action) {}

    static {
        verb("producer NAME acks=0|1|all [enable.idempotence=false]", 2, 3, ScenarioRun::addProducer);
        verb("consumer NAME [nearest=BROKER]", 1, 2, ScenarioRun::addConsumer);
        verb("send PRODUCER TEXT ...", 2, 99, (run, words) -> words.subList(1, words.size())
                .forEach(text -> find(run.producers, words.getFirst(), "producer").send(text)));
        verb("await PRODUCER", 1, 1, (run, words) -> run.await(find(run.producers, words.getFirst(), "producer")));
        verb("run TIME", 1, 1, (run, words) -> run.cluster.run(time(words.getFirst())));
        broker("crash", Cluster::crash);
        broker("fail-power", Cluster::failPower);
        broker("lose-disk", Cluster::loseDisk);
        broker("shut-down", Cluster::shutDown);
        broker("restart", Cluster::restart);
        broker("pause", Cluster::pause);
        broker("resume", Cluster::resume);
        verb("clock NODE RATE", 2, 2,
                (run, words) -> run.cluster.clock(run.node(words.getFirst()), number(words.getLast())));
        verb("cut NODE NODE", 2, 2, (run, words) -> run.cluster.network().part(List.of(run.node(words.getFirst())),
                List.of(run.node(words.getLast()))));
        verb("cut-one-way FROM TO", 2, 2,
                (run, words) -> run.cluster.network().cut(run.node(words.getFirst()), run.node(words.getLast())));
        verb("heal", 0, 0, (run, _) -> run.cluster.network().heal());
        verb("delay MIN MAX", 2, 2, (run, words) -> run.cluster.network().delay(Scenario.duration(words.getFirst()),
                Scenario.duration(words.getLast())));
        verb("lose SHARE", 1, 1, (run, words) -> run.cluster.network().lose(share(words.getFirst())));
        verb("repeat SHARE", 1, 1, (run, words) -> run.cluster.network().repeat(share(words.getFirst())));
        verb("elect-uncleanly", 0, 0, (run, _) -> run.cluster.electUncleanly());
        verb("expect FACT [OF] = VALUE", 2, 99, ScenarioRun::expect);

        FACTS.put("leader", (run,
                _) -> brokers(run.cluster.state().leader() < 0 ? List.of() : List.of(run.cluster.state().leader())));
        FACTS.put("leaders", (run, _) -> brokers(run.cluster.brokers().entrySet().stream()
                .filter(broker -> broker.getValue().isLeader()).map(Map.Entry::getKey).toList()));
        FACTS.put("epoch", (run, _) -> String.valueOf(run.cluster.state().leaderEpoch()));
        FACTS.put("isr", (run, _) -> brokers(run.cluster.state().isr()));
        FACTS.put("elr", (run, _) -> brokers(run.cluster.state().elr()));
        FACTS.put("log", (run, broker) -> run.replica(broker).toString());
        FACTS.put("epochs", (run, broker) -> run.replica(broker).epochs().toString());
        FACTS.put("acknowledged",
                (run, name) -> String.join(" ", find(run.producers, name, "producer").acknowledged().keySet()));
        FACTS.put("waiting", (run, name) -> String.valueOf(find(run.producers, name, "producer").waiting()));
        FACTS.put("errors", (run, name) -> find(run.producers, name, "producer").errors().stream().map(Enum::name)
                .distinct().collect(Collectors.joining(" ")));
        FACTS.put("read", (run, name) -> String.join(" ", find(run.consumers, name, "consumer").read()));
        FACTS.put("truncations", (run, name) -> find(run.consumers, name, "consumer").truncations().stream()
                .map(String::valueOf).collect(Collectors.joining(" ")));
        FACTS.put("broken", (run, _) -> String.join("; ", run.cluster.invariants().broken()));
        metric("IsrShrinks", Metrics::isrShrinks);
        metric("IsrExpands", Metrics::isrExpands);
        metric("LeaderElections", Metrics::leaderElections);
        metric("UncleanLeaderElections", Metrics::uncleanLeaderElections);
        metric("FailedProduceRequests", Metrics::failedProduceRequests);
        FACTS.put("UnderReplicatedPartitions", (run, _) -> String.valueOf(run.underReplicated()));
    }

    /// Starts the scenario's cluster; makes no step yet.
    public ScenarioRun(Scenario scenario) {
        cluster = scenario.cluster();
        clients.put("controller", ControllerNode.NUMBER);
    }

    private static void verb(String usage, int fewest, int most, BiConsumer<ScenarioRun, List<String>> action) {
        VERBS.put(usage.split(" ")[0], new Verb(usage, fewest, most, action));
    }

    private static void broker(String name, ObjIntConsumer<Cluster> action) {
        verb(name + " BROKER", 1, 1, (run, words) -> action.accept(run.cluster, whole(words.getFirst())));
    }

    private static void metric(String name, ToIntFunction<Metrics> metric) {
        FACTS.put(name, (run, _) -> String.valueOf(metric.applyAsInt(run.cluster.metrics())));
    }

    /// @throws IllegalArgumentException if it is none
    static Verb check(String step) {
        List<String> words = List.of(step.strip().split("\\s+"));
        Verb verb = VERBS.get(words.getFirst());
        if (verb == null) {
            throw new IllegalArgumentException("there is no step \"" + words.getFirst() + "\"; the steps are "
                    + String.join(", ", VERBS.keySet()));
        }
        if (words.size() - 1 < verb.fewest() || words.size() - 1 > verb.most()) {
            throw new IllegalArgumentException("write " + verb.usage() + ", not \"" + step.strip() + "\"");
        }
        return verb;
    }

    /// Makes a step.
    ///
    /// @return for an expectation that does not hold, what is the case instead
    /// @throws IllegalArgumentException if it is no step, or names what does not exist; nothing has happened then
    public Optional<String> step(String step) {
        Verb verb = check(step);
        List<String> words = List.of(step.strip().split("\\s+"));
        try {
            verb.action().accept(this, words.subList(1, words.size()));
            return Optional.empty();
        } catch (UnmetException e) {
            return Optional.of(Objects.requireNonNull(e.getMessage()));
        }
    }

    private static final class UnmetException extends RuntimeException {
        UnmetException(String message) {
            super(message, null, false, false);
        }
    }

    private void expect(List<String> words) {
        int sign = words.indexOf("=");
        String fact = words.getFirst();
        BiFunction<ScenarioRun, String, String> question = FACTS.get(fact);
        if (question == null || sign < 1 || sign > 2) {
            throw new IllegalArgumentException(
                    "write expect FACT [OF] = VALUE; the facts are " + String.join(", ", FACTS.keySet()));
        }
        String found = none(question.apply(this, sign == 2 ? words.get(1) : ""));
        String expected = String.join(" ", words.subList(sign + 1, words.size()));
        if (!found.equals(expected)) {
            throw new UnmetException(String.join(" ", words.subList(0, sign)) + " is " + found + ", not " + expected);
        }
    }

    private static String none(String value) {
        return value.isEmpty() ? "none" : value;
    }

    private static String brokers(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private void await(ClusterProducer producer) {
        if (!cluster.runUntil(() -> producer.waiting() == 0, PATIENCE)) {
            throw new UnmetException("after " + PATIENCE.toMinutes() + " minutes, " + producer.waiting()
                    + " events are not acknowledged");
        }
    }

    private void addProducer(List<String> words) {
        Acks acks = switch (words.get(1)) {
            case "acks=0" -> Acks.NONE;
            case "acks=1" -> Acks.LEADER;
            case "acks=all" -> Acks.ALL;
            default -> throw new IllegalArgumentException("acks is acks=0, acks=1 or acks=all, not " + words.get(1));
        };
        if (words.size() == 3 && !words.get(2).matches("enable[.]idempotence=(true|false)")) {
            throw new IllegalArgumentException("write enable.idempotence=false, not " + words.get(2));
        }
        String name = newName(words.getFirst());
        producers.put(name, cluster.producer(name, acks, !words.getLast().endsWith("=false")));
    }

    private void addConsumer(List<String> words) {
        if (words.size() == 2 && !words.getLast().startsWith("nearest=")) {
            throw new IllegalArgumentException("write nearest=BROKER, not " + words.getLast());
        }
        int nearest = words.size() == 1 ? -1 : whole(words.getLast().substring("nearest=".length()));
        String name = newName(words.getFirst());
        consumers.put(name, cluster.consumer(name, nearest));
    }

    private String newName(String name) {
        if (clients.putIfAbsent(name, -clients.size()) != null) {
            throw new IllegalArgumentException("there is a " + name + " already; choose another name");
        }
        return name;
    }

    private int node(String name) {
        return clients.containsKey(name)
                ? Objects.requireNonNull(clients.get(name))
                : cluster.broker(whole(name)).number();
    }

    private Replica replica(String broker) {
        return cluster.broker(whole(broker)).replica();
    }

    /// Returns the names of the clients, in the order in which they were added: -1, -2, ….
    public List<String> clients() {
        return clients.entrySet().stream().filter(client -> client.getValue() < 0)
                .sorted(Comparator.comparing((Map.Entry<String, Integer> client) -> client.getValue()).reversed())
                .map(Map.Entry::getKey).toList();
    }

    List<String> clientTexts() {
        return clients().stream()
                .map(name -> producers.containsKey(name) ? producers.get(name).toString() : consumers.get(name) + "")
                .toList();
    }

    /// Returns the metrics that an operator watches, by their names.
    public SortedMap<String, Integer> metrics() {
        var all = new TreeMap<String, Integer>();
        all.put("UnderReplicatedPartitions", underReplicated());
        all.put("IsrShrinks", cluster.metrics().isrShrinks());
        all.put("LeaderElections", cluster.metrics().leaderElections());
        all.put("FailedProduce", cluster.metrics().failedProduceRequests());
        return all;
    }

    private int underReplicated() {
        return cluster.state().isr().size() < cluster.brokers().size() ? 1 : 0;
    }

    private static <C> C find(Map<String, C> clients, String name, String kind) {
        C client = clients.get(name);
        if (client == null) {
            throw new IllegalArgumentException("there is no " + kind + " \"" + name + "\"; there are "
                    + (clients.isEmpty() ? "none" : String.join(", ", clients.keySet())));
        }
        return client;
    }

    private static Duration time(String text) {
        Duration time = Scenario.duration(text);
        if (time.isNegative() || time.compareTo(MAX_RUN) > 0) {
            throw new IllegalArgumentException("a step runs for 24h at most, not " + text);
        }
        return time;
    }

    private static int whole(String text) {
        return (int) number(text);
    }

    private static double share(String text) {
        double share = number(text);
        if (share < 0 || share >= 1) {
            throw new IllegalArgumentException("a share is at least 0 and below 1, not " + text);
        }
        return share;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no number of a broker, and no client's name", e);
        }
    }

    public Cluster cluster() {
        return cluster;
    }

    @Override
    public String toString() {
        var lines = new StringJoiner("\n");
        lines.add(cluster.toString());
        producers.values().forEach(producer -> lines.add("   " + producer));
        consumers.values().forEach(consumer -> lines.add("   " + consumer));
        lines.add("   " + metrics().entrySet().stream().map(metric -> metric.getKey() + " " + metric.getValue())
                .collect(Collectors.joining(", ")));
        cluster.invariants().broken().forEach(broken -> lines.add("!! " + broken));
        return lines.toString();
    }
}
