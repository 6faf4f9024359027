package gregor.judge;

import module java.base;

import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;

/// A response decoded by Kafka's message class, with the value and the bytes of each field: a failed check marks them.
/// Checks name a field by its path (see [FieldTracer]).
final class TracedMessage {
    /// A byte that may have any value.
    static final int ANY = -1;

    private final RawRequest request;
    private final byte[] frame;
    private final Map<String, FieldTracer.Field> fields;
    private final ApiMessage data;

    /// @param version the version of the response, which is not the request's if the broker does not know that one
    /// @param frame   the size, the header and the body
    /// @throws StageFailure if the bytes are not a response of that version
    TracedMessage(RawRequest request, int version, byte[] frame) {
        this.request = request;
        this.frame = frame;
        data = request.api().messageType.newResponse();
        fields = FieldTracer.trace(request, (short) version, frame);
        var bytes = new ByteBufferAccessor(ByteBuffer.wrap(frame).position(Integer.BYTES));
        try {
            new ResponseHeaderData(bytes, request.api().responseHeaderVersion((short) version));
            data.read(bytes, (short) version);
        } catch (RuntimeException e) {
            // Kafka's classes have no common exception for this. The tracer has read all but the tagged fields.
            throw failure("tagged fields that Kafka's clients can read", "other bytes");
        }
    }

    /// @param type Kafka's class for the responses of this API
    <R extends ApiMessage> R data(Class<R> type) {
        return type.cast(data);
    }

    /// Returns the value of a field; of an array, its count.
    Object value(String path) {
        return field(path).value();
    }

    /// Checks the field `error_code` of the whole response.
    void expectNoError() {
        expectError(Errors.NONE, "error_code");
    }

    void expectError(Errors expected, String path) {
        int actual = ((Number) value(path)).intValue();
        if (actual != expected.code()) {
            throw StageFailure.of(expected, actual, request, field(path).bytes());
        }
    }

    /// @param expected of the type of the field: a [Short] for INT16, an [Integer] for INT32, a [Long] for INT64
    void expect(Object expected, String path) {
        check(expected.equals(value(path)), expected + " as " + field(path).bytes().label(), path);
    }

    /// Checks that an array has one element.
    void expectOne(String path) {
        check(value(path).equals(1), "one of " + field(path).bytes().label(), path);
    }

    /// Checks that an array has one element, with this value of a field.
    void expectOne(String path, String field, Object expected) {
        expectOne(path);
        expect(expected, path + "[0]." + field);
    }

    /// Fails unless a condition on a field holds.
    void check(boolean holds, String expected, String path) {
        check(holds, expected, value(path), path);
    }

    void check(boolean holds, String expected, Object actual, String path) {
        HexDump bytes = field(path).bytes();
        if (!holds) {
            throw StageFailure.of(expected, String.valueOf(actual), request, bytes);
        }
    }

    /// A failure with an error code that the marked field stands for.
    StageFailure failure(Errors actual, String path) {
        return StageFailure.of(Errors.NONE, actual.code(), request, field(path).bytes());
    }

    /// Compares the bytes at the end of a field, and marks the first that differs.
    ///
    /// @param expected from 0 to 255, or [#ANY]
    void expectBytes(int[] expected, ByteBuffer actual, String what, String path) {
        int length = actual.remaining();
        int begin = field(path).bytes().to() - length;
        for (int i = 0; i < expected.length; i++) {
            if (i >= length || expected[i] != ANY && (byte) expected[i] != actual.get(i)) {
                int at = begin + Math.min(i, length);
                throw StageFailure.of("%s; byte %d of it is %02x".formatted(what, i, expected[i] & 0xff),
                        i < length ? "%02x".formatted(actual.get(i)) : "only " + length + " bytes", request,
                        new HexDump(frame, at, Math.min(at + 1, begin + length), "byte " + i));
            }
        }
    }

    /// A failure that the response as a whole shows.
    StageFailure failure(String expected, String actual) {
        return StageFailure.of(expected, actual, request, HexDump.of(frame));
    }

    private FieldTracer.Field field(String path) {
        return Objects.requireNonNull(fields.get(path), () -> request + " has no field " + path);
    }
}
