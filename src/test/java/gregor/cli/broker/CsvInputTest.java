package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.cli.console.CommandException;
import gregor.cli.console.TimeParser;
import gregor.list.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files as spreadsheets and other programs write them.
class CsvInputTest {
    private static final RowEvents EVENTS = new RowEvents("key", "value", "timestamp", List.of(),
            new TimeParser(null, ZoneOffset.UTC), List.of());
    private static final CsvInput.Settings DETECT = new CsvInput.Settings(Optional.empty(), Optional.empty(), null,
            null);

    private static CsvInput input(String text, String encoding, CsvInput.Settings settings) {
        byte[] bytes = text.getBytes(Charset.forName(encoding));
        return new CsvInput("f.csv", new BufferedInputStream(new ByteArrayInputStream(bytes), 1 << 20), EVENTS,
                settings);
    }

    private static CsvInput input(String text) {
        return input(text, "UTF-8", DETECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "ISO-8859-1", "UTF-16LE", "UTF-16BE"})
    void encodingsAndTheirMarksAreDetected(String encoding) {
        String mark = encoding.startsWith("UTF") ? "\ufeff" : "";
        Event event = input(mark + "key,city\r\nk,Köln\r\n", encoding, DETECT).next();
        assertThat(event).isEqualTo(Event.of("k", "{\"key\":\"k\",\"city\":\"Köln\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"key,n/a,1.50 => 1.50", "key;n/a;1.234,50 => 1234.50", "key;n/a;1.50 => 1.50",
            "key\tn/a\t-3 => -3", "key|n/a|0 => 0", "key;n/a;007 => \"007\"", "key;n/a;+49 => \"+49\"",
            "key,n/a,\"1,5\" => \"1,5\"", "key,n/a, => null", "sep=;/key;n/a;1 => 1", "key,n/a,NA => \"NA\"",
            "key,n/a,12345678901234567890 => \"12345678901234567890\"",
            "key,n/a,\"say \"\"hi\"\"\" => \"say \\\"hi\\\"\""})
    void delimitersAndNumbersAreDetected(String fileAndCell) {
        String[] parts = fileAndCell.replace('/', '\n').split(" => ");
        assertThat(input(parts[0]).next().text()).isEqualTo("{\"key\":\"a\",\"n\":" + parts[1] + "}");
    }

    /// A column is of numbers if all its cells are; a postcode with a leading zero keeps the others texts.
    @Test
    void aColumnHasOneType() {
        CsvInput input = input("key,zip,n\na,12345,1\nb,01234,\n");
        assertThat(input.next().text()).isEqualTo("{\"key\":\"a\",\"zip\":\"12345\",\"n\":1}");
        assertThat(input.next().text()).isEqualTo("{\"key\":\"b\",\"zip\":\"01234\",\"n\":null}");
        assertThat(input.description()).contains("numbers: n").doesNotContain("zip,");
    }

    @Test
    void linesAreCountedThroughQuotesAndBlankLines() {
        CsvInput input = input("key,value\n1,\"two\nlines\"\n\n2,x\r\n3\n");
        for (String where : List.of("f.csv, line 2", "f.csv, line 5")) {
            input.next();
            assertThat(input.where()).isEqualTo(where);
        }
        assertThatThrownBy(input::next).isInstanceOf(CommandException.class)
                .hasMessage("f.csv, line 6 has 1 column, and 2 have a name; correct it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {
                    "'1,2`3,4'|\"1\" is not the name of a column; if the file has no header, name its "
                            + "2 columns with --columns",
                    "a,a`1,2|names the column a twice", "''|is empty; its first row must name"})
    void aWrongHeaderIsRefused(String file, String reason) {
        assertThatThrownBy(() -> input(file.replace('`', '\n'))).isInstanceOf(CommandException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void columnsCanBeNamed() {
        var settings = new CsvInput.Settings(Optional.empty(), Optional.of('/'), List.of("key", "n"), true);
        assertThat(input("a/1,5\n", "UTF-8", settings).next().text()).isEqualTo("{\"key\":\"a\",\"n\":1.5}");
        assertThat(input(",n\n1,2\n").next().text()).isEqualTo("{\"column1\":1,\"n\":2}");
    }

    @ParameterizedTest
    @CsvSource({"2026-01-05T08:01:21Z,0", "2026-01-05T08:01:21.250Z,250", "2026-01-05 08:01:21,0",
            "2026-01-05T09:01:21+01:00,0", "2026-01-05 09:01:21 +0100,0", "2026-01-05 08:01:21 UTC,0",
            "20260105T08:01:21,0", "20260105T080121Z,0", "20260105T090121+0100,0", "1767600081,0", "1767600081.25,250",
            "1767600081250,250", "1767600081250000,250", "1767600081250000000,250", "'2026-01-05 08:01:21,250',250"})
    void timesAreOfManyForms(String text, long millis) {
        assertThat(new TimeParser(null, ZoneOffset.UTC).parse(text))
                .isEqualTo(Instant.parse("2026-01-05T08:01:21Z").plusMillis(millis));
    }

    @Test
    void aHundredThousandRowsKeepTheirLines() {
        CsvInput input = input("key,value\n" + "k,v\n".repeat(100_000));
        long rows = 0;
        for (Event event = input.next(); event != null; event = input.next()) {
            rows++;
            assertThat(input.where()).endsWith("line " + (rows + 1));
        }
        assertThat(rows).isEqualTo(100_000);
    }
}
