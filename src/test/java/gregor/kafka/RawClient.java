package gregor.kafka;

import module java.base;

import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// A connection that sends requests of any version and content, also those that no client would send.
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private int correlation;

    public RawClient(KafkaDoor door) throws IOException {
        this(door.address());
    }

    /// @param address a host and a port: `localhost:9092`
    RawClient(String address) throws IOException {
        this(new InetSocketAddress(address.substring(0, address.lastIndexOf(':')),
                Integer.parseInt(address.substring(address.lastIndexOf(':') + 1))));
    }

    private RawClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
    }

    /// Encodes a request, its length first.
    static byte[] frame(ApiKeys api, int version, int correlation, ApiMessage message) {
        var cache = new ObjectSerializationCache();
        var header = new RequestHeaderData().setRequestApiKey(api.id).setRequestApiVersion((short) version)
                .setCorrelationId(correlation).setClientId("raw");
        short headerVersion = api.requestHeaderVersion((short) version);
        int size = header.size(cache, headerVersion) + message.size(cache, (short) version);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
        var to = new ByteBufferAccessor(bytes);
        header.write(to, cache, headerVersion);
        message.write(to, cache, (short) version);
        return bytes.array();
    }

    /// Encodes a request without its length.
    static byte[] body(ApiMessage message, int version, int correlation) {
        byte[] frame = frame(ApiKeys.forId(message.apiKey()), version, correlation, message);
        return Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Whether a byte of a response has arrived.
    boolean hasInput() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /// Reads a response; null if the broker has closed the connection.
    ByteBuffer receive() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        int first = first(in);
        if (first < 0) {
            return null;
        }
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        return ByteBuffer.wrap(in.readNBytes(length));
    }

    /// A broker that closes a connection before it has read all bytes resets it.
    private static int first(DataInputStream in) throws IOException {
        try {
            return in.read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    /// Sends a request and returns its response; null if the broker has closed the connection.
    public ApiMessage ask(ApiKeys api, int version, ApiMessage message) throws IOException {
        send(frame(api, version, ++correlation, message));
        ByteBuffer bytes = receive();
        if (bytes == null) {
            return null;
        }
        var from = new ByteBufferAccessor(bytes);
        var header = new ResponseHeaderData(from, api.responseHeaderVersion((short) version));
        if (header.correlationId() != correlation) {
            throw new IOException("response to request " + header.correlationId() + " instead of " + correlation);
        }
        ApiMessage response = api.messageType.newResponse();
        response.read(from, (short) version);
        if (from.remaining() > 0) {
            throw new IOException(from.remaining() + " bytes after the last field of the response");
        }
        return response;
    }

    /// Sends a request and returns its response.
    ///
    /// @throws EOFException if the broker has closed the connection
    ApiMessage ask(ApiMessage request, int version) throws IOException {
        ApiMessage response = ask(ApiKeys.forId(request.apiKey()), version, request);
        if (response == null) {
            throw new EOFException("the broker has closed the connection");
        }
        return response;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
