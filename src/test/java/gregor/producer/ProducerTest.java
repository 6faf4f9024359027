package gregor.producer;

import module java.base;

import static gregor.exercise.Wording.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ForwardingLog;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private final Log log = new ListLog();

    private Producer collecting(int batchSize, Origin origin) {
        return new Producer("P", log, batchSize, origin, () -> NOON);
    }

    @Test
    void sendsAtOnceUnlessToldToCollect() {
        new Producer("P", log).send(Event.of("a"));
        assertThat(log.end()).isEqualTo(1);
    }

    @Test
    void toStringNamesTheProducerWithoutAPosition() {
        var producer = new Producer("P", log);
        assertThat(producer.name()).isEqualTo("P");
        assertThat(producer.readPosition()).as("a producer has no position").isEmpty();
        assertThat(producer).hasToString("P");
    }

    @Test
    void collectsUntilTheBatchIsFull() {
        var producer = collecting(3, Origin.UNKNOWN);
        producer.send(Event.of("a"));
        producer.send(Event.of("b"));
        assertThat(log.end()).as("two of three are collected, none is in the log").isZero();
        assertThat(producer.collected()).isEqualTo(2);
        producer.send(Event.of("c"));
        assertThat(log.read(0, 100)).as("one batch of three").hasSize(1);
        assertThat(log.end()).isEqualTo(3);
        assertThat(producer.collected()).isZero();
    }

    @Test
    void flushSendsAnUnfinishedBatchAndNothingTwice() {
        var producer = collecting(3, Origin.UNKNOWN);
        producer.send(Event.of("a"));
        producer.flush();
        producer.flush();
        assertThat(log.entries(0)).hasToString("[0:a]");
    }

    @Test
    void stampsWhatHasNoTimestamp() {
        var producer = collecting(1, Origin.UNKNOWN);
        producer.send(Event.of("a"));
        producer.send(Event.of("b").at(Instant.EPOCH));
        assertThat(log.entries(0)).extracting(entry -> entry.event().timestamp()).containsExactly(NOON.toEpochMilli(),
                0L);
    }

    @Test
    void countsItsEventsInTheOriginOfItsBatches() {
        var producer = collecting(2, new Origin(7, (short) 0, 0));
        for (String value : "a b c d e".split(" ")) {
            producer.send(Event.of(value));
        }
        producer.flush();
        var sequences = new ArrayList<Integer>();
        for (Batch batch : log.read(0, 100)) {
            assertThat(batch.origin().producerId()).isEqualTo(7);
            sequences.add(batch.origin().sequence());
        }
        assertThat(sequences).containsExactly(0, 2, 4);
    }

    @Test
    void theSequenceAdvancesByTheEventsOfABatchThatIsNotFull() {
        var producer = collecting(3, new Origin(7, (short) 0, 0));
        producer.send(Event.of("a"));
        producer.flush();
        for (String value : "b c d e".split(" ")) {
            producer.send(Event.of(value));
        }
        producer.flush();
        var sequences = new ArrayList<Integer>();
        log.read(0, 100).forEach(batch -> sequences.add(batch.origin().sequence()));
        assertThat(sequences).containsExactly(0, 1, 4);
    }

    @Test
    void theSequenceStartsAgainAtZeroAfterTheLargestInt() {
        assertThat(new Origin(7, (short) 0, Integer.MAX_VALUE).after(1).sequence()).isZero();
    }

    @Test
    void whatTheLogRefusesStaysCollected() {
        boolean[] broken = {true};
        Log moody = new ListLogThatFails(broken);
        var producer = new Producer("P", moody, 1, new Origin(7, (short) 0, 0), () -> NOON);
        assertThatThrownBy(() -> producer.send(Event.of("a"))).has(message("no room"));
        assertThat(producer.collected()).isEqualTo(1);
        assertThatThrownBy(() -> producer.send(Event.of("b"))).as("a batch that is more than full")
                .has(message("no room"));
        broken[0] = false;
        producer.flush();
        assertThat(moody.entries(0)).hasToString("[0:a, 1:b]");
        assertThat(moody.read(0, 9).iterator().next().origin().sequence()).isZero();
    }

    @Test
    void aBatchOfNoneIsRefused() {
        assertThatThrownBy(() -> collecting(0, Origin.UNKNOWN)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void eachProducersEventsStayInItsOrder(long seed) {
        var random = new Random(seed);
        var numbers = collecting(3, Origin.UNKNOWN);
        var letters = collecting(2, Origin.UNKNOWN);
        int number = 0;
        char letter = 'a';
        for (int i = 0; i < 40; i++) {
            if (random.nextBoolean()) {
                numbers.send(Event.of("" + number++));
            } else {
                letters.send(Event.of("" + letter++));
            }
        }
        numbers.flush();
        letters.flush();
        List<String> values = log.entries(0).stream().map(Entry::event).map(Event::text).toList();
        assertThat(values).as("seed %d", seed).hasSize(40);
        var seen = values.stream().filter(value -> Character.isDigit(value.charAt(0))).map(Integer::parseInt).toList();
        assertThat(seen).as("seed %d: the numbers, in the order of the log", seed).isSorted();
        assertThat(values.stream().filter(value -> !Character.isDigit(value.charAt(0))).toList())
                .as("seed %d: the letters, in the order of the log", seed).isSorted();
    }

    /// A log that can be told to fail.
    private static final class ListLogThatFails extends ForwardingLog<ListLog> {
        private final boolean[] broken;

        ListLogThatFails(boolean[] broken) {
            super(new ListLog());
            this.broken = broken;
        }

        @Override
        public long append(Batch batch) {
            if (broken[0]) {
                throw new IllegalStateException("no room");
            }
            return log.append(batch);
        }
    }
}
