package gregor.kafka;

import module java.base;

/// Encrypts the bytes written to a socket and decrypts those read from it (TLS). One thread may read while another
/// writes.
///
/// A fetch from a file is copied through this process to be encrypted; on a plain socket it is not (zero copy).
final class TlsChannel implements ByteChannel {
    private final SSLSocket socket;
    private final InputStream in;
    private final WritableByteChannel out;

    private TlsChannel(SSLSocket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = Channels.newChannel(socket.getOutputStream());
    }

    /// Wraps a client's connection. The handshake happens at the first read or write.
    static TlsChannel over(SocketChannel client, SSLContext context) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(client.socket(), null, false);
        socket.setUseClientMode(false);
        return new TlsChannel(socket);
    }

    /// Reads into a buffer with an array.
    @Override
    public int read(ByteBuffer to) throws IOException {
        if (!to.hasRemaining()) {
            return 0;
        }
        return SocketPoll.read(in, to);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return out.write(from);
    }

    /// The socket, whose bytes only this channel can read.
    Socket socket() {
        return socket;
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
