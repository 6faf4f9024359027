package gregor.graduate;

import module java.base;

/// What a cluster has to carry.
///
/// @param events    that are written a second, on average
/// @param bytes     of an event, with its key and headers, before compression
/// @param ratio     of the compressed size to the uncompressed one: 1 without compression
/// @param peak      how many times the average the busiest minutes bring
/// @param retention how long an event stays
/// @param replicas  of each partition, the leader among them
/// @param readers   how many times each event is read by clients, followers not among them
public record Workload(double events, double bytes, double ratio, double peak, Duration retention, int replicas,
        double readers) {
    /// Events without compression and peaks, which stay for a week, have three replicas and are read once.
    public static Workload of(double events, double bytes) {
        return new Workload(events, bytes, 1, 1, Duration.ofDays(7), 3, 1);
    }

    /// The same with another ratio of compression.
    public Workload compressedTo(double other) {
        return new Workload(events, bytes, other, peak, retention, replicas, readers);
    }

    /// The same with another peak.
    public Workload withPeak(double other) {
        return new Workload(events, bytes, ratio, other, retention, replicas, readers);
    }

    /// The same with another retention.
    public Workload keptFor(Duration other) {
        return new Workload(events, bytes, ratio, peak, other, replicas, readers);
    }

    /// The same with another number of replicas.
    public Workload withReplicas(int other) {
        return new Workload(events, bytes, ratio, peak, retention, other, readers);
    }

    /// The same with another number of readers.
    public Workload readBy(double other) {
        return new Workload(events, bytes, ratio, peak, retention, replicas, other);
    }

    /// Returns the bytes that producers send in a second, on average.
    public double bytesPerSecond() {
        return events * bytes * ratio;
    }
}
