package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.lesson.NearestWord;
import gregor.list.Event;
import gregor.list.Utf8;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/// Makes an event of each row of a CSV file. In an event that is the whole row, the cells of a column are numbers if all
/// of them are in the first megabyte; later ones that are not stay texts, and an empty cell is null.
final class CsvInput extends EventInput {
    private static final int HEAD_BYTES = 1 << 20;
    private static final CsvMapper MAPPER = CsvMapper.builder().enable(CsvReadFeature.WRAP_AS_ARRAY).build();

    private final RowEvents events;
    private final CsvDialect dialect;
    private final List<String> columns;
    private final Set<String> numbers;
    private final boolean decimalComma;
    private final MappingIterator<String[]> rows;
    private String[] row;
    private long line;

    /// What the user has said about the file.
    ///
    /// @param columns      the names of the columns; null if they are in the first row
    /// @param decimalComma null to detect it
    record Settings(Optional<Charset> encoding, Optional<Character> delimiter, List<String> columns,
            Boolean decimalComma) {}

    /// @param in a buffered stream whose buffer holds the head
    /// @throws CommandException if there is no first row, or it lacks a column that the user has named
    CsvInput(String name, InputStream in, RowEvents events, Settings settings) {
        super(name, in);
        this.events = events;
        byte[] head = head(in);
        dialect = CsvDialect.of(head, settings.encoding(), settings.delimiter());
        try {
            in.skipNBytes(dialect.marker());
        } catch (IOException e) {
            throw CommandException.of("cannot read " + name, e);
        }
        rows = rows(new BufferedReader(new InputStreamReader(in, dialect.encoding().newDecoder())));
        columns = settings.columns() == null ? firstRow() : settings.columns();
        checkColumns();
        List<String[]> sample = sample(head).stream().dropWhile(CsvInput::isDelimiterRow)
                .skip(settings.columns() == null ? 1 : 0).filter(cells -> cells.length == columns.size()).toList();
        Set<String> plain = numeric(sample, false);
        Set<String> withComma = numeric(sample, true);
        decimalComma = settings.decimalComma() != null
                ? settings.decimalComma()
                : dialect.delimiter() != ',' && !plain.containsAll(withComma);
        numbers = decimalComma ? withComma : plain;
    }

    private static byte[] head(InputStream in) {
        try {
            in.mark(HEAD_BYTES);
            byte[] head = new byte[HEAD_BYTES];
            int size = Math.max(0, in.read(head));
            in.reset();
            return Arrays.copyOf(head, size);
        } catch (IOException e) {
            throw CommandException.of("cannot read the input", e);
        }
    }

    private MappingIterator<String[]> rows(Reader text) {
        try {
            return MAPPER.readerFor(String[].class)
                    .with(CsvSchema.emptySchema().withColumnSeparator(dialect.delimiter())).readValues(text);
        } catch (JacksonException e) {
            throw spoiled(e);
        }
    }

    private List<String> firstRow() {
        if (!advance()) {
            throw new CommandException(name + " is empty; its first row must name the columns");
        }
        if (CsvDialect.number(row[0], false).isPresent()) {
            throw new CommandException(where() + ": \"" + row[0] + "\" is not the name of a column; if the file has no "
                    + "header, name its " + HumanText.count(row.length, "column")
                    + " with --columns, such as --columns id,city,price");
        }
        List<String> names = IntStream.range(0, row.length)
                .mapToObj(i -> row[i].isBlank() ? "column" + (i + 1) : row[i].strip()).toList();
        names.stream().filter(cell -> names.indexOf(cell) != names.lastIndexOf(cell)).findFirst().ifPresent(cell -> {
            throw new CommandException(where() + " names the column " + cell + " twice; rename one of them");
        });
        return names;
    }

    /// Whether a first row is Excel's `sep=;`, which only names the delimiter.
    private static boolean isDelimiterRow(String[] cells) {
        return cells.length == 2 && cells[0].equals("sep=") && cells[1].isEmpty();
    }

    private void checkColumns() {
        for (String column : events.asked()) {
            if (!columns.contains(column)) {
                throw new CommandException(name + " has no column " + column + NearestWord.suggestion(column, columns)
                        + "; it has " + String.join(", ", columns));
            }
        }
    }

    /// The rows in the head of the file, without the last one, which may be cut.
    private List<String[]> sample(byte[] head) {
        var text = new String(head, dialect.marker(), head.length - dialect.marker(), dialect.encoding());
        String whole = head.length < HEAD_BYTES ? text : text.substring(0, text.lastIndexOf('\n') + 1);
        var found = new ArrayList<String[]>();
        try (MappingIterator<String[]> some = rows(new StringReader(whole))) {
            some.forEachRemaining(found::add);
        } catch (JacksonException e) {
            // the row is reported when it is read
        }
        return found;
    }

    private Set<String> numeric(List<String[]> sample, boolean decimalComma) {
        return IntStream.range(0, columns.size()).filter(
                i -> CsvDialect.areNumbers(sample.stream().map(cells -> cells[i].strip()).toList(), decimalComma))
                .mapToObj(columns::get).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    String description() {
        return name + ": " + HumanText.count(columns.size(), "column") + " separated by " + dialect.delimiterName()
                + ", " + dialect.encoding().name() + (decimalComma ? ", decimal comma" : "") + "; the time is "
                + (columns.contains(events.time())
                        ? "in " + events.time()
                        : "now, since there is no column " + events.time() + " (--time-column names one)")
                + (columns.contains(events.value()) || numbers.isEmpty()
                        ? ""
                        : "; numbers: " + String.join(", ", numbers));
    }

    @Override
    boolean advance() {
        try {
            do {
                line = rows.currentLocation().getLineNr();
                if (!rows.hasNext()) {
                    return false;
                }
                row = rows.next();
            } while (row.length == 0 || row.length == 1 && row[0].isBlank() || line == 1 && isDelimiterRow(row));
            return true;
        } catch (JacksonException e) {
            throw spoiled(e);
        }
    }

    @Override
    Event event() {
        if (row.length != columns.size()) {
            throw new CommandException(where() + " has " + HumanText.count(row.length, "column") + ", and "
                    + columns.size() + " have a name; correct it");
        }
        var cells = new LinkedHashMap<String, Object>();
        for (int column = 0; column < row.length; column++) {
            cells.put(columns.get(column), row[column]);
        }
        try {
            return events.event(cells, () -> {
                cells.replaceAll((column, cell) -> typed(column, (String) cell));
                return Utf8.bytes(JsonOutput.MAPPER.writeValueAsString(cells));
            });
        } catch (CommandException e) {
            throw new CommandException(where() + e.getMessage(), e);
        }
    }

    private Object typed(String column, String cell) {
        if (cell.isEmpty()) {
            return null;
        }
        return numbers.contains(column)
                ? CsvDialect.number(cell.strip(), decimalComma).<Object>map(n -> n).orElse(cell)
                : cell;
    }

    private CommandException spoiled(JacksonException e) {
        return new CommandException(where() + (e.getCause() instanceof CharacterCodingException
                ? " or a line after it is not " + dialect.encoding().name()
                        + "; name the encoding of the file, such as --encoding windows-1252"
                : " is not CSV: a cell that begins with a quote ends with one, and quotes in it are doubled; correct it"),
                e);
    }

    @Override
    String where() {
        return name + ", line " + Math.max(1, line);
    }

    @Override
    long position() {
        return rows.currentLocation().getCharOffset();
    }

    @Override
    boolean isQuiet() {
        return false;
    }
}
