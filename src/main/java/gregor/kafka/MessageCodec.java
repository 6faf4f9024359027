package gregor.kafka;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// Makes messages of bytes and bytes of messages, with the classes that kafka-clients has for each. Nothing else knows
/// how it does that.
///
/// ```
/// request = apiKey:2 apiVersion:2 correlationId:4 clientId …  message
/// answer  = correlationId:4 …  message
/// ```
final class MessageCodec {
    private MessageCodec() {}

    /// The number of the kind of request that a frame holds.
    static short key(ByteBuffer frame) {
        return frame.getShort(0);
    }

    /// The version that it has.
    static short version(ByteBuffer frame) {
        return frame.getShort(2);
    }

    /// The number that the answer must repeat.
    static int correlation(ByteBuffer frame) {
        return frame.getInt(4);
    }

    /// Checks what it costs to read a request, and returns how many steps of about 1 ns its hash tables take.
    ///
    /// @throws HangUpException if it is none, or costs more than [RequestCost] allows
    static long cost(ApiKeys api, ByteBuffer frame) {
        try {
            short version = version(frame);
            ByteBuffer bytes = frame.duplicate();
            RequestCost.check(RequestHeaderData.SCHEMAS[api.requestHeaderVersion(version)], Map.of(), 0, bytes);
            // An element has a byte at least, so a short request without hash tables needs no check.
            return RequestCost.hashed(api).isEmpty() && bytes.remaining() < RequestCost.MAX_ELEMENTS ? 0
                    : RequestCost.check(api.messageType.requestSchemas()[version], RequestCost.hashed(api),
                            RequestCost.MAX_STEPS, bytes);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CloseConnectionException("this is no request of " + api.name, e);
        }
    }

    /// Reads a request whose [#cost(ApiKeys, ByteBuffer)] has been checked. Its arrays share the bytes of the frame. Bytes behind the last field are ignored, as Apache
    /// Kafka ignores them: librdkafka 2.12 ends its Metadata request of version 13 in three of them.
    ///
    /// @throws HangUpException if it is none
    static DecodedRequest decode(ApiKeys api, ByteBuffer frame) {
        try {
            short version = version(frame);
            var bytes = new ByteBufferAccessor(frame);
            var header = new RequestHeaderData(bytes, api.requestHeaderVersion(version));
            ApiMessage message = api.messageType.newRequest();
            message.read(bytes, version);
            return new DecodedRequest(api, version, header.correlationId(),
                    header.clientId() == null ? "" : header.clientId(), message);
        } catch (RuntimeException e) {
            throw new CloseConnectionException("this is no request of " + api.name, e);
        }
    }

    /// Writes an answer, its length first.
    static ResponseBuffer encode(ApiKeys api, short version, int correlation, ApiMessage message) {
        var header = new ResponseHeaderData().setCorrelationId(correlation);
        short headerVersion = api.responseHeaderVersion(version);
        var cache = new ObjectSerializationCache();
        var size = new MessageSizeAccumulator();
        header.addSize(size, cache, headerVersion);
        message.addSize(size, cache, version);
        var parcel = new ResponseBuffer(size.totalSize(), size.sizeExcludingZeroCopy());
        header.write(parcel, cache, headerVersion);
        message.write(parcel, cache, version);
        return parcel;
    }

    /// The records of a request to write, as bytes; empty if there are none.
    static Optional<ByteBuffer> bytes(BaseRecords records) {
        return Optional.ofNullable((MemoryRecords) records).map(MemoryRecords::buffer);
    }
}
