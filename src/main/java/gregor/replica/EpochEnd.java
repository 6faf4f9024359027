package gregor.replica;

/// The offset after the last event of a leader epoch in a log.
public record EpochEnd(int epoch, long end) {
    /// The answer of a log that does not know the epoch.
    public static final EpochEnd UNKNOWN = new EpochEnd(-1, -1);
}
