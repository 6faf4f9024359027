package gregor.kafka;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/// Encrypts connections.
@FunctionalInterface
public interface ChannelWrapper {
    /// Returns a channel that reads and writes plain bytes over an accepted connection. It must not wait for the
    /// client.
    ByteChannel wrap(SocketChannel client) throws IOException;
}
