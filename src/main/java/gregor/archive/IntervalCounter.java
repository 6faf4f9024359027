package gregor.archive;

import module java.base;

import gregor.archive.ArchiveSummary.Count;
import gregor.archive.ArchiveSummary.Intervals;

/// Counts intervals that are added in ascending order.
final class IntervalCounter {
    private static final Duration[] STEPS = {Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10),
            Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(3), Duration.ofMinutes(10),
            Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(3), Duration.ofHours(12), Duration.ofDays(1),
            Duration.ofMillis(Long.MAX_VALUE)};
    private static final List<String> NAMES = List.of("1 s", "3 s", "10 s", "30 s", "1 min", "3 min", "10 min",
            "30 min", "1 h", "3 h", "12 h", "1 day", "longer");

    private final long total;
    private final long[] spread = new long[STEPS.length];
    private long added;
    private long median;
    private long most;
    private long longest;
    private int step;

    IntervalCounter(long total) {
        this.total = total;
    }

    void add(long millis, long times) {
        while (millis > STEPS[step].toMillis()) {
            step++;
        }
        spread[step] += times;
        median = added < (total + 1) / 2 ? millis : median;
        most = added < Math.ceilDiv(total * 95, 100L) ? millis : most;
        longest = millis;
        added += times;
    }

    Intervals intervals() {
        var counts = new ArrayList<Count>();
        for (int i = 0; i < spread.length; i++) {
            counts.add(new Count(NAMES.get(i), spread[i]));
        }
        return new Intervals(Duration.ofMillis(median), Duration.ofMillis(most), Duration.ofMillis(longest),
                List.copyOf(counts));
    }
}
