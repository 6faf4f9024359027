package gregor.judge;

import module java.base;

import org.apache.kafka.common.protocol.ApiKeys;

/// A broker with one fault: a proxy that changes the bytes between a real broker and its clients.
class FaultyBroker implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 20;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final InetSocketAddress real;

    FaultyBroker(InetSocketAddress real) throws IOException {
        this.real = real;
    }

    FaultyBroker open() {
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

    /// Starts the thread of a connection.
    void take(Runnable connection) {
        threads.execute(connection);
    }

    private void serve(Socket client) {
        try (client; var broker = new Socket(real.getAddress(), real.getPort())) {
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            talk(new DataInputStream(client.getInputStream()), client.getOutputStream(),
                    new DataInputStream(broker.getInputStream()), broker.getOutputStream());
        } catch (IOException e) {
            // the client or the broker has closed it
        }
    }

    /// Forwards one request after another.
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
        return key(request) != ApiKeys.PRODUCE.id || request.getShort(body(request) + 2) != 0;
    }

    /// The offset of the body in a request without flexible encoding.
    static int body(ByteBuffer request) {
        return 8 + 2 + request.getShort(8);
    }

    /// Handles a size that is too large; the connection is closed afterwards.
    void tooLarge(DataInputStream client) throws IOException {}

    /// The request that is sent to the broker.
    ByteBuffer request(ByteBuffer request) {
        return request;
    }

    /// The response that is sent to the client: the correlation id and the body.
    byte[] response(ByteBuffer request, byte[] response) throws IOException {
        return response;
    }

    /// The response with its size.
    byte[] framed(ByteBuffer request, byte[] response) {
        return frame(response);
    }

    /// The bytes that are sent to the client after a request without a response.
    byte[] instead(ByteBuffer request) {
        return new byte[0];
    }

    /// Replaces the first occurrence of some bytes by as many others.
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
