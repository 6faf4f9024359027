package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.ArchiveException;
import gregor.deque.CsvArchive;
import gregor.list.Entry;
import gregor.list.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

/// Questions about the fields of people's own events.
class FieldReportTest {
    private static final Instant MONDAY = Instant.parse("2026-03-02T08:00:00Z");

    @TempDir
    private Path folder;
    private Table table;

    @BeforeEach
    void read() {
        table = table("{\"city\":\"Bonn\",\"price\":10,\"status\":\"late\",\"at\":\"2026-01-01 10:00\",\"ok\":true}",
                "{\"city\":\"Köln\",\"price\":2.5,\"status\":\"ontime\",\"key\":\"x\",\"a\":{\"b\":1}}",
                "plain--text--here",
                "{\"city\":\"Bonn\",\"price\":20,\"status\":\"late\",\"zip\":\"01234\",\"at\":\"2026-01-02\",\"none\":null}",
                "{broken", "{\"city\":7}");
    }

    private Table table(String... values) {
        var archive = CsvArchive.open(folder.resolve("trips.csv"));
        for (int i = 0; i < values.length; i++) {
            archive.add(List.of(new Entry(i, Event.of("k", values[i]).at(MONDAY.plusSeconds(3600 * i)))));
        }
        return ArchiveTable.withFields(Archive.at(folder.resolve("trips.csv")).topic("trips"), events -> {});
    }

    @Test
    void fieldsBecomeTypedColumns() {
        assertThat(table.columnNames()).containsExactly("partition", "offset", "time", "key", "bytes", "gap", "behind",
                "city", "price", "status", "at", "ok", "value.key", "a.b", "zip");
        assertThat(List.of("city", "price", "status", "at", "ok", "a.b", "zip"))
                .extracting(name -> table.column(name).type()).containsExactly(ColumnType.STRING, ColumnType.DOUBLE,
                        ColumnType.STRING, ColumnType.LOCAL_DATE_TIME, ColumnType.BOOLEAN, ColumnType.LONG,
                        ColumnType.STRING);
        assertThat(table.column("price").countMissing()).isEqualTo(3);
        assertThat(table.stringColumn("city").asList()).containsExactly("Bonn", "Köln", "", "Bonn", "", "7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"city=Bonn|2", "city!=Bonn|2", "price>=10|2", "price<10|1", "price>10|1", "price<=20|3",
                    "at<2026-01-02|1", "time>=2026-03-02T12:00|2", "ok=true|1", "zip=01234|1", "a.b=1|1",
                    "CITY=Bonn|2"})
    void conditionsSelectEvents(String condition, int events) {
        assertThat(FieldReport.of(table, List.of(), List.of(condition), null).sentences())
                .containsExactly("trips: " + events + " of 6 events where " + condition + ".");
    }

    @Test
    void textsAreCountedAndNumbersAreComputed() {
        ArchiveReport report = FieldReport.of(table, List.of("city", "price"), List.of(), null);
        assertThat(report.sentences()).containsExactly("trips: 6 of 6 events.",
                "city: 3 values, most often Bonn (2), 7 (1), Köln (1); 2 have none.",
                "price: 2.5 to 20, mean 10.8, median 10, sum 32.5; 3 have none.");
        assertThat(report.text(60)).contains("Events by city\nBonn  2  ██", "Events by price\n from 2.5  1  ██");
        assertThat(FieldReport.of(table, List.of("price"), List.of(), "city").text(60))
                .contains("Mean of price by city\nBonn   15  ██", "Köln  2.5  ██");
        assertThat(FieldReport.of(table, List.of("city"), List.of(), "hour").text(80))
                .contains("city=Bonn by hour of the day, UTC", "00 01 02");
    }

    @Test
    void groupsOfTimeAreInTheirOrder() {
        assertThat(FieldReport.of(table, List.of(), List.of(), "weekday").text(60))
                .contains("Events by weekday\nMon  6  ██", "\nTue  0\n");
        assertThat(FieldReport.of(table, List.of(), List.of("price>2"), null).text(80)).contains("Events by hour");
        assertThat(FieldReport.of(table, List.of(), List.of(), "month").html(folder)).content().contains("2026-03");
    }

    @Test
    void aWrongQuestionIsNamed() {
        assertThatThrownBy(() -> FieldReport.of(table, List.of("cty"), List.of(), null))
                .isInstanceOf(ArchiveException.class)
                .hasMessageStartingWith("the events of trips have no field cty; they")
                .hasMessageContaining("city, price");
        assertThatThrownBy(() -> FieldReport.of(table, List.of(), List.of("late"), null))
                .hasMessageStartingWith("\"late\" is not a condition; give one such as status=late");
        assertThatThrownBy(() -> FieldReport.of(table, List.of(), List.of("price=dear"), null))
                .hasMessageStartingWith("\"dear\" cannot be compared with price, which has numbers");
    }

    @Test
    void noEventsAreNoFailure() {
        Table none = table.emptyCopy();
        assertThat(FieldReport.of(none, List.of("city", "price"), List.of("city=x"), "hour").sentences())
                .contains("city: 0 values.");
    }
}
