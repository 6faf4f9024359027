package gregor.replica;

import module java.base;

/// What a cluster promises, checked after each step. It remembers what clients have been told.
public final class Invariants {
    private final Cluster cluster;
    private final Map<Integer, Integer> leaders = new TreeMap<>();
    private final SortedMap<Long, String> acknowledged = new TreeMap<>();
    private final SortedMap<Long, String> read = new TreeMap<>();
    private final Map<Integer, Grown> grown = new HashMap<>();
    private final Set<String> broken = new LinkedHashSet<>();
    private int highestEpoch;
    private long checked = -1;
    private long told;

    /// How far a leader's log was in an epoch.
    private record Grown(int epoch, long end, long highWatermark) {}

    Invariants(Cluster cluster) {
        this.cluster = cluster;
    }

    void acknowledged(Acks acks, String text, long offset) {
        if (acks == Acks.ALL) {
            told++;
            acknowledged.put(offset, text);
        }
    }

    /// Consumers read one history: an offset never has another event.
    void read(long offset, String text) {
        told++;
        String before = read.putIfAbsent(offset, text);
        if (before != null && !before.equals(text)) {
            broken.add("offset " + offset + " was read as " + before + ", and then as " + text);
        }
    }

    public void check() {
        long changes = told + cluster.state().version()
                + cluster.brokers().values().stream().mapToLong(BrokerNode::changes).sum();
        if (changes == checked) {
            return;
        }
        checked = changes;
        if (cluster.state().leaderEpoch() < highestEpoch) {
            broken.add("the leader epoch went from " + highestEpoch + " back to " + cluster.state().leaderEpoch());
        }
        highestEpoch = Math.max(highestEpoch, cluster.state().leaderEpoch());
        List<BrokerNode> leading = cluster.brokers().values().stream().filter(BrokerNode::isLeader).toList();
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
        var found = new HashSet<String>();
        texts.stream().filter(text -> !found.add(text) && cluster.sendsOnce(text))
                .forEach(text -> broken.add("event " + text + " is stored twice"));
        acknowledged.forEach((offset, text) -> {
            if (offset >= texts.size() || !texts.get(offset.intValue()).equals(text)) {
                broken.add("acknowledged event " + text + " at offset " + offset + " is lost");
            }
        });
        read.forEach((offset, text) -> {
            if (offset >= texts.size() || !texts.get(offset.intValue()).equals(text)) {
                broken.add("event " + text + " at offset " + offset + " was read, and is lost");
            }
        });
    }

    /// Two logs have the same events before both high watermarks.
    private void checkPrefixes() {
        List<BrokerNode> running = cluster.brokers().values().stream().filter(BrokerNode::isRunning).toList();
        for (BrokerNode one : running) {
            for (BrokerNode other : running.subList(running.indexOf(one) + 1, running.size())) {
                int common = (int) Math.min(one.replica().highWatermark(), other.replica().highWatermark());
                if (!one.replica().texts().subList(0, common).equals(other.replica().texts().subList(0, common))) {
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
