package gregor.packed;

import module java.base;

import gregor.list.Utf8;

/// Prints a record batch: the position, the bytes, the name and the value of each field. It prints damaged batches too,
/// up to the damage. Kafka: `kafka-dump-log.sh`.
public final class PackedDump {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final int MAX_BYTES = 8;

    private final List<String> lines = new ArrayList<>();
    private final ByteBuffer batch;

    private PackedDump(ByteBuffer batch) {
        this.batch = batch;
    }

    /// Prints a batch on the standard output.
    public static void draw(PackedBatch batch) {
        draw(batch.bytes());
    }

    /// Prints the bytes of a batch, valid or not.
    public static void draw(ByteBuffer batch) {
        System.out.println(lines(batch));
    }

    /// Returns the lines.
    ///
    /// @throws CorruptBatchException if the bytes are too few for the fields of a batch
    public static String lines(ByteBuffer bytes) {
        if (bytes.remaining() < HeaderField.ALL) {
            throw new CorruptBatchException(
                    "a batch has at least " + HeaderField.ALL + " bytes, and these are " + bytes.remaining());
        }
        var dump = new PackedDump(bytes.slice());
        dump.fields();
        try {
            dump.records();
        } catch (CorruptBatchException e) {
            dump.lines.add("      damaged: " + e.getMessage());
        }
        return String.join("\n", dump.lines);
    }

    private void fields() {
        for (HeaderField field : HeaderField.values()) {
            line(field.at(), field.end(), field.label(), meaning(field, field.of(batch, 0)));
        }
    }

    private String meaning(HeaderField field, long value) {
        return switch (field) {
            case CHECKSUM -> (int) value == PackedBatch.checksum(batch, 0, batch.limit()) ? "right" : "WRONG";
            case ATTRIBUTES ->
                    (value & 7) < Codec.values().length ? Attributes.codec((int) value).toString() : "unknown codec";
            default -> "" + value;
        };
    }

    private void line(int from, int to, String label, String meaning) {
        int shown = Math.min(to, from + MAX_BYTES);
        byte[] bytes = new byte[shown - from];
        batch.get(from, bytes);
        lines.add("%4d  %-26s %-22s %s".formatted(from, HEX.formatHex(bytes) + (shown < to ? " …" : ""), label, meaning)
                .stripTrailing());
    }

    private void records() {
        ByteBuffer bytes = batch.duplicate().position(HeaderField.ALL);
        if (Attributes.codec((int) HeaderField.ATTRIBUTES.of(batch, 0)) != Codec.NONE) {
            line(HeaderField.ALL, batch.limit(), "records", (batch.limit() - HeaderField.ALL) + " bytes, compressed");
            return;
        }
        for (long i = HeaderField.COUNT.of(batch, 0); i > 0; i--) {
            number(bytes, "record: length");
            int at = bytes.position();
            if (!bytes.hasRemaining()) {
                throw new CorruptBatchException("the records end within a record");
            }
            bytes.get();
            line(at, at + 1, "attributes", "unused");
            number(bytes, "time since the base");
            number(bytes, "offset since the base");
            payload(bytes, "key");
            payload(bytes, "value");
            for (long headers = number(bytes, "headers"); headers > 0; headers--) {
                payload(bytes, "header name");
                payload(bytes, "header value");
            }
        }
    }

    private long number(ByteBuffer bytes, String label) {
        int at = bytes.position();
        long number = Varint.read(bytes);
        line(at, bytes.position(), label, "" + number);
        return number;
    }

    private void payload(ByteBuffer bytes, String label) {
        long length = number(bytes, label + " length");
        if (length > bytes.remaining()) {
            throw new CorruptBatchException(
                    label + " has a length of " + length + " bytes, and " + bytes.remaining() + " are left");
        }
        if (length > 0) {
            byte[] payload = new byte[(int) length];
            int at = bytes.position();
            bytes.get(payload);
            line(at, bytes.position(), label, Utf8.show(payload));
        }
    }
}
