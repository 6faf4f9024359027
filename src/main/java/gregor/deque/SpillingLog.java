package gregor.deque;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.ForwardingLog;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/// A log around a log: after each append it lets leave what its retention no longer keeps, and nothing leaves
/// before the archive has it.
///
/// So an event is in the log, or in the archive, or for a moment in both; never in neither.
/// One thread at a time may call it.
public final class SpillingLog extends ForwardingLog<Log> {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int MAX_CHUNKS = 32;

    private final Retention retention;
    private final CsvArchive archive;
    private final InstantSource clock;
    private ArchiveException problem;

    /// Puts itself around a log.
    public SpillingLog(Log log, Retention retention, CsvArchive archive, InstantSource clock) {
        super(log);
        this.retention = retention;
        this.archive = archive;
        this.clock = clock;
    }

    /// Appends, then spills. That the archive has a problem does not fail the append: see [#problem()].
    @Override
    public long append(Batch batch) {
        long offset = log.append(batch);
        spill();
        return offset;
    }

    /// Lets leave what the retention no longer keeps. If the archive cannot take it, it stays, [#problem()] says
    /// why, and the next call tries again.
    public void spill() {
        try {
            deleteBefore(retention.firstRetainedOffset(log, clock.instant()));
            problem = null;
        } catch (ArchiveException e) {
            problem = e;
        }
    }

    /// Says why the last attempt to spill failed; empty if it did not.
    public Optional<ArchiveException> problem() {
        return Optional.ofNullable(problem);
    }

    /// Archives everything before an offset, piece by piece, and forgets it once the archive has it: many pieces at a
    /// time, since a log may have much to do to forget.
    ///
    /// @throws ArchiveException          if the archive cannot take it; what it did not take stays in the log
    /// @throws OffsetOutOfRangeException if the offset lies after [#end()]
    @Override
    public void deleteBefore(long upTo) {
        OffsetOutOfRangeException.check(Math.max(upTo, log.start()), log);
        while (log.start() < upTo) {
            long archived = log.start();
            try {
                for (int piece = 0; piece < MAX_CHUNKS && archived < upTo; piece++) {
                    archived = archive(archived, upTo);
                }
            } finally {
                log.deleteBefore(archived);
            }
        }
    }

    /// Archives a piece, and returns where the next one begins.
    private long archive(long from, long upTo) {
        long next = from;
        var leaving = new ArrayList<Entry>();
        for (Batch batch : log.read(from, CHUNK_BYTES)) {
            for (Entry entry : batch) {
                if (from <= entry.offset() && entry.offset() < upTo) {
                    leaving.add(entry);
                }
            }
            next = batch.lastOffset() + 1;
        }
        archive.add(leaving);
        return next == from ? upTo : Math.min(next, upTo);
    }
}
