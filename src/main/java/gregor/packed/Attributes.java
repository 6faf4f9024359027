package gregor.packed;

/// The 16 bits of a batch's attributes.
///
/// ```
/// 0-2 codec     3 append time     4 transactional     5 control     6 delete horizon     7-15 unused
/// ```
final class Attributes {
    /// The broker has set the timestamp: each event has the maximum timestamp of the batch (KIP-32).
    static final int APPEND_TIME = 1 << 3;
    /// The events belong to a transaction.
    static final int TRANSACTIONAL = 1 << 4;
    /// The batch has no events but control records, such as the end of a transaction.
    static final int CONTROL = 1 << 5;

    private static final int CODEC = 7;

    private Attributes() {}

    static Codec codec(int attributes) {
        return Codec.of(attributes & CODEC);
    }

    /// Returns the attributes with another codec.
    static int with(Codec codec, int attributes) {
        return attributes & ~CODEC | codec.ordinal();
    }
}
