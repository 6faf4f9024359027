package planted.kafka.consumer;

/// What the other depth should not know.
public interface Sibling {}
