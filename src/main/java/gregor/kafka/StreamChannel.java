package gregor.kafka;

import module java.base;

/// A channel over the streams of a socket, whose bytes only that socket can read: they are encrypted, for example.
public interface StreamChannel extends ByteChannel {
    /// The socket.
    Socket socket();
}
