package gregor.replica;

import module java.base;

/// What a cluster promises, checked after each step. It remembers what clients have been told.
public final class Invariants {
    private final Cluster cluster;
    private final Map<Integer, Integer> leaders = new TreeMap<>();
    private final SortedMap<Long, String> acknowledged = new TreeMap<>();
    private final SortedMap<Long, String> read = new TreeMap<>();
    private final Set<Integer> lostDisks = new TreeSet<>();
    private final Set<String> broken = new LinkedHashSet<>();
    private int highestEpoch;

    Invariants(Cluster cluster) {
        this.cluster = cluster;
    }

    /// One leader an epoch.
    void leads(int epoch, int broker) {
        Integer other = leaders.putIfAbsent(epoch, broker);
        if (other != null && other != broker) {
            broken.add("two leaders in epoch " + epoch + ": brokers " + other + " and " + broker);
        }
    }

    void acknowledged(Acks acks, String text, long offset) {
        if (acks == Acks.ALL) {
            acknowledged.put(offset, text);
        }
    }

    /// Consumers read one history: an offset never has another event.
    void read(long offset, String text) {
        String before = read.putIfAbsent(offset, text);
        if (before != null && !before.equals(text)) {
            broken.add("offset " + offset + " was read as " + before + ", and then as " + text);
        }
    }

    void lostDisk(int broker) {
        lostDisks.add(broker);
    }

    /// Checks all promises.
    void check() {
        if (cluster.state().leaderEpoch() < highestEpoch) {
            broken.add("the leader epoch went from " + highestEpoch + " back to " + cluster.state().leaderEpoch());
        }
        highestEpoch = cluster.state().leaderEpoch();
        cluster.brokers().values().stream().filter(BrokerNode::isLeader)
                .filter(broker -> broker.state().leaderEpoch() == cluster.state().leaderEpoch())
                .forEach(this::checkLeader);
        checkPrefixes();
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

    /// Returns the disks that were lost.
    public Set<Integer> lostDisks() {
        return Collections.unmodifiableSet(lostDisks);
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
