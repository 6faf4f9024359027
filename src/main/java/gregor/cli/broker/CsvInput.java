package gregor.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.deque.ArchiveException;
import gregor.deque.CsvArchive;
import gregor.lesson.NearestWord;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/// Makes an event of each row of a CSV file whose first row names the columns.
///
/// Cells are read as in an archive: an empty cell is null, and `base64:` precedes bytes. Without a column for the
/// value, the whole row is the value, as a JSON object.
final class CsvInput extends EventInput {
    private static final String NO_HEADERS = "[]";

    private final Names names;
    private final List<Header> headers;
    private final List<String> columns;
    private final MappingIterator<String[]> rows;

    /// The names of the columns.
    ///
    /// @param asked those that the user has named, which must exist
    record Names(String key, String value, String time, List<String> asked) {}

    /// @throws CommandException if there is no first row, or it lacks a column that the user has named
    CsvInput(String name, InputStream in, Names names, List<Header> headers) {
        super(name, in);
        this.names = names;
        this.headers = headers;
        var reader = new BufferedReader(new InputStreamReader(in, UTF_8.newDecoder()));
        try {
            rows = new CsvMapper().readerFor(String[].class).with(CsvReadFeature.WRAP_AS_ARRAY)
                    .with(CsvReadFeature.SKIP_EMPTY_LINES).readValues(reader);
        } catch (JacksonException e) {
            throw spoiled(name, e);
        }
        String[] first = row();
        if (first == null) {
            throw new CommandException(name + " is empty; its first row must name the columns");
        }
        columns = List.of(first);
        checkColumns();
    }

    private void checkColumns() {
        for (String column : names.asked()) {
            if (!columns.contains(column)) {
                throw new CommandException(name + " has no column " + column + NearestWord.suggestion(column, columns)
                        + "; it has " + String.join(", ", columns));
            }
        }
    }

    @Override
    Event next() {
        String[] row = row();
        if (row == null) {
            return null;
        }
        if (row.length != columns.size()) {
            throw new CommandException(where() + " has " + HumanText.count(row.length, "column")
                    + ", and the first row names " + columns.size() + "; correct it");
        }
        try {
            var cells = new LinkedHashMap<String, String>();
            for (int column = 0; column < row.length; column++) {
                cells.put(columns.get(column), row[column]);
            }
            return event(cells);
        } catch (ArchiveException e) {
            throw new CommandException(where() + ": " + e.getMessage() + "; correct it", e);
        }
    }

    private Event event(Map<String, String> cells) {
        String whole = cells.containsKey(names.value()) ? null : JsonOutput.MAPPER.writeValueAsString(cells);
        String notes = cells.getOrDefault("headers", "");
        Event event = CsvArchive.event(cells.getOrDefault(names.time(), ""), cells.getOrDefault(names.key(), ""),
                cells.getOrDefault(names.value(), ""), notes.isEmpty() ? NO_HEADERS : notes);
        var more = new ArrayList<>(event.headers());
        more.addAll(headers);
        return new Event(event.timestamp(), event.key(), whole == null ? event.value() : Utf8.bytes(whole), more);
    }

    private String[] row() {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (JacksonException e) {
            throw spoiled(where(), e);
        }
    }

    private static CommandException spoiled(String where, JacksonException e) {
        return new CommandException(where + (e.getCause() instanceof CharacterCodingException
                ? " is not UTF-8; save it as UTF-8"
                : " is not CSV: " + e.getOriginalMessage()), e);
    }

    @Override
    String where() {
        return name + ", about line " + Math.max(1, rows.currentLocation().getLineNr());
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
