package gregor.list;

import java.util.OptionalLong;

/// Somebody who stands beside a log in its [Picture].
public interface Client {
    /// What to call it.
    String name();

    /// The offset that it reads next; empty for somebody who only writes.
    OptionalLong readPosition();
}
