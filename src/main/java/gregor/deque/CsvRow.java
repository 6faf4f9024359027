package gregor.deque;

import module java.base;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/// An event as a row of a CSV table, without loss.
///
/// ```
/// row       = offset "," timestamp "," payload "," payload "," headers
/// offset    = digits
/// timestamp = ISO 8601 in UTC, to the millisecond; empty if the event has none
/// payload   = empty for null | the text | "base64:" and base64, if it is not UTF-8, is empty, or begins so itself
/// headers   = JSON: [[name, payload or null], …]; never empty, so that a row that was cut short is recognised
/// ```
///
/// For example, an event with the key `truck-17`, the two bytes FF 00 as its value, and one header:
///
/// ```
/// 12,2026-03-02T08:15:00.250Z,truck-17,base64:/wA=,"[[""lang"",""en""]]"
/// ```
///
/// Cells are quoted as in RFC 4180. Cost: bytes that are not text take a third more space and are not readable.
record CsvRow(long offset, String timestamp, String key, String value, String headers) {
    static final String HEADER = "offset,timestamp,key,value,headers\n";

    private static final String BASE64 = "base64:";
    private static final String NO_HEADERS = "[]";
    private static final String USUAL_TIME = "0000-00-00T00:00:00.000Z";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CELLS = 5;
    private static final ObjectReader ROWS = CsvMapper.builder()
            .enable(CsvReadFeature.WRAP_AS_ARRAY, CsvReadFeature.SKIP_EMPTY_LINES).build().readerFor(String[].class);

    static CsvRow of(Entry entry) {
        Event event = entry.event();
        boolean stamped = event.timestamp() != Event.NO_TIMESTAMP;
        return new CsvRow(entry.offset(), stamped ? time(event.timestamp()) : null, cell(event.key()),
                cell(event.value()), headers(event.headers()));
    }

    /// Formats a time as [Instant#toString()] does, which would take longer than the rest of the row.
    private static String time(long millis) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(millis / 1000, 0, ZoneOffset.UTC);
        if (time.getYear() > 9999) {
            return Instant.ofEpochMilli(millis).toString();
        }
        char[] text = USUAL_TIME.toCharArray();
        put(time.getYear(), text, 3);
        put(time.getMonthValue(), text, 6);
        put(time.getDayOfMonth(), text, 9);
        put(time.getHour(), text, 12);
        put(time.getMinute(), text, 15);
        put(time.getSecond(), text, 18);
        put((int) (millis % 1000), text, 22);
        return millis % 1000 == 0 ? new String(text, 0, 19) + "Z" : new String(text);
    }

    private static void put(int number, char[] text, int last) {
        for (int left = number, place = last; left > 0; left /= 10, place--) {
            text[place] = (char) ('0' + left % 10);
        }
    }

    private static String headers(List<Header> headers) {
        if (headers.isEmpty()) {
            return NO_HEADERS;
        }
        return JSON.writeValueAsString(
                headers.stream().map(header -> new String[]{header.key(), cell(header.value())}).toList());
    }

    private static CsvRow of(String[] cells) {
        if (cells.length != CELLS) {
            throw new IllegalArgumentException("it has " + cells.length + " cells, not " + CELLS);
        }
        return new CsvRow(Long.parseLong(cells[0].strip()), cells[1], cells[2], cells[3], cells[4]);
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
            throw new IllegalArgumentException(timestamp + " is before 1970, and no event is");
        }
        return new Entry(offset, new Event(time, bytes(key), bytes(value), found));
    }

    /// Parses a time. The usual form is parsed here: the general parser would take longer than the rest of the row.
    private static long millis(String time) {
        boolean usual = time.length() == USUAL_TIME.length();
        for (int i = 0; usual && i < time.length(); i++) {
            char letter = time.charAt(i);
            char expected = USUAL_TIME.charAt(i);
            usual = expected == '0' ? '0' <= letter && letter <= '9' : letter == expected;
        }
        try {
            if (!usual) {
                return Instant.parse(time).toEpochMilli();
            }
            var second = LocalDateTime.of(number(time, 0, 4), number(time, 5, 7), number(time, 8, 10),
                    number(time, 11, 13), number(time, 14, 16), number(time, 17, 19));
            return second.toEpochSecond(ZoneOffset.UTC) * 1000 + number(time, 20, 23);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + time + "\" is not a time in UTC such as 2026-03-02T08:15:00.250Z",
                    e);
        }
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
        } catch (JacksonException | ArrayIndexOutOfBoundsException e) {
            throw new ArchiveException("\"" + headers + "\" is not a list of headers such as [[\"name\",\"value\"]]");
        } catch (IllegalArgumentException e) {
            throw new ArchiveException(e.getMessage());
        }
    }

    private static byte[] bytes(String cell) {
        if (cell == null || cell.isEmpty()) {
            return null;
        }
        try {
            return cell.startsWith(BASE64)
                    ? Base64.getDecoder().decode(cell.substring(BASE64.length()))
                    : Utf8.bytes(cell);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + cell + "\" begins with base64: but is not Base64", e);
        }
    }

    /// Writes entries as lines of CSV.
    static String text(List<Entry> entries) {
        var lines = new StringBuilder();
        for (Entry entry : entries) {
            CsvRow row = of(entry);
            quote(row.timestamp, lines.append(row.offset).append(','));
            quote(row.key, lines.append(','));
            quote(row.value, lines.append(','));
            quote(row.headers, lines.append(','));
            lines.append('\n');
        }
        return lines.toString();
    }

    private static void quote(String cell, StringBuilder lines) {
        if (cell != null && needsQuotes(cell)) {
            lines.append('"').append(cell.replace("\"", "\"\"")).append('"');
        } else if (cell != null) {
            lines.append(cell);
        }
    }

    private static boolean needsQuotes(String cell) {
        return cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0 || cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0;
    }

    /// Reads a header and rows, one at a time.
    ///
    /// @param name the name of the text in messages
    /// @throws ArchiveException here or while reading; it names the text and the line
    static Stream<Entry> read(Reader text, String name) {
        var lines = new BufferedReader(text);
        try {
            String first = lines.readLine();
            if (!HEADER.strip().equals(first)) {
                throw new ArchiveException(name + ", line 1: the header is not that of an archive, " + HEADER.strip());
            }
        } catch (IOException e) {
            throw new ArchiveException("cannot read " + name + " as UTF-8", e);
        }
        MappingIterator<String[]> rows = ROWS.readValues(lines);
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

    private static Entry next(MappingIterator<String[]> rows, String name) {
        int line = rows.currentLocation().getLineNr() + 1;
        try {
            return rows.hasNext() ? of(rows.next()).entry() : null;
        } catch (JacksonException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new ArchiveException(name + ", after line " + line + ": this is not UTF-8; save it as UTF-8", e);
            }
            throw notARow(name, line, e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw notARow(name, line, e.getMessage());
        }
    }

    private static ArchiveException notARow(String name, int line, String reason) {
        return new ArchiveException(name + ", about line " + line + ": this is not a complete row of " + HEADER.strip()
                + " (" + reason + "); fix it, or let a broker open the archive, which sets a torn last row aside");
    }
}
