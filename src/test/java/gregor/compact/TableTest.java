package gregor.compact;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.DequeLog;
import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    private final Log log = new ListLog();

    private void append(String key, String value) {
        log.append(Event.of(key, value));
    }

    @Test
    void theLatestValueOfAKeyIsItsRow() {
        append("a", "1");
        append("b", "1");
        append("a", "2");
        var table = Table.of(log);
        assertThat(table.text("a")).contains("2");
        assertThat(table.text("c")).isEmpty();
        assertThat(table).hasToString("[b=1, a=2]");
    }

    @Test
    void theRowsAreAViewInTheOrderOfTheirLastChange() {
        append("a", "1");
        append("b", "1");
        var table = Table.of(log);
        var rows = table.rows();
        table.row(Key.of("a"));
        table.text("a");
        assertThat(table).as("reading is no change").hasToString("[a=1, b=1]");
        append("a", "2");
        table.update();
        assertThat(rows.values()).as("rows that were asked for before the update").hasToString("[b=1, a=2]");
    }

    @Test
    void aTombstoneTakesTheRowAway() {
        append("a", "1");
        append("a", null);
        append("b", null);
        assertThat(Table.of(log).rows()).isEmpty();
    }

    @Test
    void anEmptyValueIsAValueAndAnEmptyKeyIsAKey() {
        append("", "");
        assertThat(Table.of(log).text("")).contains("");
    }

    @Test
    void theOffsetDecidesWhatIsLatestAndNotTheTimestamp() {
        log.append(Event.of("a", "younger").at(Instant.ofEpochSecond(2)));
        log.append(Event.of("a", "older").at(Instant.ofEpochSecond(1)));
        assertThat(Table.of(log).text("a")).contains("older");
    }

    @Test
    void eventsWithoutAKeyAreNoRows() {
        append(null, "1");
        append("a", "1");
        assertThat(Table.of(log).rows()).hasSize(1);
    }

    @Test
    void keysAreEqualByTheirBytes() {
        append("a", "1");
        assertThat(Table.of(log).row(new Key(new byte[]{'a'}))).isPresent();
        assertThat(Key.of("a")).isNotEqualTo(Key.of("b")).isNotEqualTo("a").hasToString("a");
    }

    @Test
    void updateReadsOnlyWhatIsNew() {
        var table = Table.of(log);
        append("a", "1");
        append("a", "2");
        assertThat(table.update()).isEqualTo(2);
        append("a", null);
        assertThat(table.update()).isEqualTo(1);
        assertThat(table.update()).isZero();
        assertThat(table.rows()).isEmpty();
    }

    @Test
    void updateReadsMoreThanOnePollGives() {
        for (int i = 0; i < 1234; i++) {
            append("k" + i % 7, "" + i);
        }
        var table = new Table(new Consumer("table", log));
        assertThat(table.update()).isEqualTo(1234);
        assertThat(table.rows()).hasSize(7);
    }

    @Test
    void aTableBeginsWhereItsConsumerStands() {
        append("a", "1");
        append("b", "1");
        var consumer = new Consumer("table", log);
        consumer.seek(1);
        var table = new Table(consumer);
        table.update();
        assertThat(table).hasToString("[b=1]");
    }

    @Test
    void whatHasLeftTheLogIsMissedLoudly() {
        append("a", "1");
        var table = Table.of(log);
        append("a", "2");
        append("a", "3");
        log.deleteBefore(2);
        assertThatThrownBy(table::update).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(table).as("the table is as it was").hasToString("[a=1]");
    }

    @Test
    void theRowsAreForLookingOnly() {
        append("a", "1");
        var rows = Table.of(log).rows();
        assertThatThrownBy(rows::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aTableTurnedIntoALogIsTheSameTable(long seed) {
        var random = new Random(seed);
        var following = Table.of(log);
        for (int i = 0; i < 300; i++) {
            append("k" + random.nextInt(20), random.nextInt(4) == 0 ? null : "v" + i);
            if (random.nextInt(9) == 0) {
                following.update();
            }
        }
        following.update();
        var copy = new DequeLog();
        following.writeTo(copy);
        assertThat(following.rows()).as("seed %d: bit by bit, and at once", seed).isEqualTo(Table.of(log).rows());
        assertThat(Table.of(copy).rows()).as("seed %d: through a log", seed).isEqualTo(following.rows());
        assertThat(copy.end()).as("seed %d: one event a row", seed).isEqualTo(following.rows().size());
        assertThat(Table.of(copy)).as("seed %d: in the same order", seed).hasToString(following.toString());
    }
}
