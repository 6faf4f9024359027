package gregor.cli.broker;

import gregor.cli.console.StopSignal;

/// Another server that `produce` and `consume` can talk to instead of a broker, by options of its own. It has messages
/// in topics, and no keys, headers, partitions or groups.
public interface MessageServer {
    /// Whether the options name a server.
    boolean isWanted();

    /// Sends each event's value as a message, and returns their number.
    long produce(String topic, EventInput events);

    /// Prints messages, a line each, until it is stopped or has printed `max`.
    void consume(String topic, StopSignal stop, long max);
}
