package gregor.kafka;

import org.apache.kafka.common.protocol.Errors;

/// Limits what a client can make a group keep: names, and the bytes that members say to each other.
public final class NameLimits {
    private static final int LONGEST = 1000;
    /// As long as a batch can be that Apache Kafka keeps it in.
    private static final int MAX_BYTES = 1 << 20;

    private NameLimits() {}

    /// @param name may be null
    /// @throws Refused if it is too long
    public static void check(String name, String what) {
        if (name != null && name.length() > LONGEST) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST, what + " has " + name.length() + " characters; it can have "
                    + LONGEST);
        }
    }

    /// Cuts a name that a client gives itself, and of which nothing depends.
    static String cut(String name) {
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }

    /// @param bytes of one member
    /// @throws Refused if there are too many
    static void check(long bytes, String what) {
        if (bytes > MAX_BYTES) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST, what + " has " + bytes + " bytes; it can have " + MAX_BYTES);
        }
    }
}
