package gregor.ancestor.kaf;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.http.JsonBody;
import gregor.list.Entry;
import gregor.list.Utf8;

/// The three formats in which Kaf returns messages.
enum KafForm {
    /// `KAF_MSGS|v1|n`, and for each message a line break, `KAF_MSG|number|size`, a line break, and its data.
    KAF {
        @Override
        void write(List<Entry> entries, ByteArrayOutputStream out) {
            text("KAF_MSGS|v1|" + entries.size(), out);
            for (Entry entry : entries) {
                byte[] data = data(entry);
                text("\nKAF_MSG|" + (entry.offset() + 1) + "|" + data.length + "\n", out);
                out.writeBytes(data);
            }
        }
    },
    /// The data of each message, and a line break.
    RAW {
        @Override
        void write(List<Entry> entries, ByteArrayOutputStream out) {
            for (Entry entry : entries) {
                out.writeBytes(data(entry));
                out.write('\n');
            }
        }
    },
    /// An array of the data of each message. Data that is not JSON becomes a string; bytes that are not UTF-8 become
    /// `\ufffd`.
    JSON {
        @Override
        void write(List<Entry> entries, ByteArrayOutputStream out) {
            String between = "[";
            for (Entry entry : entries) {
                byte[] data = data(entry);
                text(between, out);
                out.writeBytes(JsonBody.read(data).isPresent() ? data
                        : JsonBody.STRICT.writeValueAsBytes(new String(data, UTF_8)));
                between = ",\n";
            }
            text(entries.isEmpty() ? "[]" : "]", out);
        }
    };

    byte[] bytes(List<Entry> entries) {
        var out = new ByteArrayOutputStream();
        write(entries, out);
        return out.toByteArray();
    }

    abstract void write(List<Entry> entries, ByteArrayOutputStream out);

    private static byte[] data(Entry entry) {
        return entry.event().value() == null ? new byte[0] : entry.event().value();
    }

    private static void text(String text, ByteArrayOutputStream out) {
        out.writeBytes(Utf8.bytes(text));
    }
}
