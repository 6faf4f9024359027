package gregor.replica;

import module java.base;

/// What a cluster promises, checked after each step. It remembers what clients have been told.
public final class Invariants {
    private final Cluster cluster;
    private final Map<Integer, Integer> leaders = new TreeMap<>();
    private final List<Told> acknowledged = new ArrayList<>();
    private final List<Told> read = new ArrayList<>();
    private final Map<Long, String> readTexts = new HashMap<>();
    private final Map<Integer, Grown> grown = new HashMap<>();
    private final Set<String> broken = new LinkedHashSet<>();
    private int highestEpoch;
    private long changes = -1;
    private long decisions = -1;
    private Checked checked = new Checked();

    /// What a client has been told.
    private record Told(long offset, String text) {}

    /// How far a leader's log was in an epoch.
    private record Grown(int epoch, long end, long highWatermark) {}

    /// What need not be checked again while logs only grow.
    private static final class Checked {
        private final Map<Integer, Set<String>> texts = new HashMap<>();
        private final Map<Integer, Integer> ends = new HashMap<>();
        private final Map<List<Integer>, Integer> agreed = new HashMap<>();
        private int acknowledged;
        private int read;
    }

    Invariants(Cluster cluster) {
        this.cluster = cluster;
    }

    void acknowledged(Acks acks, String text, long offset) {
        if (acks == Acks.ALL) {
            acknowledged.add(new Told(offset, text));
        }
    }

    /// Consumers read one history: an offset never has another event.
    void read(long offset, String text) {
        read.add(new Told(offset, text));
        String before = readTexts.putIfAbsent(offset, text);
        if (before != null && !before.equals(text)) {
            broken.add("offset " + offset + " was read as " + before + ", and then as " + text);
        }
    }

    public void check() {
        Collection<BrokerNode> brokers = cluster.brokers().values();
        long decided = cluster.state().version() + brokers.stream().mapToLong(BrokerNode::changes).sum();
        long changed = decided + acknowledged.size() + read.size()
                + brokers.stream().mapToLong(broker -> broker.replica().growth()).sum();
        if (changed == changes) {
            return;
        }
        changes = changed;
        if (decided != decisions) {
            decisions = decided;
            checked = new Checked();
        }
        if (cluster.state().leaderEpoch() < highestEpoch) {
            broken.add("the leader epoch went from " + highestEpoch + " back to " + cluster.state().leaderEpoch());
        }
        highestEpoch = Math.max(highestEpoch, cluster.state().leaderEpoch());
        List<BrokerNode> leading = brokers.stream().filter(BrokerNode::isLeader).toList();
        leading.forEach(this::checkEpoch);
        leading.stream().filter(broker -> broker.state().leaderEpoch() == cluster.state().leaderEpoch())
                .forEach(this::checkLeader);
        checkPrefixes();
    }

    /// An epoch has one leader, and its log and high watermark only grow.
    private void checkEpoch(BrokerNode leader) {
        int epoch = leader.state().leaderEpoch();
        int number = leader.number();
        Integer other = leaders.putIfAbsent(epoch, number);
        if (other != null && other != number) {
            broken.add("two leaders in epoch " + epoch + ": brokers " + other + " and " + number);
        }
        var now = new Grown(epoch, leader.replica().end(), leader.replica().highWatermark());
        Grown before = grown.put(number, now);
        if (before != null && before.epoch() == epoch
                && (now.end() < before.end() || now.highWatermark() < before.highWatermark())) {
            broken.add("the log of leader " + number + " went back in epoch " + epoch + ": from " + before.end()
                    + " events, " + before.highWatermark() + " of them readable, to " + now.end() + " and "
                    + now.highWatermark());
        }
    }

    /// A leader has each event that was acknowledged with acks=all, and no event twice.
    private void checkLeader(BrokerNode leader) {
        List<String> texts = leader.replica().texts();
        Set<String> found = checked.texts.computeIfAbsent(leader.number(), _ -> new HashSet<>());
        int end = Objects.requireNonNullElse(checked.ends.put(leader.number(), texts.size()), 0);
        texts.subList(end, texts.size()).stream().filter(text -> !found.add(text) && cluster.sendsOnce(text))
                .forEach(text -> broken.add("event " + text + " is stored twice"));
        lost(acknowledged.subList(checked.acknowledged, acknowledged.size()), texts).forEach(
                told -> broken.add("acknowledged event " + told.text() + " at offset " + told.offset() + " is lost"));
        lost(read.subList(checked.read, read.size()), texts).forEach(
                told -> broken.add("event " + told.text() + " at offset " + told.offset() + " was read, and is lost"));
        checked.acknowledged = acknowledged.size();
        checked.read = read.size();
    }

    private static Stream<Told> lost(List<Told> told, List<String> texts) {
        return told.stream().filter(
                event -> event.offset() >= texts.size() || !texts.get((int) event.offset()).equals(event.text()));
    }

    /// Two logs have the same events before both high watermarks.
    private void checkPrefixes() {
        List<BrokerNode> running = cluster.brokers().values().stream().filter(BrokerNode::isRunning).toList();
        for (BrokerNode one : running) {
            for (BrokerNode other : running.subList(running.indexOf(one) + 1, running.size())) {
                int common = (int) Math.min(one.replica().highWatermark(), other.replica().highWatermark());
                int from = Math.min(common, Objects
                        .requireNonNullElse(checked.agreed.put(List.of(one.number(), other.number()), common), 0));
                if (!one.replica().texts().subList(from, common)
                        .equals(other.replica().texts().subList(from, common))) {
                    broken.add("logs differ before both high watermarks: [" + one.replica() + "] and ["
                            + other.replica() + "]");
                }
            }
        }
    }

    /// Checks what a cluster promises when no broker is stopped and no message is on its way: all logs are equal.
    public void checkSettled() {
        Optional<BrokerNode> leader = cluster.brokers().values().stream().filter(BrokerNode::isLeader).findFirst();
        cluster.brokers().values().stream()
                .filter(broker -> leader.isPresent() && broker.isRunning()
                        && !broker.replica().texts().equals(leader.get().replica().texts()))
                .forEach(broker -> broken.add("the log of broker " + broker.number() + " stays [" + broker.replica()
                        + "], and the leader has [" + leader.orElseThrow().replica() + "]"));
    }

    /// Returns the broken promises, in the order in which they broke.
    public List<String> broken() {
        return List.copyOf(broken);
    }

    @Override
    public String toString() {
        return broken.toString();
    }
}
