package gregor.deque;

import module java.base;

import gregor.list.Batch;
import gregor.list.Log;

/// Retains the events of the last days, today included; days begin at midnight UTC. Events expire in the order of the log:
/// those after a retained batch are retained, too. A batch is as old as its newest event; one without timestamps is
/// retained.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
///
/// @param days 1 or more; 1 is today only
public record DayRetention(int days) implements Retention {
    @Override
    public long firstRetainedOffset(Log log, Instant now) {
        LocalDate first = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days - 1);
        long midnight = first.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        long offset = log.start();
        for (Batch batch : log.read(offset, Integer.MAX_VALUE)) {
            if (batch.maxTimestamp() < 0 || batch.maxTimestamp() >= midnight) {
                return offset;
            }
            offset = batch.lastOffset() + 1;
        }
        return offset;
    }
}
