package gregor.judge;

import module java.base;

import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.MessageUtil;

/// A request as it is sent.
///
/// @param frame the size, the header and the body
record RawRequest(ApiKeys api, int version, int correlationId, byte[] frame) {
    private static final String CLIENT_ID = "gregor-judge";

    /// Puts size and header before a body, whose bytes need not be a valid message.
    static RawRequest of(ApiKeys api, int version, int correlationId, byte[] body) {
        var header = new RequestHeaderData().setRequestApiKey(api.id).setRequestApiVersion((short) version)
                .setCorrelationId(correlationId).setClientId(CLIENT_ID);
        short headerVersion = api.requestHeaderVersion((short) version);
        ByteBuffer begin = MessageUtil.toByteBufferAccessor(header, headerVersion).buffer();
        int size = begin.remaining() + body.length;
        return new RawRequest(api, version, correlationId,
                ByteBuffer.allocate(Integer.BYTES + size).putInt(size).put(begin).put(body).array());
    }

    RawRequest with(byte[] otherFrame) {
        return new RawRequest(api, version, correlationId, otherFrame);
    }

    /// The first bytes of this request, as sent by a client that disconnects.
    RawRequest cut(int length) {
        return with(Arrays.copyOf(frame, length));
    }

    @Override
    public String toString() {
        return api.name + " version " + version;
    }
}
