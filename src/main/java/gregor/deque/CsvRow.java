package gregor.deque;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/// An event as a row of a table, such that nothing is lost.
///
/// ```
/// row       = offset "," timestamp "," payload "," payload "," headers
/// offset    = digits
/// timestamp = ISO 8601 in UTC, to the millisecond; empty if the event has none
/// payload   = empty for null | the text | "base64:" and base64, if it is not UTF-8, is empty, or begins so itself
/// headers   = JSON: [[name, payload or null], …]; never empty, so that a row that was cut short is known by it
/// ```
///
/// For example, an event with the key `truck-17`, the two bytes FF 00 as its value, and one header:
///
/// ```
/// 12,2026-03-02T08:15:00.250Z,truck-17,base64:/wA=,"[[""lang"",""en""]]"
/// ```
///
/// Cells are quoted as RFC 4180 says. What the format costs: bytes that are not text take a third more room, and
/// nobody can read them.
record CsvRow(long offset, String timestamp, String key, String value, String headers) {
    static final String HEADER = "offset,timestamp,key,value,headers\n";

    private static final String BASE64 = "base64:";
    private static final String NO_HEADERS = "[]";
    private static final String USUAL_TIME = "0000-00-00T00:00:00.000Z";
    private static final JsonMapper JSON = new JsonMapper();
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvWriteFeature.STRICT_CHECK_FOR_QUOTING)
            .enable(CsvReadFeature.FAIL_ON_MISSING_COLUMNS, CsvReadFeature.SKIP_EMPTY_LINES)
            .build();
    private static final CsvSchema ROWS = CsvSchema.builder().addColumn("offset").addColumn("timestamp")
            .addColumn("key").addColumn("value").addColumn("headers").build();

    static CsvRow of(Entry entry) {
        Event event = entry.event();
        boolean stamped = event.timestamp() != Event.NO_TIMESTAMP;
        return new CsvRow(entry.offset(), stamped ? Instant.ofEpochMilli(event.timestamp()).toString() : null,
                cell(event.key()), cell(event.value()), notes(event.headers()));
    }

    private static String notes(List<Header> headers) {
        if (headers.isEmpty()) {
            return NO_HEADERS;
        }
        return JSON.writeValueAsString(headers.stream()
                .map(header -> new String[] {header.key(), cell(header.value())}).toList());
    }

    Entry entry() {
        var found = new ArrayList<Header>();
        if (!headers.equals(NO_HEADERS)) {
            for (String[] header : JSON.readValue(headers, String[][].class)) {
                found.add(new Header(header[0], bytes(header[1])));
            }
        }
        long time = timestamp.isEmpty() ? Event.NO_TIMESTAMP : millis(timestamp);
        if (time < 0 && !timestamp.isEmpty()) {
            throw new IllegalArgumentException(timestamp + " lies before 1970, and no event does");
        }
        return new Entry(offset, new Event(time, bytes(key), bytes(value), found));
    }

    /// Reads a time. The usual form takes a short cut: the general parser would take longer for the time than all else
    /// takes for the row.
    private static long millis(String time) {
        boolean usual = time.length() == USUAL_TIME.length();
        for (int i = 0; usual && i < time.length(); i++) {
            char letter = time.charAt(i);
            char expected = USUAL_TIME.charAt(i);
            usual = expected == '0' ? '0' <= letter && letter <= '9' : letter == expected;
        }
        if (!usual) {
            return Instant.parse(time).toEpochMilli();
        }
        var second = LocalDateTime.of(number(time, 0, 4), number(time, 5, 7), number(time, 8, 10), number(time, 11, 13),
                number(time, 14, 16), number(time, 17, 19));
        return second.toEpochSecond(ZoneOffset.UTC) * 1000 + number(time, 20, 23);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    static String cell(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        return Utf8.text(bytes).filter(text -> !text.isEmpty() && !text.startsWith(BASE64))
                .orElseGet(() -> BASE64 + Base64.getEncoder().encodeToString(bytes));
    }

    static Event event(String timestamp, String key, String value, String headers) {
        try {
            return new CsvRow(0, timestamp, key, value, headers).entry().event();
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new ArchiveException("a cell is not as in an archive: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String cell) {
        if (cell == null || cell.isEmpty()) {
            return null;
        }
        return cell.startsWith(BASE64) ? Base64.getDecoder().decode(cell.substring(BASE64.length())) : Utf8.bytes(cell);
    }

    /// Writes entries as lines of CSV.
    static String text(List<Entry> entries) {
        var lines = new StringWriter();
        try (SequenceWriter rows = CSV.writerFor(CsvRow.class).with(ROWS).writeValues(lines)) {
            for (Entry entry : entries) {
                rows.write(of(entry));
            }
        }
        return lines.toString();
    }

    /// Reads a header and rows, one at a time.
    ///
    /// @param name what to call the text in a message
    /// @throws ArchiveException here or while reading; it names the text and the line
    static Stream<Entry> read(Reader text, String name) {
        var lines = new BufferedReader(text);
        try {
            String first = lines.readLine();
            if (!HEADER.strip().equals(first)) {
                throw new ArchiveException(name + ", line 1: the header of an archive is " + HEADER.strip()
                        + "; this is something else");
            }
        } catch (IOException e) {
            throw new ArchiveException("cannot read " + name + " as UTF-8", e);
        }
        MappingIterator<CsvRow> rows = CSV.readerFor(CsvRow.class).with(ROWS).readValues(lines);
        return StreamSupport.stream(new Spliterators.AbstractSpliterator<Entry>(Long.MAX_VALUE, Spliterator.ORDERED) {
            @Override
            public boolean tryAdvance(Consumer<? super Entry> action) {
                Entry entry = next(rows, name);
                if (entry != null) {
                    action.accept(entry);
                }
                return entry != null;
            }
        }, false).onClose(rows::close);
    }

    private static Entry next(MappingIterator<CsvRow> rows, String name) {
        int line = rows.currentLocation().getLineNr() + 1;
        try {
            return rows.hasNext() ? rows.next().entry() : null;
        } catch (JacksonException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new ArchiveException(name + ", after line " + line + ": this is not UTF-8; save it as UTF-8", e);
            }
            throw spoiled(name, line, e.getOriginalMessage());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw spoiled(name, line, e.getMessage());
        }
    }

    private static ArchiveException spoiled(String name, int line, String reason) {
        return new ArchiveException(name + ", about line " + line + ": this is not a complete row of " + HEADER.strip()
                + " (" + reason + "); mend it, or open the archive for writing, which sets a torn last row aside");
    }
}
