package gregor.cli.broker;

import gregor.broker.Broker;
import java.util.List;

/// A way into a running broker for others: the command `broker` opens the doors that its options ask for when all logs
/// are open, and closes them before the broker.
interface Door extends AutoCloseable {
    /// What it is called, such as `http`.
    String name();

    /// Opens it.
    ///
    /// @throws CommandException if that cannot be, such as at an address that is taken
    void start(Broker broker);

    /// Where it is, once it is open, such as `http://127.0.0.1:8080`.
    String address();

    /// What one can paste to come in by it, a line each, once it is open.
    default List<String> hints() {
        return List.of();
    }

    /// Lets nobody in any more, and returns when nobody is inside.
    @Override
    void close();
}
