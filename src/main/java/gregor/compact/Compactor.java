package gregor.compact;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Compacts a log: of each key, the latest event stays, at its own offset. Kafka: the log cleaner.
///
/// ```
/// start             clean point         head                 end
///   | clean: the tail   | dirty             | not to be touched  |
/// ```
///
/// A pass reads the dirty part and remembers the latest offset of each key, then goes over the log from its start
/// and leaves out what is superseded. If the keys are too many to remember, it does so in several rounds, and the
/// clean point moves with each. A round changes the log in one step, at its end; until then readers see the old one.
///
/// The head begins with the first event that is younger than the lag allows, or else with the last batch.
///
/// One thread at a time may call it. Between two batches others may append to the log, read it and let it forget;
/// only one compactor may work on a log.
public final class Compactor {
    private final Log log;
    private final CompactionSettings compaction;
    private final InstantSource clock;
    private final List<CleanerCheckpoint> points;

    /// Makes a compactor to which all of the log is dirty.
    public Compactor(Log log, CompactionSettings compaction, InstantSource clock) {
        this(log, compaction, clock, List.of());
    }

    /// Makes a compactor that goes on where another one stopped.
    ///
    /// @param cleanPoints what [#cleanPoints()] of that one said; with none, tombstones only stay longer
    /// @throws IllegalArgumentException if they do not ascend, or lie past the end of the log
    public Compactor(Log log, CompactionSettings compaction, InstantSource clock, List<CleanerCheckpoint> cleanPoints) {
        long before = 0;
        for (CleanerCheckpoint point : cleanPoints) {
            if (point.offset() < before || point.offset() > log.end()) {
                throw new IllegalArgumentException("clean point " + point.offset() + " does not lie between " + before
                        + " and " + log.end() + ": it is from another log; begin without clean points");
            }
            before = point.offset();
        }
        this.log = log;
        this.compaction = compaction;
        this.clock = clock;
        points = new ArrayList<>(cleanPoints);
    }

    /// What a new compactor needs to know to go on: one clean point for each round of the last
    /// [CompactionSettings#deleteRetention()], and one that is older.
    public List<CleanerCheckpoint> cleanPoints() {
        return List.copyOf(points);
    }

    /// The offset up to which the log is clean. Kafka: the cleaner checkpoint, or first dirty offset.
    public long cleanPoint() {
        return points.isEmpty() ? log.start() : Math.max(log.start(), points.getLast().offset());
    }

    /// The offset at which the head begins, which a pass would not touch now.
    public long head() {
        long head = cleanPoint();
        for (Batch batch : BatchIterator.over(log, head, log.end())) {
            head = Math.max(head, batch.baseOffset());
            if (isYoung(batch)) {
                break;
            }
        }
        return head;
    }

    /// Without a timestamp nothing is young.
    private boolean isYoung(Batch batch) {
        return compaction.minLag().isPositive() && batch.maxTimestamp() != Event.NO_TIMESTAMP
                && age(Instant.ofEpochMilli(batch.maxTimestamp())).compareTo(compaction.minLag()) < 0;
    }

    private Duration age(Instant time) {
        return Duration.between(time, clock.instant());
    }

    /// Which part of the bytes before the head is dirty, from 0 to 1.
    public double dirtyRatio() {
        long clean = 0;
        long dirty = 0;
        for (Batch batch : BatchIterator.over(log, log.start(), head())) {
            if (batch.lastOffset() < cleanPoint()) {
                clean += batch.sizeInBytes();
            } else {
                dirty += batch.sizeInBytes();
            }
        }
        return dirty == 0 ? 0 : (double) dirty / (clean + dirty);
    }

    /// Whether enough of the log is dirty to make a pass worth its while.
    public boolean isDue() {
        return dirtyRatio() > compaction.minDirtyRatio();
    }

    /// Makes a pass, due or not.
    public void compact() {
        compact(() -> true);
    }

    /// Makes a pass that can be interrupted. Rounds that are done stay done; the one that was not leaves no trace.
    ///
    /// @param goOn asked before each batch
    /// @return whether it came to its end
    public boolean compact(BooleanSupplier goOn) {
        long head = head();
        do {
            if (!round(head, goOn)) {
                return false;
            }
        } while (cleanPoint() < head);
        return true;
    }

    private boolean round(long head, BooleanSupplier goOn) {
        long from = cleanPoint();
        var latest = new OffsetMap(compaction.maxKeys());
        for (Batch batch : BatchIterator.over(log, from, head)) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
            long to = latest.put(batch, from);
            if (to <= batch.lastOffset()) {
                return rewrite(new CompactionFilter(latest, from, to, tombstonesFrom()), goOn);
            }
        }
        return rewrite(new CompactionFilter(latest, from, head, tombstonesFrom()), goOn);
    }

    private boolean rewrite(CompactionFilter sieve, BooleanSupplier goOn) {
        var survivors = new ArrayList<Batch>();
        long end = log.start();
        for (Batch batch : BatchIterator.over(log, log.start(), sieve.end())) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
            sieve.filter(batch).ifPresent(survivors::add);
            end = batch.lastOffset() + 1;
        }
        if (sieve.hasCaught()) {
            survivors.removeIf(batch -> batch.lastOffset() < log.start());
            log.replace(Math.max(log.start(), end), survivors);
        }
        moveCleanPoint(sieve.end());
        return true;
    }

    /// The time counts from now, when the old events can no longer be read, and not from when the round began.
    private void moveCleanPoint(long to) {
        while (points.size() > 1 && tombstoneExpired(points.get(0)) && tombstoneExpired(points.get(1))) {
            points.removeFirst();
        }
        if (to > cleanPoint()) {
            points.add(new CleanerCheckpoint(to, clock.instant()));
        }
    }

    /// Tombstones before this offset were cleaned by rounds that are long enough ago.
    private long tombstonesFrom() {
        long from = 0;
        for (CleanerCheckpoint point : points) {
            if (!tombstoneExpired(point)) {
                break;
            }
            from = point.offset();
        }
        return from;
    }

    private boolean tombstoneExpired(CleanerCheckpoint point) {
        return age(point.since()).compareTo(compaction.deleteRetention()) >= 0;
    }
}
