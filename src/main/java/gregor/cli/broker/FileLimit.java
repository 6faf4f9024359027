package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;

/// The open files of this process and their limit. A connection counts as a file: if clients could take all of them, no
/// log could start a segment, and a door could accept no connection.
///
/// @param max  [Long#MAX_VALUE] if the system does not report it
/// @param open the files that are open now
record FileLimit(long max, long open) {
    private static final int SHARE_OF_A_DOOR = 8;
    /// The lock file of a partition and its last segment.
    private static final int FILES_PER_PARTITION = 2;
    private static final int MIN_PARTITIONS = 20;
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN = Path.of("/proc/self/fd");

    /// Reads both from Linux.
    static FileLimit current() {
        try (Stream<String> limits = Files.lines(LIMITS); Stream<Path> open = Files.list(OPEN)) {
            long max = limits.filter(line -> line.startsWith("Max open files")).map(line -> line.split("\\s+")[3])
                    .filter(word -> word.matches("\\d+")).mapToLong(Long::parseLong).findFirst().orElse(Long.MAX_VALUE);
            return new FileLimit(max, open.count());
        } catch (IOException e) {
            return new FileLimit(Long.MAX_VALUE, 0);
        }
    }

    /// Limits the connections of a door, at most `wanted`. Each client may take two files, a socket and a segment, and
    /// there are three doors; a quarter of the rest is left for the logs.
    int connections(int wanted) {
        return Math.clamp((max - open) / SHARE_OF_A_DOOR, 1, wanted);
    }

    /// Limits the partitions of a broker, at most `wanted`, so that half of the files are enough for them.
    int partitions(int wanted) {
        return Math.clamp(max / 2 / FILES_PER_PARTITION, MIN_PARTITIONS, Math.max(MIN_PARTITIONS, wanted));
    }

    /// Checks that all of `count` partitions can be open at the same time.
    ///
    /// @throws CommandException if they need more than three quarters of the files
    void checkPartitions(int count) {
        if (count > MIN_PARTITIONS && (long) FILES_PER_PARTITION * count > max / 4 * 3) {
            throw new CommandException(count + " partitions need " + FILES_PER_PARTITION + " open files each, and "
                    + "this process may open " + max + ", which clients need too; raise the limit with ulimit -n "
                    + 2L * FILES_PER_PARTITION * count);
        }
    }
}
