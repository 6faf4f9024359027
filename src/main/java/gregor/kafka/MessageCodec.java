package gregor.kafka;

import java.nio.ByteBuffer;
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

    /// Reads a request. Its arrays share the bytes of the frame.
    ///
    /// @throws HangUpException if it is none
    static DecodedRequest decode(ApiKeys api, ByteBuffer frame) {
        try {
            short version = version(frame);
            var bytes = new ByteBufferAccessor(frame);
            var header = new RequestHeaderData(bytes, api.requestHeaderVersion(version));
            ApiMessage message = api.messageType.newRequest();
            message.read(bytes, version);
            if (bytes.remaining() > 0) {
                throw new CloseConnectionException(bytes.remaining() + " bytes are left behind a request of " + api.name);
            }
            return new DecodedRequest(api, version, header.correlationId(),
                    header.clientId() == null ? "" : header.clientId(), message);
        } catch (CloseConnectionException e) {
            throw e;
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
