package gregor.kafka;

import org.apache.kafka.common.protocol.Errors;

/// Limits the names and bytes of members that a group keeps in memory.
public final class NameLimits {
    private static final int MAX_LENGTH = 1000;
    /// The largest batch that Apache Kafka would store them in, by default.
    private static final int MAX_BYTES = 1 << 20;

    private NameLimits() {}

    /// Does nothing if a name has at most 1000 characters.
    ///
    /// @param name may be null
    /// @param field names it in the message
    /// @throws ErrorResponseException INVALID_REQUEST if it is longer
    public static void check(String name, String field) {
        if (name != null && name.length() > MAX_LENGTH) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    field + " has " + name.length() + " characters; the limit is " + MAX_LENGTH);
        }
    }

    /// Truncates a client id, which identifies nothing.
    static String truncate(String name) {
        return name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
    }

    /// Does nothing if the bytes of one member are at most 1 MiB.
    ///
    /// @throws ErrorResponseException INVALID_REQUEST if they are more
    static void check(long bytes, String field) {
        if (bytes > MAX_BYTES) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    field + " has " + bytes + " bytes; the limit is " + MAX_BYTES);
        }
    }
}
