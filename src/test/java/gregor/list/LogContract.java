package gregor.list;

import module java.base;

import static gregor.exercise.Wording.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Log] promises. Each implementation has a test class that extends this one.
public abstract class LogContract {
    /// Makes a log that nobody has written to.
    protected abstract Log newLog();

    /// Whether a batch comes back as it went in. A log that says no gives each event back as a batch of its own.
    protected boolean keepsBatches() {
        return true;
    }

    private Log logOf(String... values) {
        Log log = newLog();
        for (String value : values) {
            log.append(Event.of(value));
        }
        return log;
    }

    private static ListBatch batchOf(String... values) {
        var events = new ArrayList<Event>();
        for (String value : values) {
            events.add(Event.of(value));
        }
        return ListBatch.of(Origin.UNKNOWN, events);
    }

    @Test
    void aNewLogIsEmptyAndStartsAtZero() {
        Log log = newLog();
        assertThat(log.start()).isZero();
        assertThat(log.end()).isZero();
        assertThat(log.sizeInBytes()).isZero();
        assertThat(log.entries(0)).isEmpty();
    }

    @Test
    void offsetsCountFromZeroInTheOrderOfTheAppends() {
        Log log = newLog();
        assertThat(log.append(Event.of("a"))).isEqualTo(0);
        assertThat(log.append(batchOf("b", "c"))).isEqualTo(1);
        assertThat(log.append(Event.of("d"))).isEqualTo(3);
        assertThat(log.end()).isEqualTo(4);
        assertThat(log.entries(0)).hasToString("[0:a, 1:b, 2:c, 3:d]");
    }

    @Test
    void readingRemovesNothing() {
        Log log = logOf("a", "b");
        assertThat(log.entries(0)).as("the second reading should find what the first found").isEqualTo(log.entries(0));
        assertThat(log.end()).isEqualTo(2);
    }

    @Test
    void readsFromTheMiddleOfABatch() {
        Log log = newLog();
        log.append(batchOf("a", "b", "c"));
        log.append(batchOf("d", "e"));
        Batch first = log.read(1, Integer.MAX_VALUE).iterator().next();
        assertThat(first.baseOffset()).as("a read gives whole batches").isEqualTo(keepsBatches() ? 0 : 1);
        assertThat(log.entries(1)).hasToString("[1:b, 2:c, 3:d, 4:e]");
    }

    @Test
    void aBatchWithAGapTakesAllItsOffsets() {
        if (!keepsBatches()) {
            return;
        }
        Log log = logOf("a");
        log.append(new ListBatch(Origin.UNKNOWN, List.of(new Entry(0, Event.of("b")), new Entry(4, Event.of("f")))));
        assertThat(log.append(Event.of("g"))).as("offsets 2 to 4 are a gap").isEqualTo(6);
        assertThat(log.entries(0)).hasToString("[0:a, 1:b, 5:f, 6:g]");
        assertThat(log.entries(3)).hasToString("[5:f, 6:g]");
    }

    @Test
    void readingAtTheEndGivesNothing() {
        assertThat(logOf("a", "b").entries(2)).isEmpty();
        assertThat(logOf("a", "b").read(2, 100)).isEmpty();
    }

