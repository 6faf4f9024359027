package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.TimeParser;
import gregor.list.Header;
import gregor.list.Utf8;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// How a file becomes events: lines, JSON objects or rows of CSV.
final class InputOptions {
    @Option(names = {"-K", "--key-separator"}, paramLabel = "TEXT",
            description = "The text between key and value in a line, such as : or , . Without it events have no keys.")
    private String separator;

    @Option(names = "--null-marker", paramLabel = "TEXT",
            description = "The value of a line that means null: a tombstone.")
    private String nullMarker;

    @Option(names = {"-H", "--header"}, paramLabel = "NAME=VALUE", hideParamSyntax = true,
            description = "A header for each event; you can give several.")
    private Map<String, String> headers = Map.of();

    @Option(names = "--json-lines",
            description = "Each line is a JSON object; its fields key, value, timestamp and headers are as consume "
                    + "--json writes them. Without a value, the object is the value.")
    private boolean json;

    @Option(names = "--csv", description = "Read CSV, whose first row names the columns: key, value, timestamp and "
            + "headers as in an archive. Without a value, the whole row is the value, as JSON.")
    private boolean csv;

    @Option(names = "--key-column", paramLabel = "NAME", description = "The column or field of the key; else key.")
    private String key;

    @Option(names = "--value-column", paramLabel = "NAME", description = "That of the value; else value.")
    private String value;

    @Option(names = "--time-column", paramLabel = "NAME", description = "That of the timestamp; else timestamp.")
    private String time;

    @Option(names = "--time-format", paramLabel = "PATTERN",
            description = "How a time is written, such as \"d.M.yyyy HH:mm\" (Java's DateTimeFormatter). Without it: ISO "
                    + "8601, or seconds, ms, µs since 1970.")
    private String timeFormat;

    @Option(names = "--zone", paramLabel = "ZONE", defaultValue = "UTC",
            description = "The zone of times without one, such as Europe/Berlin.")
    private ZoneId zone;

    @Option(names = "--encoding", paramLabel = "NAME",
            description = "The encoding of the input, such as UTF-8, UTF-16 or windows-1252; events are UTF-8. Without it, "
                    + "lines keep their bytes unless they begin as UTF-16, and that of CSV is detected.")
    private Charset encoding;

    @Option(names = "--delimiter", paramLabel = "CHAR", converter = Delimiters.class,
            description = "Between cells: a character, or tab. Detected if not given, as is --decimal-comma.")
    private Character delimiter;

    @Option(names = "--decimal-comma", negatable = true, description = "Numbers are written as 1.234,50.")
    private Boolean decimalComma;

    @Option(names = "--columns", paramLabel = "NAME", split = ",", hideParamSyntax = true,
            description = "The names of the columns, a,b,c, if the first row does not have them.")
    private List<String> columns;

    static final class Delimiters implements ITypeConverter<Character> {
        @Override
        public Character convert(String text) {
            String plain = text.equals("tab") || text.equals("\\t") ? "\t" : text;
            if (plain.length() != 1 || plain.equals("\"")) {
                throw new TypeConversionException("\"" + text + "\" is not a delimiter; give a character, or tab");
            }
            return plain.charAt(0);
        }
    }

    /// Whether the input has rows or objects with named cells.
    boolean isTable() {
        return csv || json;
    }

    /// Whether an option is given that only events with keys or headers can have.
    boolean isMoreThanText() {
        return isTable() || separator != null || nullMarker != null || !headers.isEmpty();
    }

    /// @throws CommandException if the options contradict each other
    void check() {
        boolean columned = Stream.of(key, value, time, timeFormat).anyMatch(Objects::nonNull);
        if (!isTable() && columned) {
            throw new CommandException("lines have no columns; give --csv or --json-lines, or omit --key-column, "
                    + "--value-column, --time-column and --time-format");
        }
        if (csv && json) {
            throw new CommandException("--csv and --json-lines exclude each other; choose one");
        }
        if (!csv && Stream.of(delimiter, decimalComma, columns).anyMatch(Objects::nonNull)) {
            throw new CommandException("--delimiter, --decimal-comma and --columns are for --csv; add that");
        }
        if (isTable() && (separator != null || nullMarker != null)) {
            throw new CommandException(
                    "with --csv and --json-lines the key has a column of its own, and an empty cell is "
                            + "null; omit --key-separator and --null-marker");
        }
        if (separator != null && separator.isEmpty()) {
            throw new CommandException("--key-separator is empty; give the text between key and value, such as :");
        }
    }

    /// @param name of the file, for messages
    EventInput open(String name, InputStream in, int maxBytes) {
        List<Header> more = headers.entrySet().stream()
                .map(header -> new Header(header.getKey(), Utf8.bytes(header.getValue()))).toList();
        var text = new TextStream(in, Optional.ofNullable(encoding));
        if (!isTable()) {
            return new LineInput(name, text, line -> RowEvents.line(line, separator, nullMarker, more), maxBytes,
                    false);
        }
        var events = new RowEvents(Objects.requireNonNullElse(key, "key"), Objects.requireNonNullElse(value, "value"),
                Objects.requireNonNullElse(time, "timestamp"),
                Stream.of(key, value, time).filter(Objects::nonNull).toList(), times(), more);
        var begun = new AtomicBoolean();
        return json
                ? new LineInput(name, text, line -> events.json(line, !begun.getAndSet(true)), maxBytes, true)
                : new CsvInput(name, in, events, new CsvInput.Settings(Optional.ofNullable(encoding),
                        Optional.ofNullable(delimiter), columns, decimalComma));
    }

    private TimeParser times() {
        try {
            return new TimeParser(timeFormat, zone);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    "\"" + timeFormat + "\" is not a pattern of a time; give letters such as d.M.yyyy "
                            + "HH:mm:ss, and put words in single quotes",
                    e);
        }
    }
}
