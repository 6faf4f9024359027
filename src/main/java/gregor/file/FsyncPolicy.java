package gregor.file;

import module java.base;

/// The rule when written events must be forced to the disk.
///
/// Under every policy, acknowledged events survive the end of the process. The policy decides which of them survive a
/// power cut: all, all but the last ones, or those that the operating system happened to have written.
///
/// @param events the number of events at which a force is due (Kafka: `flush.messages`)
/// @param time   the time after the last force at which the next is due (Kafka: `flush.ms`); checked at each append and
///               by [FileLog#flushIfDue()]
public record FsyncPolicy(long events, Duration time) {
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /// @throws IllegalArgumentException if the number of events is less than 1
    public FsyncPolicy {
        if (events < 1) {
            throw new IllegalArgumentException("a force must be due after 1 event or more, not after " + events);
        }
    }

    /// Never forces; the operating system decides when to write. This is Kafka's default.
    public static FsyncPolicy never() {
        return new FsyncPolicy(Long.MAX_VALUE, FOREVER);
    }

    /// Forces every append before it returns.
    public static FsyncPolicy everyAppend() {
        return every(1);
    }

    /// Forces when a number of events has been appended, before the last of these appends returns.
    public static FsyncPolicy every(long events) {
        return new FsyncPolicy(events, FOREVER);
    }

    /// Forces at the first append after a time, before it returns.
    public static FsyncPolicy every(Duration time) {
        return new FsyncPolicy(Long.MAX_VALUE, time);
    }

    boolean isDue(long waiting, Duration waited) {
        return waiting >= events || waiting > 0 && waited.compareTo(time) >= 0;
    }
}
