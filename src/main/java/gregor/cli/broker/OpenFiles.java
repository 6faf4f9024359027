package gregor.cli.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// How many files this process may have open, and has. A connection is a file too. If clients could take all of them,
/// no log could begin a segment any more, and a door that cannot take anybody in may close for good.
///
/// @param most how many there may be; [Long#MAX_VALUE] if the system does not say
/// @param now  how many there are
record OpenFiles(long most, long now) {
    private static final int OF_EACH_DOOR = 8;
    /// The lock of a partition and its last segment.
    private static final int OF_EACH_PARTITION = 2;
    private static final int FEWEST_PARTITIONS = 20;
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN = Path.of("/proc/self/fd");

    /// Looks, where Linux says it.
    static OpenFiles look() {
        try (Stream<String> limits = Files.lines(LIMITS); Stream<Path> open = Files.list(OPEN)) {
            long most = limits.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[3]).filter(word -> word.matches("\\d+"))
                    .mapToLong(Long::parseLong).findFirst().orElse(Long.MAX_VALUE);
            return new OpenFiles(most, open.count());
        } catch (IOException e) {
            return new OpenFiles(Long.MAX_VALUE, 0);
        }
    }

    /// How many clients a door lets in at most, if it wants to let in so many. A client may take two files, a socket
    /// and a segment, and there are three doors; a quarter of what is left stays with the logs.
    int room(int wanted) {
        return Math.clamp((most - now) / OF_EACH_DOOR, 1, wanted);
    }

    /// Returns how many partitions there can be, of `wanted`, if half of the files are for them.
    int partitions(int wanted) {
        return Math.clamp(most / 2 / OF_EACH_PARTITION, FEWEST_PARTITIONS, Math.max(FEWEST_PARTITIONS, wanted));
    }

    /// Checks that some partitions can all be open.
    ///
    /// @throws CommandException if this process may open too few files
    void checkPartitions(int count) {
        if (count > FEWEST_PARTITIONS && (long) OF_EACH_PARTITION * count > most / 4 * 3) {
            throw new CommandException(count + " partitions need " + OF_EACH_PARTITION + " open files each, and "
                    + "this process may open " + most + ", for clients too; raise that with ulimit -n "
                    + 2L * OF_EACH_PARTITION * count);
        }
    }
}
