package gregor.file;

import java.time.Duration;

/// Says how long what was written may wait until the disk must have it.
///
/// What was acknowledged survives the end of the process under each of them. What survives a power cut differs:
/// all of it, all but the last events, or whatever the system happened to have written.
///
/// @param events so many may wait (Kafka: `flush.messages`)
/// @param time   so long may they wait (Kafka: `flush.ms`); it is looked at when somebody appends, or asks
public record FsyncPolicy(long events, Duration time) {
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /// @throws IllegalArgumentException if the number of events is less than 1
    public FsyncPolicy {
        if (events < 1) {
            throw new IllegalArgumentException("force after 1 event or more, not after " + events);
        }
    }

    /// The system writes when it likes to. Kafka's own default.
    public static FsyncPolicy never() {
        return new FsyncPolicy(Long.MAX_VALUE, FOREVER);
    }

    /// An append returns when the disk has it.
    public static FsyncPolicy everyAppend() {
        return every(1);
    }

    /// The append that makes so many returns when the disk has them all.
    public static FsyncPolicy every(long events) {
        return new FsyncPolicy(events, FOREVER);
    }

    /// The first append after so long returns when the disk has everything until then.
    public static FsyncPolicy every(Duration time) {
        return new FsyncPolicy(Long.MAX_VALUE, time);
    }

    boolean isDue(long waiting, Duration waited) {
        return waiting >= events || waiting > 0 && waited.compareTo(time) >= 0;
    }
}
