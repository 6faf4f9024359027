package gregor.graduate;

import module java.base;

/// Moves replicas to a broker that is new in a cluster.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public final class BrokerAddition {
    private BrokerAddition() {}

    /// Returns the brokers of each partition after a broker was added.
    ///
    /// - The replicas of a partition stay on different brokers, and keep their order: the new broker takes the place of the
    ///   one that it relieves.
    /// - The new broker gets as many replicas as all brokers have on average, rounded down. Nothing else moves.
    /// - It relieves those that have most: if a broker has lost a replica, no other one of the old brokers has more than
    ///   one replica more than it.
    ///
    /// @param replicas the brokers of each partition, before; they are not changed
    /// @param brokers  the numbers of the old brokers; some of them may have no replica
    /// @param added    the number of the new one
    public static List<List<Integer>> of(List<List<Integer>> replicas, Set<Integer> brokers, int added) {
        var next = new ArrayList<List<Integer>>();
        replicas.forEach(each -> next.add(new ArrayList<>(each)));
        var counts = new TreeMap<Integer, Integer>();
        brokers.forEach(broker -> counts.put(broker, 0));
        next.forEach(each -> each.forEach(broker -> counts.merge(broker, 1, Integer::sum)));
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        for (int moved = 0; moved < total / (brokers.size() + 1); moved++) {
            int most = Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
            List<Integer> partition = next.stream().filter(each -> each.contains(most) && !each.contains(added))
                    .findFirst().orElseThrow();
            partition.set(partition.indexOf(most), added);
            counts.merge(most, -1, Integer::sum);
        }
        return next;
    }
}
