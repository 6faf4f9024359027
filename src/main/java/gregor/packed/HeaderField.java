package gregor.packed;

import java.nio.ByteBuffer;

/// The fields at the beginning of a packed batch, in their order. Numbers are big-endian.
///
/// The order is Kafka's, and old: the first two fields are where they were in the two formats before this one, so
/// that a program can find out where a batch ends, and which format it has, before it knows the format.
enum HeaderField {
    BASE_OFFSET(8),
    /// How many bytes come after this field.
    LENGTH(4),
    LEADER_EPOCH(4),
    /// The number of the format: 2.
    MAGIC(1),
    /// The CRC32C of everything after this field.
    CHECKSUM(4),
    ATTRIBUTES(2),
    LAST_OFFSET_DELTA(4),
    BASE_TIMESTAMP(8),
    MAX_TIMESTAMP(8),
    PRODUCER_ID(8),
    PRODUCER_EPOCH(2),
    BASE_SEQUENCE(4),
    COUNT(4);

    /// How many bytes all of them take: 61.
    static final int ALL;

    private final int bytes;
    private int at;

    static {
        int at = 0;
        for (HeaderField field : values()) {
            field.at = at;
            at += field.bytes;
        }
        ALL = at;
    }

    HeaderField(int bytes) {
        this.bytes = bytes;
    }

    /// Where it begins.
    int at() {
        return at;
    }

    int bytes() {
        return bytes;
    }

    /// Where it ends.
    int end() {
        return at + bytes;
    }

    /// Reads it from a batch that begins at a position.
    long of(ByteBuffer batch, int from) {
        return switch (bytes) {
            case 1 -> batch.get(from + at);
            case 2 -> batch.getShort(from + at);
            case 4 -> batch.getInt(from + at);
            default -> batch.getLong(from + at);
        };
    }

    /// What people call it: `base offset`.
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
