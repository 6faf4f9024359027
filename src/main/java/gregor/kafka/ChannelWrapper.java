package gregor.kafka;

import module java.base;

/// Encrypts connections.
@FunctionalInterface
public interface ChannelWrapper {
    /// Returns a channel that reads and writes plain bytes over an accepted connection. It must not wait for the
    /// client.
    ByteChannel wrap(SocketChannel client) throws IOException;
}
