package gregor.packed;

import module java.base;

/// The fields of the header of a record batch, in their order. Numbers are big-endian.
///
/// The first two fields and the format number are where they were in Kafka's older formats, so that a program can find
/// the end of a batch and its format before it knows the format.
enum HeaderField {
    BASE_OFFSET(8),
    /// The number of bytes after this field.
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

    /// The length of the header: 61 bytes.
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

    int at() {
        return at;
    }

    /// Returns the position after it.
    int end() {
        return at + bytes;
    }

    /// Reads the field of a batch that begins at a position.
    long of(ByteBuffer batch, int from) {
        return switch (bytes) {
            case 1 -> batch.get(from + at);
            case 2 -> batch.getShort(from + at);
            case 4 -> batch.getInt(from + at);
            default -> batch.getLong(from + at);
        };
    }

    /// Returns its name for display: `base offset`.
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
