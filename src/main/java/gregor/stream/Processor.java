package gregor.stream;

/// A step of a program. What it remembers is in the stores of its [Context], so that one processor serves all
/// partitions.
@FunctionalInterface
interface Processor {
    /// Processes a record, and forwards what follows from it.
    void process(StreamRecord record, Context context);
}
