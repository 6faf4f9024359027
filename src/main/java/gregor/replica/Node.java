package gregor.replica;

/// A participant of a [Cluster]: the controller, a broker or a client.
interface Node {
    /// Processes a message.
    ///
    /// @param from the number of the node that has sent it
    void receive(int from, Message message);
}
