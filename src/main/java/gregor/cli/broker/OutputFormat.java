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

/// The formats in which `consume` prints an event, each on one line.
enum OutputFormat {
    /// For people: partition, offset, timestamp, key, value and headers, with control characters escaped.
    TEXT,
    /// Only the bytes of the value.
    VALUE,
    /// A JSON object.
    JSON,
    /// A row of CSV: the partition, and the columns of an archive.
    CSV;

    private static final String FORMULA_STARTS = "=+-@\t\r\n";

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
        return this == CSV ? "partition," + CsvArchive.HEADER : "";
    }

    /// An event as a line.
    byte[] bytes(PartitionEntry arrival) {
        return switch (this) {
            case TEXT -> Utf8.bytes(HumanText.escapeControls(text(arrival)) + "\n");
            case VALUE -> value(arrival.entry().event().value());
            case JSON -> Utf8.bytes(JsonOutput.of(arrival) + "\n");
            case CSV -> Utf8.bytes(arrival.partition().partition() + "," + CsvArchive.row(arrival.entry()));
        };
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

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
