package gregor.replica;

import module java.base;

import gregor.replica.Message.MetadataRequest;

/// The broker that a client asks who leads: the next one that owes it no response, as Kafka's `leastLoadedNode`.
final class LeastLoaded {
    /// Kafka: `retry.backoff.ms`.
    private static final Duration RETRY_BACKOFF = Duration.ofMillis(100);

    private final Cluster cluster;
    private final int client;
    private long askAgainAt;
    private final SortedSet<Integer> silent = new TreeSet<>();
    private int last;

    LeastLoaded(Cluster cluster, int client) {
        this.cluster = cluster;
        this.client = client;
    }

    /// Asks who leads, unless the client has just asked.
    void ask() {
        if (!cluster.hasTimers() || cluster.nanos() >= askAgainAt) {
            askAgainAt = cluster.nanos() + RETRY_BACKOFF.toNanos();
            cluster.send(client, next(cluster.brokers().size()), new MetadataRequest());
        }
    }

    /// Notes a request to a broker, or a connection that the broker has closed.
    void isSilent(int broker) {
        silent.add(broker);
    }

    /// Notes a response.
    void hasAnswered(int broker) {
        silent.remove(broker);
    }

    /// Chooses a broker; all in turn if each owes a response.
    private int next(int brokers) {
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
