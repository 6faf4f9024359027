package gregor.compact;

import module java.base;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.Log;

/// Compacts a log: it retains the latest event of each key, with its offset. Kafka: the log cleaner.
///
/// ```
/// start             clean point         head                 end
///   | clean: the tail   | dirty             | not compacted yet  |
/// ```
///
/// A compaction reads the dirty part into a map of the latest offset of each key, then rewrites the log from its start
/// without the superseded events. If there are too many keys for the map, it does so in several cleanings, each of
/// which moves the clean point. A cleaning changes the log atomically at its end; until then readers see the old
/// events.
///
/// The head begins with the first event that is newer than `minLag` allows, or else with the last batch.
///
/// One thread at a time may call it. Between two batches, other threads may append to the log, read it and delete its
/// start; only one compactor may compact a log.
public final class Compactor {
    private final Log log;
    private final CompactionSettings compaction;
    private final InstantSource clock;
    private final List<CleanerCheckpoint> points;

    /// Makes a compactor for a log that was never compacted.
    public Compactor(Log log, CompactionSettings compaction, InstantSource clock) {
        this(log, compaction, clock, List.of());
    }

    /// Makes a compactor that continues where another one stopped.
    ///
    /// @param cleanPoints the [#cleanPoints()] of that one; without them, tombstones are only retained longer
    /// @throws IllegalArgumentException if they do not ascend, or are past the end of the log
    public Compactor(Log log, CompactionSettings compaction, InstantSource clock, List<CleanerCheckpoint> cleanPoints) {
        long before = 0;
        for (CleanerCheckpoint point : cleanPoints) {
            if (point.offset() < before || point.offset() > log.end()) {
                throw new IllegalArgumentException("clean point " + point.offset() + " is not between " + before
                        + " and " + log.end() + ", so it belongs to another log; start without clean points");
            }
            before = point.offset();
        }
        this.log = log;
        this.compaction = compaction;
        this.clock = clock;
        points = new ArrayList<>(cleanPoints);
    }

    /// Returns what a new compactor needs to continue: a clean point for each cleaning during the last
    /// [CompactionSettings#deleteRetention()], and an older one.
    public List<CleanerCheckpoint> cleanPoints() {
        return List.copyOf(points);
    }

    /// Returns the offset up to which the log is clean. Kafka: the cleaner checkpoint, or first dirty offset.
    public long cleanPoint() {
        return points.isEmpty() ? log.start() : Math.max(log.start(), points.getLast().offset());
    }

    /// Returns the offset at which the head begins, which a compaction would not change now.
    public long head() {
        long head = cleanPoint();
        for (Batch batch : BatchIterator.over(log, head, log.end())) {
            head = Math.max(head, batch.baseOffset());
            if (isTooNew(batch)) {
                break;
            }
        }
        return head;
    }

    /// Whether a batch is newer than `minLag` allows. A batch without timestamps is not.
    private boolean isTooNew(Batch batch) {
        return compaction.minLag().isPositive() && batch.maxTimestamp() != Event.NO_TIMESTAMP
                && age(Instant.ofEpochMilli(batch.maxTimestamp())).compareTo(compaction.minLag()) < 0;
    }

    private Duration age(Instant time) {
        return Duration.between(time, clock.instant());
    }

    /// Returns the dirty part of the bytes before the head, 0 to 1.
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

    /// Whether the log [#isOverdue()], or its dirty ratio exceeds [CompactionSettings#minDirtyRatio()].
    public boolean isDue() {
        return isOverdue() || dirtyRatio() > compaction.minDirtyRatio();
    }

    /// Whether the first dirty batch with a timestamp is older than [CompactionSettings#maxLag()] and could be
    /// compacted.
    public boolean isOverdue() {
        if (compaction.maxLag().equals(CompactionSettings.NO_MAX_LAG)) {
            return false;
        }
        for (Batch batch : BatchIterator.over(log, cleanPoint(), log.end())) {
            if (batch.maxTimestamp() != Event.NO_TIMESTAMP) {
                return batch.lastOffset() + 1 < log.end()
                        && age(Instant.ofEpochMilli(batch.maxTimestamp())).compareTo(compaction.maxLag()) > 0;
            }
        }
        return false;
    }

    /// Compacts the log, whether that is due or not.
    public void compact() {
        compact(() -> true);
    }

    /// Compacts the log until a condition stops it. Finished cleanings remain; an unfinished one changes nothing.
    ///
    /// @param proceed evaluated before each batch; false stops the compaction
    /// @return whether the compaction has finished
    public boolean compact(BooleanSupplier proceed) {
        long head = head();
        do {
            if (!clean(head, proceed)) {
                return false;
            }
        } while (cleanPoint() < head);
        return true;
    }

    private boolean clean(long head, BooleanSupplier proceed) {
        long from = cleanPoint();
        var latest = new OffsetMap(compaction.maxKeys());
        for (Batch batch : BatchIterator.over(log, from, head)) {
            if (!proceed.getAsBoolean()) {
                return false;
            }
            long to = latest.put(batch, from);
            if (to <= batch.lastOffset()) {
                return rewrite(new CompactionFilter(latest, from, to, tombstonesFrom()), proceed);
            }
        }
        return rewrite(new CompactionFilter(latest, from, head, tombstonesFrom()), proceed);
    }

    private boolean rewrite(CompactionFilter filter, BooleanSupplier proceed) {
        var survivors = new ArrayList<Batch>();
        long end = log.start();
        for (Batch batch : BatchIterator.over(log, log.start(), filter.end())) {
            if (!proceed.getAsBoolean()) {
                return false;
            }
            filter.filter(batch).ifPresent(survivors::add);
            end = batch.lastOffset() + 1;
        }
        if (filter.hasRemoved()) {
            survivors.removeIf(batch -> batch.lastOffset() < log.start());
            log.replace(Math.max(log.start(), end), survivors);
        }
        moveCleanPoint(filter.end());
        return true;
    }

    /// Adds a clean point with the current time, since the old events can be read until now, and removes those that are
    /// not needed any more.
    private void moveCleanPoint(long to) {
        while (points.size() > 1 && tombstoneExpired(points.get(0)) && tombstoneExpired(points.get(1))) {
            points.removeFirst();
        }
        if (to > cleanPoint()) {
            points.add(new CleanerCheckpoint(to, clock.instant()));
        }
    }

    /// Returns the offset before which tombstones have expired.
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
