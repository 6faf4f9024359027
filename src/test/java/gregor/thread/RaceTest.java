package gregor.thread;

import static gregor.exercise.Wording.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RaceTest {
    private final Log log = new ListLog();
    private final Race race = Race.of(log, Event.of("a"), Event.of("b"));

    @RepeatedTest(20)
    void theSameScheduleLosesTheSameEventEveryTime() {
        assertThat(race.play("1 2 1 2 1 2")).containsExactly("1 has read the end: 0", "2 has read the end: 0",
                "1 has put its event into the list, as number 0", "2 has put its event into the list, as number 0",
                "1 is done", "2 is done");
        assertThat(new Consumer("C", log).poll(9)).hasToString("[0:a]");
        assertThat(log.end()).as("two appends, and the end has moved by one").isEqualTo(1);
    }

    @Test
    void oneAfterTheOtherLosesNothing() {
        race.play("2 2 2 1 1 1");
        assertThat(log.entries(0)).hasToString("[0:b, 1:a]");
    }

    @Test
    void aScheduleThatEndsEarlyIsPlayedToItsEnd() {
        assertThat(race.play("1 2")).hasSize(6);
        assertThat(race.step(1)).isEqualTo("1 was done before");
    }

    @Test
    void aLearnerMayGoStepByStep() {
        assertThat(race.step(2)).isEqualTo("2 has read the end: 0");
        assertThat(log.end()).isZero();
        assertThat(race.step(2)).isEqualTo("2 has put its event into the list, as number 0");
        assertThat(race.step(2)).isEqualTo("2 is done");
        assertThat(log.end()).isEqualTo(1);
        assertThat(race.step(1)).isEqualTo("1 has read the end: 1");
        race.play("1 1");
    }

    @Test
    void aWriterThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> race.step(3)).isInstanceOf(IllegalArgumentException.class)
                .has(message("unknown writer 3; give 1 to 2"));
        assertThatThrownBy(() -> race.play("1 x")).isInstanceOf(IllegalArgumentException.class);
        race.play("1");
    }

    @Test
    void aWriterThatFailsSaysSo() {
        var failing = new Race(() -> {
            throw new IllegalStateException("no room");
        });
        assertThat(failing.play("1")).containsExactly("1 fails: no room");
    }

    @RepeatedTest(20)
    void atALockTheSecondWriterWaitsForTheFirst() {
        var shared = new SharedLog(log);
        assertThat(Race.of(shared, Event.of("a"), Event.of("b")).play("1 2 1 2 1 2")).containsExactly(
                "1 has read the end: 0", "2 waits", "1 has put its event into the list, as number 0", "2 waits",
                "1 is done", "2 has read the end: 1", "2 has put its event into the list, as number 1", "2 is done");
        assertThat(shared.entries(0)).hasToString("[0:a, 1:b]");
    }

    @Test
    void allSchedulesAreCounted() {
        assertThat(Race.schedules(2, 1)).containsExactly("1 2", "2 1");
        assertThat(Race.schedules(2, 3)).hasSize(20).doesNotHaveDuplicates();
        assertThat(Race.schedules(3, 2)).hasSize(90).doesNotHaveDuplicates();
    }

    @Test
    void ofTwentySchedulesEighteenLoseAnEvent() {
        assertThat(Race.losses(ListLog::new)).isEqualTo(18);
        System.out.println("two writers, three steps each: 20 interleavings, 18 of them lose an event without a guard");
    }

    @Test
    void volatileIsNotEnough() {
        int lost = 0;
        for (String schedule : Race.schedules(2, 3)) {
            var log = new VolatileLog();
            new Race(() -> log.append("a"), () -> log.append("b")).play(schedule);
            lost += 2 - log.end;
        }
        assertThat(lost).isEqualTo(18);
    }

    private static final class VolatileLog {
        private final String[] slots = new String[2];
        private volatile int end;

        void append(String event) {
            int seen = end;
            Race.pause("read");
            slots[seen] = event;
            Race.pause("written");
            end = seen + 1;
        }
    }
}
