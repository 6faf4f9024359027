package gregor.stream;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimeWindowsTest {
    private static TimeWindows hopping(long size, long advance) {
        return TimeWindows.hopping(Duration.ofMillis(size), Duration.ofMillis(advance));
    }

    @Test
    void aTimeIsInOneTumblingWindow() {
        assertThat(hopping(10, 10).at(25)).containsExactly(new Window(20, 30));
    }

    @Test
    void aWindowHasItsStartAndNotItsEnd() {
        assertThat(hopping(10, 10).at(20)).as("at 20").containsExactly(new Window(20, 30));
        assertThat(hopping(10, 10).at(19)).as("at 19").containsExactly(new Window(10, 20));
        assertThat(hopping(10, 5).at(20)).as("at 20, hopping").containsExactly(new Window(15, 25), new Window(20, 30));
    }

    @Test
    void aTimeIsInSeveralHoppingWindowsTheEarliestFirst() {
        assertThat(hopping(10, 3).at(20)).containsExactly(new Window(12, 22), new Window(15, 25), new Window(18, 28));
        assertThat(hopping(10, 3).at(21)).containsExactly(new Window(12, 22), new Window(15, 25), new Window(18, 28),
                new Window(21, 31));
    }

    @Test
    void noWindowStartsBeforeZero() {
        assertThat(hopping(10, 3).at(4)).containsExactly(new Window(0, 10), new Window(3, 13));
        assertThat(hopping(10, 10).at(0)).containsExactly(new Window(0, 10));
    }

    @Test
    void aWindowIsClosedWhenStreamTimeReachesItsEndAndTheGrace() {
        TimeWindows windows = hopping(10, 10).grace(Duration.ofMillis(5));
        assertThat(windows.isClosed(new Window(0, 10), 14)).as("at 14").isFalse();
        assertThat(windows.isClosed(new Window(0, 10), 15)).as("at 15").isTrue();
    }

    @Test
    void aWindowDoesNotAdvanceByNothingOrMoreThanItsSize() {
        assertThatThrownBy(() -> hopping(10, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hopping(10, 11)).isInstanceOf(IllegalArgumentException.class);
    }
}
