package gregor.judge;

import module java.base;

import org.apache.kafka.common.protocol.Errors;

/// Reports that a broker did not do what a stage expects: what was expected, what it did, and the bytes that show it.
final class StageFailure extends RuntimeException {
    private final transient StageResult.Problem problem;
    private final Integer errorCode;

    private StageFailure(StageResult.Problem problem, Integer errorCode) {
        super("expected " + problem.expected() + ", and got " + problem.actual());
        this.problem = problem;
        this.errorCode = errorCode;
    }

    /// A failure that no single request shows.
    static StageFailure of(String expected, String actual) {
        return of(expected, actual, null, null);
    }

    /// @param response null if no byte of a response arrived
    static StageFailure of(String expected, String actual, RawRequest request, HexDump response) {
        return new StageFailure(StageResult.Problem.of(expected, actual, request, response), null);
    }

    static StageFailure of(Errors expected, int actual, RawRequest request, HexDump response) {
        return new StageFailure(StageResult.Problem.of("error code " + name(expected.code()),
                "error code " + name(actual), request, response), actual);
    }

    /// An error code with its name, such as `3 (UNKNOWN_TOPIC_OR_PARTITION)`; without it if Kafka has none.
    static String name(int code) {
        return code + Stream.of(Errors.values()).filter(error -> error.code() == code).findFirst()
                .map(error -> " (" + error + ")").orElse("");
    }

    StageResult.Problem problem() {
        return problem;
    }

    /// Whether this failure is about an error code, and the response had this one.
    boolean hasError(Errors error) {
        return errorCode != null && errorCode == error.code();
    }
}
