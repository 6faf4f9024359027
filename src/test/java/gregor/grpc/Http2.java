package gregor.grpc;

import module java.base;

import gregor.list.Utf8;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;

/// An HTTP/2 client on a socket that ignores all limits of the server.
final class Http2 implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GOODBYE = 7;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder((name, value) -> true);
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /// Connects and sends the preface of HTTP/2.
    Http2(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write(Utf8.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        int length = payload.length;
        socket.getOutputStream()
                .write(new byte[]{(byte) (length >> 16), (byte) (length >> 8), (byte) length, (byte) type, (byte) flags,
                        (byte) (stream >> 24), (byte) (stream >> 16), (byte) (stream >> 8), (byte) stream});
        socket.getOutputStream().write(payload);
    }

    /// Returns the headers of a gRPC call.
    static Map<String, String> call(String method) {
        return new TreeMap<>(Map.of(":method", "POST", ":scheme", "http", ":path", method, ":authority", "localhost",
                "content-type", "application/grpc", "te", "trailers"));
    }

    /// Starts a call with the next odd stream number.
    void begin(int stream, Map<String, String> headers) throws IOException, Http2Exception {
        var all = new DefaultHttp2Headers(false);
        headers.forEach(all::add);
        ByteBuf bytes = Unpooled.buffer();
        encoder.encodeHeaders(stream, all, bytes);
        byte[] payload = new byte[bytes.readableBytes()];
        bytes.readBytes(payload);
        frame(HEADERS, 4, stream, payload);
    }

    /// Sends the message of a call and ends the stream.
    void send(int stream, byte[] message) throws IOException {
        byte[] data = new byte[5 + message.length];
        data[3] = (byte) (message.length >> 8);
        data[4] = (byte) message.length;
        System.arraycopy(message, 0, data, 5, message.length);
        frame(DATA, 1, stream, data);
    }

    private record Frame(int type, int flags, int stream, byte[] payload) {
        boolean isLast() {
            return (flags & 1) == 1;
        }
    }

    private Frame read() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        return new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), in.readNBytes(length));
    }

    /// Waits for the end of a call or of the connection, and returns it: `reset 7`, `goodbye 11 …`, or the headers of
    /// the call.
    String end(int stream) throws IOException, Http2Exception {
        var said = new StringBuilder();
        while (true) {
            Frame frame = read();
            int type = frame.type();
            byte[] payload = frame.payload();
            // decode all, because the compression depends on earlier headers
            String text = type == HEADERS
                    ? decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(payload)).toString()
                    : new String(payload, StandardCharsets.ISO_8859_1);
            if (type == GOODBYE) {
                return "goodbye " + number(payload, 4) + " " + text.substring(8);
            } else if (type == RESET && frame.stream() == stream) {
                return "reset " + number(payload, 0);
            } else if ((type == HEADERS || type == DATA) && frame.stream() == stream) {
                said.append(text).append('\n');
                if (frame.isLast()) {
                    return said.toString();
                }
            }
        }
    }

    private static int number(byte[] payload, int at) {
        return java.nio.ByteBuffer.wrap(payload).getInt(at);
    }

    /// Reads to the end, and reports whether the server has closed the connection.
    boolean hasHungUp() throws IOException {
        try {
            in.readAllBytes();
        } catch (SocketException reset) {
            // reset, because the server has not read everything
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
