package gregor.kafka;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// Requests in any version, of any content, by a plain socket.
public final class Letters implements AutoCloseable {
    private final Socket socket;
    private int correlation;

    public Letters(KafkaDoor door) throws IOException {
        socket = new Socket(door.address().getAddress(), door.address().getPort());
        socket.setSoTimeout(20_000);
    }

    static byte[] frame(ApiKeys api, int version, int correlation, ApiMessage message) {
        var cache = new ObjectSerializationCache();
        var header = new RequestHeaderData().setRequestApiKey(api.id).setRequestApiVersion((short) version)
                .setCorrelationId(correlation).setClientId("letters");
        short headerVersion = api.requestHeaderVersion((short) version);
        int size = header.size(cache, headerVersion) + message.size(cache, (short) version);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
        var to = new ByteBufferAccessor(bytes);
        header.write(to, cache, headerVersion);
        message.write(to, cache, (short) version);
        return bytes.array();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Reads an answer; null if the other side has hung up.
    ByteBuffer receive() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        int first = first(in);
        if (first < 0) {
            return null;
        }
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        return ByteBuffer.wrap(in.readNBytes(length));
    }

    /// Who hangs up before all has been read resets the connection.
    private static int first(DataInputStream in) throws IOException {
        try {
            return in.read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    public ApiMessage ask(ApiKeys api, int version, ApiMessage message) throws IOException {
        send(frame(api, version, ++correlation, message));
        ByteBuffer bytes = receive();
        if (bytes == null) {
            return null;
        }
        var from = new ByteBufferAccessor(bytes);
        var header = new ResponseHeaderData(from, api.responseHeaderVersion((short) version));
        if (header.correlationId() != correlation) {
            throw new IOException("the answer to " + header.correlationId() + " came, and not to " + correlation);
        }
        ApiMessage answer = api.messageType.newResponse();
        answer.read(from, (short) version);
        if (from.remaining() > 0) {
            throw new IOException(from.remaining() + " bytes are left behind the answer");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
