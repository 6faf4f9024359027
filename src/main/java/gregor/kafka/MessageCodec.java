package gregor.kafka;

import module java.base;

import gregor.kafka.limits.RequestCost;
import gregor.kafka.limits.RequestTooCostlyException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.AbstractRequest;

/// Decodes requests and encodes responses with the message classes of kafka-clients. No other class depends on how.
///
/// ```
/// request  = apiKey:2 apiVersion:2 correlationId:4 clientId …  message
/// response = correlationId:4 …  message
/// ```
final class MessageCodec {
    private MessageCodec() {}

    /// A decoded request.
    ///
    /// @param client the client id; may be empty
    record Request(String client, ApiMessage message) {}

    static short key(ByteBuffer frame) {
        return frame.getShort(0);
    }

    static short version(ByteBuffer frame) {
        return frame.getShort(2);
    }

    /// The number that the response must repeat.
    static int correlation(ByteBuffer frame) {
        return frame.getInt(4);
    }

    /// Checks the cost of decoding a request, and returns it.
    ///
    /// @throws CloseConnectionException if it is malformed, or costs more than [RequestCost] allows
    static RequestCost.Cost cost(ApiKeys api, ByteBuffer frame) {
        try {
            short version = version(frame);
            ByteBuffer bytes = frame.duplicate();
            RequestCost.check(RequestHeaderData.SCHEMAS[api.requestHeaderVersion(version)], Map.of(), 0, bytes);
            return RequestCost.check(api.messageType.requestSchemas()[version], RequestCost.hashed(api),
                    RequestCost.MAX_STEPS, bytes);
        } catch (RequestTooCostlyException e) {
            throw new CloseConnectionException("rejected " + api.name + " request", e);
        } catch (RuntimeException e) {
            throw new CloseConnectionException("malformed " + api.name + " request", e);
        }
    }

    /// Decodes a request whose [#cost(ApiKeys, ByteBuffer)] has been checked. Its arrays share the bytes of the frame.
    /// Bytes after the last field are ignored, as in Kafka: librdkafka 2.12 ends Metadata requests of version 13 with
    /// three.
    ///
    /// @throws CloseConnectionException if it is malformed
    static Request decode(ApiKeys api, ByteBuffer frame) {
        try {
            short version = version(frame);
            var bytes = new ByteBufferAccessor(frame);
            var header = new RequestHeaderData(bytes, api.requestHeaderVersion(version));
            ApiMessage message = api.messageType.newRequest();
            message.read(bytes, version);
            return new Request(header.clientId() == null ? "" : header.clientId(), message);
        } catch (RuntimeException e) {
            throw new CloseConnectionException("malformed " + api.name + " request", e);
        }
    }

    /// Returns a response with an error for each part of a request.
    ///
    /// @throws CloseConnectionException if kafka-clients knows that a field has no valid value, as in Kafka
    static ApiMessage error(ApiKeys api, ByteBuffer frame, ApiException error) {
        try {
            short version = version(frame);
            var bytes = new ByteBufferAccessor(frame);
            new RequestHeaderData(bytes, api.requestHeaderVersion(version));
            return AbstractRequest.parseRequest(api, version, bytes).request.getErrorResponse(0, error).data();
        } catch (RuntimeException e) {
            throw new CloseConnectionException("malformed " + api.name + " request", e);
        }
    }

    /// Encodes a response, its length first.
    ///
    /// @throws CloseConnectionException if it exceeds 2 GiB, since its length has 31 bits
    static ResponseBuffer encode(ApiKeys api, short version, int correlation, ApiMessage message) {
        var header = new ResponseHeaderData().setCorrelationId(correlation);
        short headerVersion = api.responseHeaderVersion(version);
        var cache = new ObjectSerializationCache();
        var size = new MessageSizeAccumulator();
        header.addSize(size, cache, headerVersion);
        message.addSize(size, cache, version);
        if (size.totalSize() < 0) {
            throw new CloseConnectionException("the response to a " + api.name + " request exceeds 2 GiB");
        }
        var response = new ResponseBuffer(size.totalSize(), size.sizeExcludingZeroCopy());
        header.write(response, cache, headerVersion);
        message.write(response, cache, version);
        return response;
    }

    /// Returns the bytes of the records in a Produce request; empty if it has none.
    static Optional<ByteBuffer> bytes(BaseRecords records) {
        return Optional.ofNullable((MemoryRecords) records).map(MemoryRecords::buffer);
    }
}
