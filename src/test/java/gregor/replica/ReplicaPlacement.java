package gregor.replica;

import module java.base;

/// Assigns the replicas of a new topic to brokers.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public final class ReplicaPlacement {
    private ReplicaPlacement() {}

    /// Returns the brokers of each partition, the preferred leader first.
    ///
    /// - The replicas of a partition are on different brokers.
    /// - The numbers of partitions that two brokers lead differ by at most 1.
    /// - If all brokers lead the same number, all have the same number of replicas.
    /// - When a broker fails, the second replicas of its partitions lead. They are spread over the other brokers: their
    ///   numbers differ by at most 1.
    ///
    /// @param brokers    different numbers, in any order
    /// @param partitions 1 or more
    /// @param factor     the number of replicas of each partition
    /// @throws IllegalArgumentException if the factor is less than 1 or more than the number of brokers
    public static List<List<Integer>> of(List<Integer> brokers, int partitions, int factor) {
        if (factor < 1 || factor > brokers.size()) {
            throw new IllegalArgumentException(
                    "the replication factor must be 1 to " + brokers.size() + ", not " + factor);
        }
        var placement = new ArrayList<List<Integer>>();
        for (int partition = 0; partition < partitions; partition++) {
            placement.add(replicas(brokers, partition, factor));
        }
        return placement;
    }

    private static List<Integer> replicas(List<Integer> brokers, int partition, int factor) {
        int count = brokers.size();
        int round = partition / count;
        var replicas = new ArrayList<>(List.of(brokers.get(partition % count)));
        for (int i = 0; i < factor - 1; i++) {
            int distance = 1 + (round + i) % (count - 1);
            replicas.add(brokers.get((partition + distance) % count));
        }
        return replicas;
    }
}
