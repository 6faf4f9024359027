package gregor.judge;

import java.util.Optional;

/// A broker has not done what it should. Says what that is, what it did, and with which bytes.
final class Fault extends RuntimeException {
    /// The error code of a fault that is not about one.
    static final int NO_CODE = Integer.MIN_VALUE;

    private final String expected;
    private final String actual;
    private final int code;
    private final transient Request asked;
    private final transient Excerpt bytes;

    private Fault(String expected, String actual, int code, Request asked, Excerpt bytes) {
        super("expected " + expected + ", and got " + actual);
        this.expected = expected;
        this.actual = actual;
        this.code = code;
        this.asked = asked;
        this.bytes = bytes;
    }

    /// A fault for which there are no bytes.
    static Fault of(String expected, String actual) {
        return new Fault(expected, actual, NO_CODE, null, null);
    }

    /// A request that got no answer.
    static Fault of(String expected, String actual, Request asked) {
        return new Fault(expected, actual, NO_CODE, asked, null);
    }

    /// An answer that is not right.
    static Fault of(String expected, String actual, Request asked, Excerpt bytes) {
        return new Fault(expected, actual, NO_CODE, asked, bytes);
    }

    /// An answer with an error code that it should not have.
    static Fault of(int expected, int actual, Request asked, Excerpt bytes) {
        return new Fault("error code " + ErrorCode.show(expected), "error code " + ErrorCode.show(actual),
                actual, asked, bytes);
    }

    String expected() {
        return expected;
    }

    String actual() {
        return actual;
    }

    /// The error code that was there and should not; [#NO_CODE] if it is not about one.
    int code() {
        return code;
    }

    Optional<Request> asked() {
        return Optional.ofNullable(asked);
    }

    /// The answer, and where to look in it.
    Optional<Excerpt> bytes() {
        return Optional.ofNullable(bytes);
    }
}
