package gregor.judge;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.Errors;

/// Reports that a broker did not do what a stage expects: what was expected, what it did, and the bytes that show it.
final class StageFailure extends RuntimeException {
    private final String expected;
    private final String actual;
    private final Integer errorCode;
    private final transient RawRequest request;
    private final transient HexDump response;

    private StageFailure(String expected, String actual, Integer errorCode, RawRequest request, HexDump response) {
        super("expected " + expected + ", and got " + actual);
        this.expected = expected;
        this.actual = actual;
        this.errorCode = errorCode;
        this.request = request;
        this.response = response;
    }

    /// A failure that no single request shows.
    static StageFailure of(String expected, String actual) {
        return of(expected, actual, null, null);
    }

    /// A failure of one request.
    ///
    /// @param response null if no byte of a response arrived
    static StageFailure of(String expected, String actual, RawRequest request, HexDump response) {
        return new StageFailure(expected, actual, null, request, response);
    }

    /// A response with another error code than expected.
    static StageFailure of(Errors expected, int actual, RawRequest request, HexDump response) {
        return new StageFailure("error code " + name(expected.code()), "error code " + name(actual), actual, request,
                response);
    }

    /// An error code with its name, such as `3 (UNKNOWN_TOPIC_OR_PARTITION)`; without it if Kafka has none.
    static String name(int code) {
        return code + Stream.of(Errors.values()).filter(error -> error.code() == code).findFirst()
                .map(error -> " (" + error + ")").orElse("");
    }

    String expected() {
        return expected;
    }

    String actual() {
        return actual;
    }

    /// Whether this failure is about an error code, and the response had this one.
    boolean hasError(Errors error) {
        return errorCode != null && errorCode == error.code();
    }

    Optional<RawRequest> request() {
        return Optional.ofNullable(request);
    }

    /// The bytes of the response; the field that is wrong is marked.
    Optional<HexDump> response() {
        return Optional.ofNullable(response);
    }
}
