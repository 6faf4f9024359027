package gregor.kafka;

import module java.base;

/// Reads from a socket what has arrived, and returns 0 if nothing has; it waits for 1 ms.
///
/// @param socket no other thread reads from it meanwhile
record SocketPoll(Socket socket) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer to) throws IOException {
        socket.setSoTimeout(1);
        try {
            return read(socket.getInputStream(), to);
        } catch (SocketTimeoutException e) {
            return 0;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /// Reads what has arrived, at least a byte, into a buffer with an array; -1 at the end of the stream.
    static int read(InputStream from, ByteBuffer to) throws IOException {
        int count = from.read(to.array(), to.arrayOffset() + to.position(), to.remaining());
        to.position(to.position() + Math.max(0, count));
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
