package gregor.judge;

import module java.base;

/// A connection to a broker that sends and receives frames as bytes. No read takes longer than the timeout.
final class BrokerSocket implements AutoCloseable {
    /// Enough for any response to the judge, which fetches at most 1 MB at a time.
    private static final int MAX_BYTES = 2 << 20;

    private final Socket socket = new Socket();
    private final Duration timeout;

    private BrokerSocket(Duration timeout) {
        this.timeout = timeout;
    }

    /// @param timeout for the connection and for each response
    static BrokerSocket connect(InetSocketAddress address, Duration timeout) throws IOException {
        var connected = new BrokerSocket(timeout);
        try {
            connected.socket.setTcpNoDelay(true);
            connected.socket.connect(address, (int) timeout.toMillis());
            return connected;
        } catch (IOException e) {
            connected.close();
            throw e;
        }
    }

    void send(RawRequest request) {
        send(request.frame(), request);
    }

    /// @throws StageFailure if the connection is closed
    void send(byte[] bytes, RawRequest request) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw StageFailure.of("a connection that stays open", "a connection that the broker has closed", request,
                    null);
        }
    }

    /// Closes the sending direction; responses can still be received.
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Waits for the response to a request, and checks its size and its correlation id.
    ///
    /// @return the size, the header and the body
    byte[] receive(RawRequest request) {
        byte[] size = read(Integer.BYTES, request, "four bytes for the size of an answer to " + request);
        int length = ByteBuffer.wrap(size).getInt();
        if (length < Integer.BYTES || length > MAX_BYTES) {
            throw StageFailure.of("an answer of 4 bytes (its correlation id) to " + MAX_BYTES + " bytes", "" + length,
                    request, new HexDump(size, 0, 4, "size"));
        }
        byte[] rest = read(length, request, length + " bytes, as the size says");
        byte[] frame = ByteBuffer.allocate(Integer.BYTES + length).put(size).put(rest).array();
        int id = ByteBuffer.wrap(rest).getInt();
        if (id != request.correlationId()) {
            throw StageFailure.of("correlation id " + request.correlationId() + ", that of the request", "" + id,
                    request, new HexDump(frame, 4, 8, "correlation id"));
        }
        return frame;
    }

    private byte[] read(int count, RawRequest request, String what) {
        long deadline = System.nanoTime() + timeout.toNanos();
        var read = new ByteArrayOutputStream();
        byte[] buffer = new byte[Math.min(count, 1 << 16)];
        try {
            while (read.size() < count) {
                socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                int got = socket.getInputStream().read(buffer, 0, Math.min(buffer.length, count - read.size()));
                if (got < 0) {
                    throw incomplete(what, read.toByteArray(), "the broker has closed the connection", request);
                }
                read.write(buffer, 0, got);
            }
            return read.toByteArray();
        } catch (SocketTimeoutException e) {
            throw incomplete(what, read.toByteArray(), "nothing more came for " + timeout.toMillis() + " ms", request);
        } catch (IOException e) {
            throw incomplete(what, read.toByteArray(), "the connection was reset", request);
        }
    }

    private static StageFailure incomplete(String expected, byte[] read, String reason, RawRequest request) {
        return read.length == 0
                ? StageFailure.of(expected, "none: " + reason, request, null)
                : StageFailure.of(expected, read.length + " of them: " + reason, request,
                        new HexDump(read, read.length, read.length, "the rest"));
    }

    /// Whether the broker closes the connection before `patience` ends. Received bytes are dropped.
    boolean isClosedWithin(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    /// Closes the connection; errors are ignored, since nothing can be lost.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is as good as closed
        }
    }
}
