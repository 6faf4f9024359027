package gregor.stream;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionWindowsTest {
    private static final SessionWindows WINDOWS = SessionWindows.gap(Duration.ofMillis(5)).grace(Duration.ofMillis(2));

    @Test
    void anEventIsNearASessionUpToTheGap() {
        var session = new Window(10, 20);
        assertThat(WINDOWS.isNear(session, 5)).as("a gap before it").isTrue();
        assertThat(WINDOWS.isNear(session, 4)).as("more than a gap before it").isFalse();
        assertThat(WINDOWS.isNear(session, 25)).as("a gap after it").isTrue();
        assertThat(WINDOWS.isNear(session, 26)).as("more than a gap after it").isFalse();
        assertThat(WINDOWS.isNear(session, 15)).as("in it").isTrue();
    }

    @Test
    void anEventWithoutANearSessionIsASessionOfItsOwn() {
        assertThat(WINDOWS.merge(List.of(), 7)).isEqualTo(new Window(7, 7));
    }

    @Test
    void anEventExtendsASession() {
        assertThat(WINDOWS.merge(List.of(new Window(10, 20)), 24)).as("at its end").isEqualTo(new Window(10, 24));
        assertThat(WINDOWS.merge(List.of(new Window(10, 20)), 6)).as("at its start").isEqualTo(new Window(6, 20));
        assertThat(WINDOWS.merge(List.of(new Window(10, 20)), 15)).as("in it").isEqualTo(new Window(10, 20));
    }

    @Test
    void anEventBetweenTwoSessionsMergesThem() {
        assertThat(WINDOWS.merge(List.of(new Window(10, 20), new Window(28, 30)), 24)).isEqualTo(new Window(10, 30));
        assertThat(WINDOWS.merge(List.of(new Window(28, 30), new Window(10, 20)), 24)).as("the later one first")
                .isEqualTo(new Window(10, 30));
    }

    @Test
    void aSessionIsClosedWhenStreamTimeIsPastGapAndGrace() {
        assertThat(WINDOWS.isClosed(new Window(10, 20), 27)).as("at 27").isFalse();
        assertThat(WINDOWS.isClosed(new Window(10, 20), 28)).as("at 28").isTrue();
    }
}
