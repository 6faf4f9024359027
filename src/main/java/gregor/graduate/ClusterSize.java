package gregor.graduate;

import module java.base;

/// How many machines a [Workload] needs: disks, network and brokers.
///
/// @param storedBytes on the disks of all brokers, all replicas counted
/// @param bytesIn     that all brokers together receive in a second of the peak, from producers and from each other
/// @param bytesOut    that they send in such a second, to clients and to each other
/// @param brokers     as many as disks, network and replicas ask for
public record ClusterSize(double storedBytes, double bytesIn, double bytesOut, int brokers) {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    /// What one broker has, of which a part stays free.
    ///
    /// @param diskBytes of which 70 % are filled at most, because a disk that is full stops the broker
    /// @param network   bytes a second in each direction, of which 50 % are used at most, because a broker that returns
    ///                  copies what it has missed
    public record Machine(double diskBytes, double network) {
        private static final double DISK = 0.7;
        private static final double NETWORK = 0.5;

        double usableDisk() {
            return DISK * diskBytes;
        }

        double usableNetwork() {
            return NETWORK * network;
        }
    }

    /// Computes the size.
    ///
    /// A leader receives each event once; each follower and each reader gets it from there. The brokers are the fewest for
    /// which all of this holds:
    ///
    /// - There are at least as many brokers as replicas.
    /// - What is stored, all replicas of the average rate, fills the usable disks of all brokers at most.
    /// - In the peak, what is received and what is sent each fill the usable networks of all brokers at most; with several
    ///   replicas one broker may fail, so the networks of all but one are enough. The disk of a failed broker counts,
    ///   because Kafka does not move its replicas elsewhere.
    public static ClusterSize of(Workload load, Machine machine) {
        double average = load.bytesPerSecond();
        double peak = average * load.peak();
        double stored = average * load.retention().toSeconds() * load.replicas();
        double in = peak * load.replicas();
        double out = peak * (load.replicas() - 1 + load.readers());
        int spare = load.replicas() > 1 ? 1 : 0;
        double forDisk = Math.ceil(stored / machine.usableDisk());
        double forNetwork = Math.ceil(Math.max(in, out) / machine.usableNetwork()) + spare;
        return new ClusterSize(stored, in, out, (int) Math.max(load.replicas(), Math.max(forDisk, forNetwork)));
    }

    /// Returns the numbers with units of 1,000: `1.8 TB stored, 6.0 MB/s in, 8.0 MB/s out: 3 brokers`.
    @Override
    public String toString() {
        return text(storedBytes) + " stored, " + text(bytesIn) + "/s in, " + text(bytesOut) + "/s out: " + brokers
                + (brokers == 1 ? " broker" : " brokers");
    }

    private static String text(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
