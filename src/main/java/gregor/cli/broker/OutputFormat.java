package gregor.cli.broker;

import module java.base;

import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.deque.CsvArchive;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import gregor.topic.PartitionEntry;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A format in which `consume` prints an event: one of the [Line]s or a [FormatPattern].
interface OutputFormat {
    byte[] bytes(PartitionEntry arrival);

    /// Finds a format by its name, or makes one of a pattern.
    final class Converter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String text) {
            if (text.contains("%")) {
                return new FormatPattern(text);
            }
            return Arrays.stream(Line.values()).filter(line -> line.name().equalsIgnoreCase(text)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is not a format; give text, value,"
                            + " json, csv, or a pattern such as \"%o %k %s\\n\""));
        }
    }

    /// The formats that print each event on one line.
    enum Line implements OutputFormat {
        /// For people: partition, offset, timestamp, key, value and headers, with control characters escaped.
        TEXT,
        /// Only the bytes of the value.
        VALUE,
        JSON,
        /// A row of CSV: the partition, and the columns of an archive.
        CSV;

        @Override
        public byte[] bytes(PartitionEntry arrival) {
            return switch (this) {
                case TEXT -> Utf8.bytes(HumanText.escapeControls(text(arrival)) + "\n");
                case VALUE -> value(arrival.entry().event().value());
                case JSON -> Utf8.bytes(JsonOutput.of(arrival) + "\n");
                case CSV -> Utf8.bytes(arrival.partition().partition() + "," + CsvArchive.row(arrival.entry()));
            };
        }
    }

    /// Returns an event with a quote `'` before a key or value that a spreadsheet would execute as a formula: one that
    /// begins with `=`, `+`, `-`, `@`, a tab or a line break (OWASP, "CSV Injection"). Headers are JSON in a cell, and
    /// need none.
    static PartitionEntry csvSafe(PartitionEntry arrival) {
        Event event = arrival.entry().event();
        return new PartitionEntry(arrival.partition(), new Entry(arrival.entry().offset(), new Event(event.timestamp(),
                csvSafe(event.key()), csvSafe(event.value()), event.headers())));
    }

    private static byte[] csvSafe(byte[] cell) {
        boolean isFormula = cell != null && cell.length > 0 && "=+-@\t\r\n".indexOf(cell[0]) >= 0;
        return isFormula ? Utf8.text(cell).map(text -> Utf8.bytes("'" + text)).orElse(cell) : cell;
    }

    private static String text(PartitionEntry arrival) {
        Event event = arrival.entry().event();
        String headers = event.headers().stream().map(Header::toString).collect(Collectors.joining(", "));
        return arrival.partition().partition() + "@" + arrival.entry().offset() + "  "
                + HumanText.timestamp(event.timestamp()) + "  "
                + (event.key() == null ? "" : Utf8.show(event.key()) + "  ") + Utf8.show(event.value())
                + (headers.isEmpty() ? "" : "  [" + headers + "]");
    }

    private static byte[] value(byte[] value) {
        byte[] line = value == null ? new byte[1] : Arrays.copyOf(value, value.length + 1);
        line[line.length - 1] = '\n';
        return line;
    }
}
