package gregor.judge;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A broker with one fault: a true one, and between it and its clients somebody who changes what they say.
class Liar implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 20;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final InetSocketAddress truth;

    Liar(InetSocketAddress truth) throws IOException {
        this.truth = truth;
    }

    Liar open() {
        threads.execute(this::accept);
        return this;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                take(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    /// Gives a connection its thread.
    void take(Runnable connection) {
        threads.execute(connection);
    }

    private void serve(Socket client) {
        try (client; var broker = new Socket(truth.getAddress(), truth.getPort())) {
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            talk(new DataInputStream(client.getInputStream()), client.getOutputStream(),
                    new DataInputStream(broker.getInputStream()),
                    broker.getOutputStream());
        } catch (IOException e) {
            // one of them has closed it
        }
    }

    /// One request after the other.
    void talk(DataInputStream client, OutputStream toClient, DataInputStream broker, OutputStream toBroker)
            throws IOException {
        while (true) {
            int size = client.readInt();
            if (size < 0 || size > MAX_BYTES) {
                tooLarge(client);
                return;
            }
            byte[] request = new byte[size];
            client.readFully(request);
            ByteBuffer sent = request(ByteBuffer.wrap(request));
            toBroker.write(frame(sent.array()));
            if (isAnswered(sent)) {
                byte[] response = new byte[broker.readInt()];
                broker.readFully(response);
                toClient.write(framed(sent, response(sent, response)));
            } else {
                toClient.write(instead(sent));
            }
        }
    }

    static byte[] frame(byte[] body) {
        return ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array();
    }

    static int key(ByteBuffer request) {
        return request.getShort(0);
    }

    static int version(ByteBuffer request) {
        return request.getShort(2);
    }

    private static boolean isAnswered(ByteBuffer request) {
        // Produce version 8: behind the header are the transactional id (null) and acks.
        return key(request) != Api.PRODUCE.key() || request.getShort(body(request) + 2) != 0;
    }

    /// Where the body of a request begins that is written the old way.
    static int body(ByteBuffer request) {
        return 8 + 2 + request.getShort(8);
    }

    /// What to do about a size that is too large; the connection is closed then.
    void tooLarge(DataInputStream client) throws IOException {}

    /// What goes to the broker.
    ByteBuffer request(ByteBuffer request) {
        return request;
    }

    /// What goes back: the correlation id and the body.
    byte[] response(ByteBuffer request, byte[] response) throws IOException {
        return response;
    }

    /// The same with its size.
    byte[] framed(ByteBuffer request, byte[] response) {
        return frame(response);
    }

    /// What goes back when there is no answer.
    byte[] instead(ByteBuffer request) {
        return new byte[0];
    }

    /// Replaces bytes by as many others, the first time that they occur.
    static byte[] replace(byte[] in, byte[] what, byte[] by) {
        byte[] changed = in.clone();
        for (int at = 0; at + what.length <= changed.length; at++) {
            if (java.util.Arrays.equals(changed, at, at + what.length, what, 0, what.length)) {
                System.arraycopy(by, 0, changed, at, by.length);
                return changed;
            }
        }
        return changed;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
