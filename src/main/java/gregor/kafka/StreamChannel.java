package gregor.kafka;

import java.net.Socket;
import java.nio.channels.ByteChannel;

/// A channel over the streams of a socket, whose bytes only that socket can read: they are encrypted, for example.
public interface StreamChannel extends ByteChannel {
    /// The socket.
    Socket socket();
}
