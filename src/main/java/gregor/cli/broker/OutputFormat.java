package gregor.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.deque.CsvArchive;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import gregor.topic.PartitionEntry;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The formats in which `consume` prints an event, each on one line.
enum OutputFormat {
    /// For people: partition, offset, timestamp, key, value and headers, with control characters escaped.
    TEXT {
        @Override
        byte[] bytes(PartitionEntry arrival) {
            Entry entry = arrival.entry();
            Event event = entry.event();
            String place = arrival.partition().partition() + "@" + entry.offset();
            String headers = event.headers().stream().map(Header::toString).collect(Collectors.joining(", "));
            return line(HumanText.escapeControls(place + "  " + HumanText.timestamp(event.timestamp()) + "  "
                    + (event.key() == null ? "" : Utf8.show(event.key()) + "  ") + Utf8.show(event.value())
                    + (headers.isEmpty() ? "" : "  [" + headers + "]")));
        }
    },
    /// Only the bytes of the value.
    VALUE {
        @Override
        byte[] bytes(PartitionEntry arrival) {
            byte[] value = arrival.entry().event().value();
            byte[] bytes = new byte[value == null ? 1 : value.length + 1];
            if (value != null) {
                System.arraycopy(value, 0, bytes, 0, value.length);
            }
            bytes[bytes.length - 1] = '\n';
            return bytes;
        }
    },
    /// A JSON object.
    JSON {
        @Override
        byte[] bytes(PartitionEntry arrival) {
            return line(JsonOutput.of(arrival));
        }
    },
    /// A row of CSV: the partition, and the columns of an archive.
    CSV {
        @Override
        byte[] bytes(PartitionEntry arrival) {
            return (arrival.partition().partition() + "," + CsvArchive.row(arrival.entry())).getBytes(UTF_8);
        }

        @Override
        String head() {
            return "partition," + CsvArchive.HEADER;
        }
    };

    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    /// Finds one by its name.
    static final class Name implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String name) {
            return Stream.of(values()).filter(format -> format.toString().equals(name)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + name + "\" is no format; give one of "
                            + Stream.of(values()).map(OutputFormat::toString).collect(Collectors.joining(", "))));
        }
    }

    /// An event as a line.
    abstract byte[] bytes(PartitionEntry arrival);

    /// Returns an event with a quote `'` before a key or value that a spreadsheet would execute as a formula: one that
    /// begins with `=`, `+`, `-`, `@`, a tab or a line break (OWASP, "CSV Injection"). Headers are JSON in a cell, and
    /// need none.
    static PartitionEntry csvSafe(PartitionEntry arrival) {
        Event event = arrival.entry().event();
        return new PartitionEntry(arrival.partition(), new Entry(arrival.entry().offset(), new Event(event.timestamp(),
                csvSafe(event.key()), csvSafe(event.value()), event.headers())));
    }

    private static byte[] csvSafe(byte[] cell) {
        boolean isFormula = cell != null && cell.length > 0 && FORMULA_STARTS.indexOf(cell[0]) >= 0;
        return isFormula ? Utf8.text(cell).map(text -> Utf8.bytes("'" + text)).orElse(cell) : cell;
    }

    /// The text before the first line.
    String head() {
        return "";
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
