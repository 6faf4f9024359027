package gregor.list;

import module java.base;

/// A producer or consumer of a log, as a [Picture] draws it.
public interface Client {
    String name();

    /// Returns the offset that it reads next; empty for a producer.
    OptionalLong readPosition();
}
