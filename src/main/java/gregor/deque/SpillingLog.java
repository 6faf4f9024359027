package gregor.deque;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.ForwardingLog;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;

/// A log that archives events before it deletes them. After each append it deletes what its retention does not keep.
///
/// So every event is in the log or in the archive, for a moment in both, and never in neither.
/// One thread at a time may call it.
public final class SpillingLog extends ForwardingLog<Log> {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int MAX_CHUNKS = 32;

    private final Retention retention;
    private final EventArchive archive;
    private final InstantSource clock;
    private ArchiveException problem;

    public SpillingLog(Log log, Retention retention, EventArchive archive, InstantSource clock) {
        super(log);
        this.retention = retention;
        this.archive = archive;
        this.clock = clock;
    }

    /// Appends, then spills. A problem of the archive does not fail the append: see [#problem()].
    @Override
    public long append(Batch batch) {
        long offset = log.append(batch);
        spill();
        return offset;
    }

    /// Archives and deletes what the retention does not keep. If the archive fails, the events stay in the log,
    /// [#problem()] says why, and the next call tries again.
    public void spill() {
        try {
            deleteBefore(retention.firstRetainedOffset(log, clock.instant()));
            problem = null;
        } catch (ArchiveException e) {
            problem = e;
        }
    }

    /// Returns why the last attempt to spill failed; empty if it succeeded.
    public Optional<ArchiveException> problem() {
        return Optional.ofNullable(problem);
    }

    /// Archives the events before an offset in chunks, and deletes them when they are archived, even if the archive
    /// then fails. It deletes up to 32 chunks at once, since a deletion may be expensive.
    ///
    /// @throws ArchiveException          if the archive fails; what it has not archived stays in the log
    /// @throws OffsetOutOfRangeException if the offset lies after [#end()]
    @Override
    public void deleteBefore(long upTo) {
        OffsetOutOfRangeException.check(Math.max(upTo, log.start()), log);
        while (log.start() < upTo) {
            long archived = log.start();
            try {
                for (int chunk = 0; chunk < MAX_CHUNKS && archived < upTo; chunk++) {
                    archived = archive(archived, upTo);
                }
            } finally {
                log.deleteBefore(archived);
            }
        }
    }

    /// Archives a chunk, and returns the offset at which the next one begins.
    private long archive(long from, long upTo) {
        long next = from;
        var chunk = new ArrayList<Entry>();
        for (Batch batch : log.read(from, CHUNK_BYTES)) {
            for (Entry entry : batch) {
                if (from <= entry.offset() && entry.offset() < upTo) {
                    chunk.add(entry);
                }
            }
            next = batch.lastOffset() + 1;
        }
        archive.add(chunk);
        return next == from ? upTo : Math.min(next, upTo);
    }
}