    @Test
    void readingPastTheEndOrBeforeTheStartIsOutOfRange() {
        Log log = logOf("a", "b", "c");
        log.deleteBefore(1);
        assertThatThrownBy(() -> log.read(4, 100)).isInstanceOf(OffsetOutOfRangeException.class)
                .has(message("offset 4 is past the end of the log: the earliest is 1, the next to be written is 3"));
        assertThatThrownBy(() -> log.read(0, 100)).isInstanceOf(OffsetOutOfRangeException.class)
                .has(message("offset 0 has left the log: the earliest is 1, the next to be written is 3"));
        assertThatThrownBy(() -> log.read(-1, 100)).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void aReadKeepsToItsBytesButGivesOneBatchAtLeast() {
        Log log = logOf("12345", "12345", "12345");
        int size = log.read(0, 0).iterator().next().sizeInBytes();
        assertThat(log.read(0, 2 * size)).hasSize(2);
        assertThat(log.read(0, 2 * size - 1)).hasSize(1);
        assertThat(log.read(0, 0)).hasSize(1);
    }

    @Test
    void theProducerOfABatchTravelsWithIt() {
        Log log = newLog();
        var origin = new Origin(7, (short) 2, 40);
        log.append(Event.of("before"));
        log.append(ListBatch.of(origin, List.of(Event.of("a"), Event.of("b"))));
        assertThat(log.read(1, 100).iterator().next().origin()).isEqualTo(origin);
        Batch last = null;
        for (Batch batch : log.read(2, 100)) {
            last = batch;
        }
        assertThat(last.origin()).isEqualTo(keepsBatches() ? origin : origin.after(1));
    }

    @Test
    void anEventComesBackAsItWentIn() {
        Log log = newLog();
        var event = new Event(1234, new byte[]{0, -1}, null,
                List.of(new Header("h", null), new Header("h", new byte[0])));
        log.append(event);
        assertThat(log.entries(0)).containsExactly(new Entry(0, event));
    }

    @Test
    void forgettingMovesTheStartAndKeepsTheOffsets() {
        Log log = logOf("a", "b", "c", "d");
        log.deleteBefore(2);
        assertThat(log.start()).isEqualTo(2);
        assertThat(log.end()).isEqualTo(4);
        assertThat(log.entries(2)).hasToString("[2:c, 3:d]");
        assertThat(log.append(Event.of("e"))).isEqualTo(4);
    }

    @Test
    void theStartMayLieInsideABatch() {
        Log log = newLog();
        log.append(batchOf("a", "b", "c"));
        log.deleteBefore(2);
        assertThat(log.start()).isEqualTo(2);
        assertThat(log.entries(2)).hasToString("[2:c]");
    }

    @Test
    void forgettingWhatHasLeftDoesNothing() {
        Log log = logOf("a", "b", "c");
        log.deleteBefore(2);
        log.deleteBefore(1);
        assertThat(log.start()).isEqualTo(2);
    }

    @Test
    void forgettingEverythingKeepsCounting() {
        Log log = logOf("a", "b");
        log.deleteBefore(2);
        assertThat(log.start()).isEqualTo(2);
        assertThat(log.sizeInBytes()).as("the bytes that an empty log holds").isZero();
        assertThat(log.append(Event.of("c"))).as("an offset is never given twice").isEqualTo(2);
    }

    @Test
    void forgettingPastTheEndIsOutOfRangeAndForgetsNothing() {
        Log log = logOf("a", "b");
        assertThatThrownBy(() -> log.deleteBefore(3)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(log.start()).isZero();
    }

    @Test
    void survivorsKeepTheirOffsetsAndLeaveGaps() {
        Log log = logOf("a", "b", "c", "d", "e");
        List<Entry> old = log.entries(0);
        log.replace(4, List.of(new ListBatch(Origin.UNKNOWN, List.of(old.get(1), old.get(3)))));
        assertThat(log.entries(0)).hasToString("[1:b, 3:d, 4:e]");
        assertThat(log.entries(2)).hasToString("[3:d, 4:e]");
        assertThat(log.start()).isZero();
        assertThat(log.end()).isEqualTo(5);
    }

    @Test
    void replacingAllByNothingKeepsStartAndEnd() {
        Log log = logOf("a", "b", "c");
        log.replace(3, List.of());
        assertThat(log.entries(0)).isEmpty();
        assertThat(log.start()).isZero();
        assertThat(log.end()).isEqualTo(3);
        assertThat(log.append(Event.of("d"))).isEqualTo(3);
        assertThat(log.entries(1)).hasToString("[3:d]");
    }

    @Test
    void aBatchThatReachesBeyondTheReplacedPartStays() {
        Log log = newLog();
        log.append(batchOf("a"));
        log.append(batchOf("b", "c", "d"));
        log.replace(2, List.of());
        assertThat(log.entries(0)).hasToString(keepsBatches() ? "[1:b, 2:c, 3:d]" : "[2:c, 3:d]");
    }

    @Test
    void theBatchInWhichTheLogStartsMayStayAsItIs() {
        Log log = newLog();
        log.append(batchOf("a", "b", "c"));
        log.append(batchOf("d"));
        log.deleteBefore(1);
        var same = new ArrayList<Batch>();
        log.read(1, Integer.MAX_VALUE).forEach(same::add);
        same.removeLast();
        log.replace(3, same);
        assertThat(log.start()).isEqualTo(1);
        assertThat(log.entries(1)).hasToString("[1:b, 2:c, 3:d]");
    }

    @Test
    void survivorsThatDoNotFitAreRefusedAndNothingChanges() {
        Log log = logOf("a", "b", "c", "d");
        List<Entry> old = log.entries(0);
        Batch a = new ListBatch(Origin.UNKNOWN, old.subList(0, 1));
        Batch b = new ListBatch(Origin.UNKNOWN, old.subList(1, 2));
        Batch c = new ListBatch(Origin.UNKNOWN, old.subList(2, 3));
        assertThatThrownBy(() -> log.replace(2, List.of(b, a))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.replace(2, List.of(a, a))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.replace(2, List.of(c))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.replace(5, List.of())).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(log.entries(0)).isEqualTo(old);
    }

    /// Any sequence of operations has the same outcome as on a sorted map that is rebuilt without any cleverness.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void randomHistoriesAgreeWithANaiveModel(long seed) {
        var random = new Random(seed);
        Log log = newLog();
        var model = new TreeMap<Long, Event>();
        var bases = new TreeMap<Long, Long>();
        long start = 0;
        long end = 0;
        for (int step = 0; step < 400; step++) {
            int dice = random.nextInt(10);
            if (dice < 6) {
                var events = new ArrayList<Event>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    events.add(Event.of(random.nextBoolean() ? null : "k" + random.nextInt(9), "v" + end + i));
                }
                assertThat(log.append(ListBatch.of(Origin.UNKNOWN, events))).isEqualTo(end);
                if (keepsBatches()) {
                    bases.put(end, end + events.size() - 1);
                }
                for (Event event : events) {
                    if (!keepsBatches()) {
                        bases.put(end, end);
                    }
                    model.put(end++, event);
                }
            } else if (dice < 8) {
                long upTo = random.nextLong(Math.max(0, start - 2), end + 1);
                log.deleteBefore(upTo);
                start = Math.max(start, upTo);
                long kept = start;
                model.headMap(start).clear();
                bases.values().removeIf(last -> last < kept);
            } else {
                long upTo = random.nextLong(start, end + 1);
                var survivors = new ArrayList<Batch>();
                for (var batch : new TreeMap<>(bases.headMap(upTo)).entrySet()) {
                    if (batch.getValue() < upTo) {
                        bases.remove(batch.getKey());
                        var stay = new ArrayList<Entry>();
                        for (long offset = Math.max(start, batch.getKey()); offset <= batch.getValue(); offset++) {
                            Event event = model.get(offset);
                            if (event != null && random.nextBoolean()) {
                                stay.add(new Entry(offset, event));
                            } else {
                                model.remove(offset);
                            }
                        }
                        if (!stay.isEmpty()) {
                            survivors.add(new ListBatch(Origin.UNKNOWN, stay));
                            bases.put(stay.getFirst().offset(), stay.getLast().offset());
                        }
                    }
                }
                log.replace(upTo, survivors);
            }
            assertThat(log.start()).as("seed %d, step %d: start", seed, step).isEqualTo(start);
            assertThat(log.end()).as("seed %d, step %d: end", seed, step).isEqualTo(end);
            long from = random.nextLong(start, end + 1);
            var expected = model.tailMap(from).entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue()))
                    .toList();
            assertThat(log.entries(from)).as("seed %d, step %d: from %d", seed, step, from).isEqualTo(expected);
            long held = 0;
            for (Batch batch : log.read(start, Integer.MAX_VALUE)) {
                held += batch.sizeInBytes();
            }
            assertThat(log.sizeInBytes()).as("seed %d, step %d: size", seed, step).isEqualTo(held);
        }
    }
}
