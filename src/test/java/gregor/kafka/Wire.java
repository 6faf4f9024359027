package gregor.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;

/// A connection on which anything can be asked, also what no client would.
final class Wire implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int correlation;

    Wire(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /// The bytes of a request, without its size.
    static byte[] frame(ApiMessage request, int version, int correlation) {
        ApiKeys api = ApiKeys.forId(request.apiKey());
        var header = new RequestHeaderData().setRequestApiKey(request.apiKey()).setRequestApiVersion((short) version)
                .setCorrelationId(correlation).setClientId("wire");
        ByteBuffer begin = MessageUtil.toByteBufferAccessor(header, api.requestHeaderVersion((short) version)).buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(request, (short) version).buffer();
        return ByteBuffer.allocate(begin.remaining() + body.remaining()).put(begin).put(body).array();
    }

    /// Asks, and waits for the answer.
    ApiMessage ask(ApiMessage request, int version) throws IOException {
        ApiKeys api = ApiKeys.forId(request.apiKey());
        byte[] frame = frame(request, version, ++correlation);
        out.writeInt(frame.length);
        out.write(frame);
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        var accessor = new ByteBufferAccessor(ByteBuffer.wrap(bytes));
        var header = new ResponseHeaderData(accessor, api.responseHeaderVersion((short) version));
        if (header.correlationId() != correlation) {
            throw new IOException("an answer to request " + header.correlationId() + ", and not to " + correlation);
        }
        ApiMessage response = api.messageType.newResponse();
        response.read(accessor, (short) version);
        if (accessor.remaining() > 0) {
            throw new IOException(accessor.remaining() + " bytes are left behind an answer to " + api);
        }
        return response;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
