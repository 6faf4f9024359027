package gregor.packed;

/// What the 16 bits of a batch's attributes say.
///
/// ```
/// 0-2 codec     3 append time     4 transactional     5 control     6 delete horizon     7-15 unused
/// ```
final class Attributes {
    /// The broker has stamped the batch: each event has its maximum timestamp.
    static final int APPEND_TIME = 1 << 3;
    /// Its events belong to a transaction.
    static final int TRANSACTIONAL = 1 << 4;
    /// It holds no events but notes of the broker to its consumers, such as the end of a transaction.
    static final int CONTROL = 1 << 5;

    private static final int CODEC = 7;

    private Attributes() {}

    static Codec codec(int attributes) {
        return Codec.of(attributes & CODEC);
    }
}
