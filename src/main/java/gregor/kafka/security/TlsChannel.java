package gregor.kafka.security;

import module java.base;

import gregor.kafka.ChannelWrapper;
import gregor.kafka.StreamChannel;

/// Encrypts the bytes written to a socket and decrypts those read from it (TLS). One thread may read while another
/// writes.
///
/// A fetch from a file is copied through this process to be encrypted; on a plain socket it is not (zero copy).
public final class TlsChannel implements StreamChannel {
    private static final int CHUNK_BYTES = 1 << 14;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;

    private TlsChannel(SSLSocket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /// Returns a wrapper that encrypts the connections of a door with the key of a context.
    public static ChannelWrapper wrapper(SSLContext context) {
        return client -> over(client, context);
    }

    /// Wraps a client's connection. The handshake happens at the first read or write.
    private static TlsChannel over(SocketChannel client, SSLContext context) throws IOException {
        Socket plain = client.socket();
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false);
        socket.setUseClientMode(false);
        return new TlsChannel(socket);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (!to.hasRemaining()) {
            return 0;
        }
        if (to.hasArray()) {
            int count = in.read(to.array(), to.arrayOffset() + to.position(), to.remaining());
            to.position(to.position() + Math.max(0, count));
            return count;
        }
        byte[] chunk = new byte[Math.min(CHUNK_BYTES, to.remaining())];
        int count = in.read(chunk);
        to.put(chunk, 0, Math.max(0, count));
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int count = from.remaining();
        if (from.hasArray()) {
            out.write(from.array(), from.arrayOffset() + from.position(), count);
            from.position(from.limit());
        } else {
            byte[] chunk = new byte[Math.min(CHUNK_BYTES, count)];
            while (from.hasRemaining()) {
                int length = Math.min(chunk.length, from.remaining());
                from.get(chunk, 0, length);
                out.write(chunk, 0, length);
            }
        }
        return count;
    }

    @Override
    public Socket socket() {
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
