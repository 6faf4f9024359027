package gregor.deque;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Entry;
import gregor.list.Event;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/// Rows are written by hand, because that is faster: as Jackson's writer would, letter for letter.
class CsvRowTest {
    private static final String LETTERS = "ab,\"\n\r\t\0'#;: \u00e9\u6771\ud83d\ude9a";

    @Test
    void rowsAreWrittenAsJacksonWritesThem() {
        var writer = CsvMapper.builder().enable(CsvWriteFeature.STRICT_CHECK_FOR_QUOTING).build()
                .writerFor(String[].class).with(CsvSchema.emptySchema());
        var random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            String key = text(random);
            String value = text(random);
            CsvRow row = CsvRow.of(new Entry(i, Event.of(key, value).at(Instant.ofEpochMilli(i))));
            assertThat(CsvArchive.row(new Entry(i, Event.of(key, value).at(Instant.ofEpochMilli(i))))).isEqualTo(writer
                    .writeValueAsString(new String[]{"" + i, row.timestamp(), row.key(), row.value(), row.headers()}));
        }
    }

    private static String text(Random random) {
        int[] letters = LETTERS.codePoints().toArray();
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    @Test
    void timesAreWrittenAsInstantsAre() {
        var random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            long millis = switch (i % 4) {
                case 0 -> random.nextLong(Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli() + 1);
                case 1 -> random.nextLong(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond()) * 1000;
                case 2 -> random.nextLong(Long.MAX_VALUE);
                default -> random.nextLong(100_000_000);
            };
            var event = new Event(millis, null, "v".getBytes(UTF_8), List.of());
            assertThat(CsvRow.of(new Entry(0, event)).timestamp()).isEqualTo(Instant.ofEpochMilli(millis).toString());
        }
    }
}
