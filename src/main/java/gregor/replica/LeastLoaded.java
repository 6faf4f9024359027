package gregor.replica;

import module java.base;

/// The broker that a client asks who leads: the next one that owes it no response, as Kafka's `leastLoadedNode`.
final class LeastLoaded {
    private final SortedSet<Integer> silent = new TreeSet<>();
    private int last;

    /// Notes a request to a broker, or a connection that the broker has closed.
    void isSilent(int broker) {
        silent.add(broker);
    }

    /// Notes a response.
    void hasAnswered(int broker) {
        silent.remove(broker);
    }

    /// Chooses a broker; all in turn if each owes a response.
    int next(int brokers) {
        last = IntStream.rangeClosed(last + 1, last + brokers).map(broker -> (broker - 1) % brokers + 1)
                .filter(broker -> !silent.contains(broker)).findFirst().orElse(last % brokers + 1);
        silent.add(last);
        return last;
    }

    @Override
    public String toString() {
        return last + "" + silent;
    }
}
