package gregor.judge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A connection to a broker. It waits for no answer longer than it was told.
final class Link implements AutoCloseable {
    /// A broker may answer a fetch with a megabyte, and the judge asks for no more.
    private static final int MAX_BYTES = 64 << 20;
    /// Ids that no broker gives back by chance.
    private static final int FIRST_ID = 1_700_000_003;
    private static final int ID_STEP = 7919;

    private final Socket socket = new Socket();
    private final Duration timeout;
    private final Offer offer;
    private int nextId = FIRST_ID;

    private Link(Duration timeout, Offer offer) {
        this.timeout = timeout;
        this.offer = offer;
    }

    /// Connects.
    static Link to(InetSocketAddress address, Duration timeout, Offer offer) throws IOException {
        var link = new Link(timeout, offer);
        try {
            link.socket.setTcpNoDelay(true);
            link.socket.connect(address, (int) timeout.toMillis());
            return link;
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    /// Sends a request and waits for its answer.
    Response ask(Request request) throws IOException {
        return receive(request, send(request));
    }

    /// Sends a request; returns the correlation id that its answer must have.
    int send(Request request) throws IOException {
        offer.mustHave(request);
        int id = nextId();
        raw(request.frame(id), request);
        return id;
    }

    /// An id for one more request.
    int nextId() {
        nextId += ID_STEP;
        return nextId;
    }

    /// Sends bytes, whatever they are.
    void raw(byte[] bytes, Request of) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw Fault.of("a connection that stays open", "that the broker has closed it", of);
        }
    }

    /// Says that nothing more will be sent.
    void half() throws IOException {
        socket.shutdownOutput();
    }

    /// Waits for the answer to a request.
    Response receive(Request request, int id) throws IOException {
        return new Response(request, receiveBytes(request, id));
    }

    /// Waits for the answer to a request: all its bytes, the size first.
    byte[] receiveBytes(Request request, int id) throws IOException {
        byte[] size = read(4, request, "four bytes for the size of an answer to " + request);
        int length = ByteBuffer.wrap(size).getInt();
        if (length < 4 || length > MAX_BYTES) {
            throw Fault.of("the size of an answer, which has four bytes at least for its correlation id",
                    "" + length, request,
                    new Excerpt(size, 0, 4, "size"));
        }
        byte[] rest = read(length, request, "as many bytes as the size says, " + length);
        byte[] all = ByteBuffer.allocate(4 + length).put(size).put(rest).array();
        int actual = ByteBuffer.wrap(rest).getInt();
        if (actual != id) {
            throw Fault.of("correlation id " + id + ", that of the request", "" + actual, request,
                    new Excerpt(all, 4, 8, "correlation id"));
        }
        return all;
    }

    private byte[] read(int count, Request request, String what) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        var read = new ByteArrayOutputStream();
        byte[] some = new byte[Math.min(count, 1 << 16)];
        while (read.size() < count) {
            String end;
            try {
                socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                int got = socket.getInputStream().read(some, 0, Math.min(some.length, count - read.size()));
                if (got > 0) {
                    read.write(some, 0, got);
                    continue;
                }
                end = "the broker has closed the connection";
            } catch (SocketTimeoutException e) {
                end = "nothing more came for " + timeout.toMillis() + " ms";
            } catch (IOException e) {
                end = "the connection has broken";
            }
            Excerpt bytes = read.size() == 0
                    ? null : new Excerpt(read.toByteArray(), read.size(), read.size(), "the rest");
            throw Fault.of(what, (read.size() == 0 ? "none" : read.size() + " of them") + ": " + end, request, bytes);
        }
        return read.toByteArray();
    }

    /// Waits for the broker to close the connection, and returns what it said before; empty if it did not close it.
    Optional<byte[]> last(Duration patience) throws IOException {
        var said = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 12];
        socket.setSoTimeout((int) patience.toMillis());
        try {
            for (int got = socket.getInputStream().read(some); got >= 0; got = socket.getInputStream().read(some)) {
                said.writeBytes(Arrays.copyOf(some, got));
            }
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            // reset: closed too
        }
        return Optional.of(said.toByteArray());
    }

    /// Never fails: what could be lost by it is lost already.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is as good as closed
        }
    }
}
