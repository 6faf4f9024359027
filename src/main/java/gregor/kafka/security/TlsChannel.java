package gregor.kafka.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A socket that nobody can listen to: what is written to it is encrypted, what is read has been. One thread may read
/// while another writes.
///
/// What a file holds must be encrypted before it goes out. So the bytes of a fetch come through this process here, and
/// do not on a plain socket.
public final class TlsChannel implements ByteChannel {
    private static final int CHUNK_BYTES = 1 << 14;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;

    private TlsChannel(SSLSocket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /// Knows the key and the certificate that a door shows.
    ///
    /// @throws IllegalArgumentException if the store has none, or the password opens none
    public static SSLContext context(KeyStore store, char[] password) {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key store does not give its key (" + e.getMessage()
                    + "); is the password right?", e);
        }
    }

    /// Wraps the connection of a client. They shake hands when somebody reads or writes first.
    public static TlsChannel over(SocketChannel client, SSLContext context) throws IOException {
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
        byte[] piece = new byte[Math.min(CHUNK_BYTES, to.remaining())];
        int count = in.read(piece);
        to.put(piece, 0, Math.max(0, count));
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int count = from.remaining();
        if (from.hasArray()) {
            out.write(from.array(), from.arrayOffset() + from.position(), count);
            from.position(from.limit());
        } else {
            byte[] piece = new byte[Math.min(CHUNK_BYTES, count)];
            while (from.hasRemaining()) {
                int length = Math.min(piece.length, from.remaining());
                from.get(piece, 0, length);
                out.write(piece, 0, length);
            }
        }
        return count;
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
