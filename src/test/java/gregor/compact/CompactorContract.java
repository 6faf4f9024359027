package gregor.compact;

import module java.base;

import static gregor.exercise.Wording.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a [Compactor] does to any [Log]. Each implementation has a test class that extends this one.
public abstract class CompactorContract {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private Instant now = NOON;

    /// Makes a log that nobody has written to.
    protected abstract Log newLog();

    private static Event event(String text) {
        String[] parts = text.split("=");
        return Event.of(parts[0].isEmpty() ? null : parts[0], parts.length == 1 ? null : parts[1]);
    }

    private static Batch batch(String texts) {
        return ListBatch.of(Origin.UNKNOWN, List.of(texts.split(" ")).stream().map(CompactorContract::event).toList());
    }

    /// `a=1 b=2` are two events, `a` is a tombstone, `=1` has no key.
    private Log logOf(String... texts) {
        Log log = newLog();
        for (String text : texts) {
            log.append(batch(text));
        }
        return log;
    }

    private Log logOfSingles(String texts) {
        return logOf(texts.split(" "));
    }

    private Compactor compactor(Log log, int maxKeys) {
        return new Compactor(log, new CompactionSettings(0.5, Duration.ZERO, HOUR, maxKeys), () -> now);
    }

    private Compactor compactor(Log log) {
        return compactor(log, 1000);
    }

    static Map<Key, Event> fold(List<Entry> entries) {
        var rows = new HashMap<Key, Event>();
        for (Entry entry : entries) {
            if (entry.event().key() != null) {
                if (entry.event().value() == null) {
                    rows.remove(new Key(entry.event().key()));
                } else {
                    rows.put(new Key(entry.event().key()), entry.event());
                }
            }
        }
        return rows;
    }

    @Test
    void keepsTheLatestEventOfEachKeyAtItsOwnOffset() {
        Log log = logOfSingles("a=1 b=1 a=2 c=1 a=3 b=2 z=1");
        compactor(log).compact();
        assertThat(log.entries(0)).hasToString("[3:c=1, 4:a=3, 5:b=2, 6:z=1]");
    }

    @Test
    void startAndEndStayWhereTheyAre() {
        Log log = logOfSingles("a=1 a=2 a=3 z=1");
        compactor(log).compact();
        assertThat(log.start()).isZero();
        assertThat(log.end()).isEqualTo(4);
        assertThat(log.append(event("a=4"))).isEqualTo(4);
    }

    @Test
    void theLastBatchIsNotTouchedSoThatAKeyMayStandThereAgain() {
        Log log = logOf("a=1", "a=2", "a=3 a=4");
        Compactor compactor = compactor(log);
        assertThat(compactor.head()).isEqualTo(2);
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[1:a=2, 2:a=3, 3:a=4]");
    }

    @Test
    void theHeadBeginsWithTheFirstBatchThatIsYoungerThanTheLag() {
        Log log = newLog();
        for (int minute = 0; minute < 5; minute++) {
            log.append(Event.of("a", "" + minute).at(NOON.plusSeconds(60 * minute)));
        }
        now = NOON.plusSeconds(60 * 4);
        var compactor = new Compactor(log, new CompactionSettings(0.5, Duration.ofMinutes(2), HOUR, 9), () -> now);
        assertThat(compactor.head()).as("an event is young until it is as old as the lag").isEqualTo(3);
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[2:a=2, 3:a=3, 4:a=4]");
    }

    @Test
    void aLogIsOverdueWhenItsFirstDirtyBatchIsOlderThanTheMaximumLag() {
        Log log = newLog();
        log.append(Event.of("a", "without a timestamp"));
        log.append(Event.of("a", "old").at(NOON));
        log.append(Event.of("b", "young").at(NOON.plus(HOUR)));
        var compactor = new Compactor(log, new CompactionSettings(1, Duration.ZERO, HOUR, HOUR, 9), () -> now);
        now = NOON.plus(HOUR);
        assertThat(compactor.isDue()).as("as old as the lag").isFalse();
        now = now.plusMillis(1);
        assertThat(compactor.isOverdue()).isTrue();
        assertThat(compactor.isDue()).isTrue();
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[1:a=old, 2:b=young]");
        now = now.plus(HOUR);
        assertThat(compactor.isOverdue()).as("the last batch is not compacted").isFalse();
        log.append(Event.of("c", "last").at(NOON));
        assertThat(compactor.isDue()).isTrue();
        compactor.compact();
        assertThat(compactor.isDue()).isFalse();
    }

    @Test
    void anOldEventBehindAYoungOneIsInTheHeadToo() {
        Log log = newLog();
        log.append(Event.of("a", "old").at(NOON.minus(HOUR)));
        log.append(Event.of("a", "young").at(NOON));
        log.append(Event.of("a", "late").at(NOON.minus(HOUR)));
        log.append(Event.of("z", "last").at(NOON));
        var compactor = new Compactor(log, new CompactionSettings(0.5, Duration.ofMinutes(2), HOUR, 9), () -> now);
        assertThat(compactor.head()).isEqualTo(1);
    }

    @Test
    void withoutATimestampNothingIsYoung() {
        now = Instant.EPOCH;
        Log log = logOfSingles("a=1 a=2 z=1");
        var compactor = new Compactor(log, new CompactionSettings(0.5, HOUR, HOUR, 9), () -> now);
        assertThat(compactor.head()).isEqualTo(2);
    }

    @Test
    void withoutALagNothingIsYoungNotEvenWhatClaimsToComeFromTheFuture() {
        Log log = newLog();
        for (int i = 0; i < 3; i++) {
            log.append(Event.of("a", "" + i).at(NOON.plus(HOUR)));
        }
        assertThat(compactor(log).head()).isEqualTo(2);
    }

    @Test
    void anEmptyLogAndALogOfOneBatchStayAsTheyAre() {
        Log log = newLog();
        Compactor compactor = compactor(log);
        compactor.compact();
        assertThat(log.end()).isZero();
        assertThat(compactor.dirtyRatio()).isZero();
        log.append(batch("a=1 a=2"));
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[0:a=1, 1:a=2]");
        assertThat(compactor.isDue()).isFalse();
    }

    @Test
    void aTombstoneTakesWhatIsBeforeItAndStaysItself() {
        Log log = logOfSingles("a=1 b=1 a=2 a z=1");
        compactor(log).compact();
        assertThat(log.entries(0)).hasToString("[1:b=1, 3:a=null, 4:z=1]");
    }

    @Test
    void aTombstoneGoesWithThePassThatFindsItHasStoodItsTime() {
        Log log = logOfSingles("a=1 a z=1");
        Compactor compactor = compactor(log);
        compactor.compact();
        now = now.plus(HOUR).minusMillis(1);
        compactor.compact();
        assertThat(log.entries(0)).as("a millisecond early").hasToString("[1:a=null, 2:z=1]");
        now = now.plusMillis(1);
        assertThat(log.entries(0)).as("time alone does nothing").hasSize(2);
        compactor.compact();
        assertThat(log.entries(0)).as("after an hour and a pass").hasToString("[2:z=1]");
        assertThat(log.start()).isZero();
    }

    @Test
    void theAgeOfATombstoneDoesNotCountOnlyThePassThatCleanedIt() {
        Log log = newLog();
        log.append(event("a=1").at(NOON.minus(HOUR.multipliedBy(9))));
        log.append(event("a").at(NOON.minus(HOUR.multipliedBy(8))));
        log.append(event("z=1"));
        compactor(log).compact();
        assertThat(log.entries(0)).hasToString("[1:a=null, 2:z=1]");
    }

    @Test
    void eachTombstoneCountsFromItsOwnPassAndLaterOnesDoNotRenewIt() {
        Log log = logOfSingles("a=1 a y=1");
        Compactor compactor = compactor(log);
        compactor.compact();
        now = now.plus(HOUR.dividedBy(2));
        log.append(batch("b=1"));
        log.append(batch("b"));
        log.append(batch("z=1"));
        compactor.compact();
        now = now.plus(HOUR.dividedBy(2));
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[2:y=1, 4:b=null, 5:z=1]");
        now = now.plus(HOUR.dividedBy(2));
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[2:y=1, 5:z=1]");
    }

    @Test
    void theTimeCountsFromTheEndOfThePass() {
        Log log = logOfSingles("a=1 a z=1");
        Compactor compactor = compactor(log);
        compactor.compact(() -> {
            now = now.plus(HOUR);
            return true;
        });
        assertThat(compactor.cleanPoints()).containsExactly(new CleanerCheckpoint(2, now));
        now = now.plus(HOUR).minusMillis(1);
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[1:a=null, 2:z=1]");
    }

    @Test
    void aTombstoneThatIsSupersededGoesAtOnce() {
        Log log = logOfSingles("a=1 a a=2 z=1");
        compactor(log).compact();
        assertThat(log.entries(0)).hasToString("[2:a=2, 3:z=1]");
    }

    @Test
    void aTombstoneInTheCleanPartIsSupersededByADirtyEvent() {
        Log log = logOfSingles("a=1 a y=1");
        Compactor compactor = compactor(log);
        compactor.compact();
        log.append(batch("a=2"));
        log.append(batch("z=1"));
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[2:y=1, 3:a=2, 4:z=1]");
    }

    @Test
    void anEventWithoutAKeyIsTheLatestOfNothing() {
        Log log = logOfSingles("a=1 =1 b=1 z=1");
        compactor(log).compact();
        assertThat(log.entries(0)).hasToString("[0:a=1, 2:b=1, 3:z=1]");
    }

    @Test
    void anEventWithoutAKeyGoesFromTheCleanPartToo() {
        Log log = logOfSingles("=1 a=1 z=1");
        new Compactor(log, CompactionSettings.DEFAULT, () -> now, List.of(new CleanerCheckpoint(2, NOON))).compact();
        assertThat(log.entries(0)).hasToString("[1:a=1, 2:z=1]");
    }

    @Test
    void anEmptyKeyIsAKey() {
        Log log = newLog();
        log.append(Event.of("", "1"));
        log.append(Event.of("", "2"));
        log.append(Event.of("z", "1"));
        compactor(log).compact();
        assertThat(log.entries(0)).hasToString("[1:=2, 2:z=1]");
    }

    @Test
    void keysWithOneHashAreTwoKeys() {
        assertThat(Key.of("Aa")).hasSameHashCodeAs(Key.of("BB"));
        Log log = logOfSingles("Aa=1 BB=1 Aa=2 AaAa=1 BBBB=1 AaBB=1 z=1");
        compactor(log).compact();
        assertThat(log.entries(0)).hasToString("[1:BB=1, 2:Aa=2, 3:AaAa=1, 4:BBBB=1, 5:AaBB=1, 6:z=1]");
    }

    @Test
    void whatIsLeftOfABatchStaysABatchOfTheSameProducer() {
        Log log = newLog();
        var origin = new Origin(7, (short) 2, 40);
        log.append(ListBatch.of(origin, List.of(event("a=1"), event("b=1"), event("a=2"), event("c=1"))));
        log.append(ListBatch.of(origin.after(4), List.of(event("b=2"), event("d=1"))));
        log.append(batch("c=2"));
        log.append(batch("z=1"));
        compactor(log).compact();
        var batches = new ArrayList<String>();
        for (Batch batch : log.read(0, 1000)) {
            batches.add(batch + " " + batch.origin().producerId() + " " + batch.origin().sequence());
        }
        assertThat(batches).containsExactly("[2:a=2] 7 42", "[4:b=2, 5:d=1] 7 44", "[6:c=2] -1 -1", "[7:z=1] -1 -1");
    }

    @Test
    void theNumberOfTheFirstEventThatIsLeftIsKeptWhereverItsBatchStands() {
        Log log = logOfSingles("y=1");
        log.append(ListBatch.of(new Origin(7, (short) 2, 40), List.of(event("a=1"), event("b=1"))));
        log.append(batch("a=2"));
        log.append(batch("z=1"));
        compactor(log).compact();
        Batch left = log.read(2, 1).iterator().next();
        assertThat(left).hasToString("[2:b=1]");
        assertThat(left.origin()).isEqualTo(new Origin(7, (short) 2, 41));
    }

    @Test
    void cleanPointsUpToTheEndAreTaken() {
        Log log = logOfSingles("a=1 a=2");
        var points = List.of(new CleanerCheckpoint(1, NOON), new CleanerCheckpoint(1, NOON),
                new CleanerCheckpoint(2, NOON));
        assertThat(new Compactor(log, CompactionSettings.DEFAULT, () -> now, points).cleanPoint()).isEqualTo(2);
    }

    @Test
    void theDirtyRatioIsThePartOfTheBytesThatNoPassHasSeen() {
        Log log = logOfSingles("a=1 b=1 a=2 z=1");
        Compactor compactor = compactor(log);
        assertThat(compactor.dirtyRatio()).isEqualTo(1.0);
        compactor.compact();
        assertThat(compactor.dirtyRatio()).isZero();
        log.append(batch("y=1"));
        assertThat(compactor.dirtyRatio()).as("b and a are clean, z is dirty, y is the head").isEqualTo(1 / 3.0);
        log.append(batch("x=1"));
        assertThat(compactor.dirtyRatio()).isEqualTo(0.5);
        assertThat(compactor.isDue()).as("half is not more than half").isFalse();
        log.append(batch("w=1"));
        assertThat(compactor.isDue()).isTrue();
    }

    @Test
    void aPassThatIsInterruptedWithinARoundLeavesTheLogAsItWas() {
        for (int patience = 0; patience < 12; patience++) {
            Log log = logOfSingles("a=1 b=1 a=2 c=1 a=3 b=2 z=1");
            List<Entry> before = log.entries(0);
            Compactor compactor = compactor(log);
            int[] left = {patience};
            assertThat(compactor.compact(() -> left[0]-- > 0)).as("interrupted after %d batches", patience).isFalse();
            assertThat(log.entries(0)).as("interrupted after %d batches", patience).isEqualTo(before);
            assertThat(compactor.cleanPoint()).isZero();
            assertThat(compactor.compact(() -> true)).isTrue();
            assertThat(log.entries(0)).hasToString("[3:c=1, 4:a=3, 5:b=2, 6:z=1]");
        }
    }

    @Test
    void whenTheKeysDoNotFitEachRoundMovesTheCleanPoint() {
        Log log = logOfSingles("a=1 b=1 a=2 c=1 d=1 a=3 b=2 z=1");
        Compactor compactor = compactor(log, 2);
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[3:c=1, 4:d=1, 5:a=3, 6:b=2, 7:z=1]");
        assertThat(compactor.cleanPoints()).extracting(CleanerCheckpoint::offset).containsExactly(3L, 5L, 7L);
    }

    @Test
    void theCleanPointMayLieInsideABatch() {
        Log log = logOf("a=1 b=1 c=1 a=2 b=2 c=2 d=1", "z=1");
        Compactor compactor = compactor(log, 2);
        int[] left = {2};
        assertThat(compactor.compact(() -> left[0]-- > 0)).as("interrupted in the second round").isFalse();
        assertThat(compactor.cleanPoint()).isEqualTo(2);
        assertThat(log.entries(0)).hasToString("[0:a=1, 1:b=1, 2:c=1, 3:a=2, 4:b=2, 5:c=2, 6:d=1, 7:z=1]");
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[3:a=2, 4:b=2, 5:c=2, 6:d=1, 7:z=1]");
    }

    @Test
    void roundsThatWereDoneBeforeAnInterruptionStayDone() {
        Log log = logOfSingles("a=1 a=2 b=1 b=2 c=1 c=2 z=1");
        Compactor compactor = compactor(log, 1);
        int[] left = {7};
        assertThat(compactor.compact(() -> left[0]-- > 0)).isFalse();
        assertThat(compactor.cleanPoint()).isEqualTo(2);
        assertThat(log.entries(0)).hasToString("[1:a=2, 2:b=1, 3:b=2, 4:c=1, 5:c=2, 6:z=1]");
    }

    @Test
    void aRoundChangesTheLogInOneStep() {
        Log log = logOfSingles("a=1 b=1 a=2 c=1 a=3 b=2 z=1");
        List<Entry> before = log.entries(0);
        compactor(log).compact(() -> {
            assertThat(log.entries(0)).as("in the middle of the round").isEqualTo(before);
            return true;
        });
        assertThat(log.entries(0)).hasSize(4);
    }

    @Test
    void eventsThatComeDuringAPassAreNotLost() {
        Log log = logOfSingles("a=1 a=2 b=1 z=1");
        compactor(log).compact(() -> {
            log.append(event("a=new"));
            return true;
        });
        assertThat(fold(log.entries(0)).get(Key.of("a"))).hasToString("a=new");
        assertThat(log.entries(0)).extracting(Entry::offset).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void whatLeavesDuringAPassDoesNotComeBack() {
        for (int moment = 0; moment < 8; moment++) {
            for (long upTo = 1; upTo <= 6; upTo++) {
                Log log = logOf("a=1 b=1", "a=2 c=1", "c=2", "z=1");
                long forgotten = upTo;
                int[] left = {moment};
                compactor(log).compact(() -> {
                    if (left[0]-- == 0) {
                        log.deleteBefore(forgotten);
                    }
                    return true;
                });
                if (left[0] < 0) {
                    assertThat(log.start()).as("forgot up to %d at batch %d", upTo, moment).isEqualTo(upTo);
                    List<Entry> whole = logOf("a=1 b=1", "a=2 c=1", "c=2", "z=1").entries(upTo);
                    assertThat(fold(log.entries(upTo))).as("forgot up to %d at batch %d", upTo, moment)
                            .isEqualTo(fold(whole));
                }
            }
        }
    }

    @Test
    void aLogThatIsReadInSeveralBitesMayLetGoOfItsStartMeanwhile() {
        Log log = newLog();
        for (int i = 0; i < 8; i++) {
            log.append(new Event(0, new byte[]{(byte) (i % 2)}, new byte[600_000], List.of()));
        }
        int[] asked = {0};
        compactor(log).compact(() -> {
            if (asked[0]++ % 2 == 0) {
                log.deleteBefore(Math.min(6, log.start() + 3));
            }
            return true;
        });
        assertThat(log.entries(6)).extracting(Entry::offset).containsExactly(6L, 7L);
    }

    @Test
    void anotherCompactorGoesOnWhereThisOneStopped() {
        Log log = logOfSingles("a=1 a y=1");
        Compactor first = compactor(log);
        first.compact();
        now = now.plus(HOUR);
        var second = new Compactor(log, CompactionSettings.DEFAULT, () -> now, first.cleanPoints());
        assertThat(second.cleanPoint()).isEqualTo(2);
        var third = new Compactor(log, new CompactionSettings(0.5, Duration.ZERO, HOUR, 9), () -> now,
                first.cleanPoints());
        third.compact();
        assertThat(log.entries(0)).as("the tombstone's time went on").hasToString("[2:y=1]");
    }

    @Test
    void aCompactorThatKnowsNoCleanPointsOnlyKeepsTombstonesLonger() {
        Log log = logOfSingles("a=1 a y=1");
        compactor(log).compact();
        now = now.plus(HOUR);
        Compactor second = compactor(log);
        second.compact();
        assertThat(log.entries(0)).hasToString("[1:a=null, 2:y=1]");
        now = now.plus(HOUR);
        second.compact();
        assertThat(log.entries(0)).hasToString("[2:y=1]");
    }

    @Test
    void cleanPointsOfAnotherLogAreRefused() {
        Log log = logOfSingles("a=1 a=2");
        assertThatThrownBy(() -> new Compactor(log, CompactionSettings.DEFAULT, () -> now,
                List.of(new CleanerCheckpoint(3, NOON)))).isInstanceOf(IllegalArgumentException.class)
                .has(message("clean point 3 is not between 0 and 2, so it belongs to another log;"
                        + " start without clean points"));
        var descending = List.of(new CleanerCheckpoint(2, NOON), new CleanerCheckpoint(1, NOON));
        assertThatThrownBy(() -> new Compactor(log, CompactionSettings.DEFAULT, () -> now, descending))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cleanPointsDoNotPileUp() {
        Log log = newLog();
        Compactor compactor = compactor(log);
        for (int minute = 0; minute < 600; minute++) {
            now = now.plusSeconds(60);
            log.append(event("a=" + minute));
            compactor.compact();
            compactor.compact();
        }
        assertThat(compactor.cleanPoints()).as("one a minute for an hour, and the one before")
                .hasSizeLessThanOrEqualTo(62);
    }

    @Test
    void aClockThatGoesBackOnlyKeepsTombstonesLonger() {
        Log log = logOfSingles("a=1 a b=1 y=1");
        Compactor compactor = compactor(log);
        compactor.compact();
        now = now.minus(HOUR);
        log.append(batch("z=1"));
        compactor.compact();
        now = NOON.plus(HOUR).minusMillis(1);
        compactor.compact();
        compactor.compact();
        assertThat(log.entries(0)).hasToString("[1:a=null, 2:b=1, 3:y=1, 4:z=1]");
    }

    /// One random history: appends, passes of which some are interrupted, leaving events, restarts, and a reader that
    /// is sometimes away, but never as long as tombstones stay.
    private final class History {
        private final Random random;
        private final Log log = newLog();
        private final TreeMap<Long, Event> all = new TreeMap<>();
        private final Map<Long, Instant> cleaned = new HashMap<>();
        private final Table reader = Table.of(log);
        private final CompactionSettings compaction;
        private Compactor compactor;
        private Instant lastRead = now;

        History(long seed) {
            random = new Random(seed);
            compaction = new CompactionSettings(0.5, Duration.ofMinutes(random.nextInt(3) * 5), HOUR,
                    1 + random.nextInt(7));
            compactor = new Compactor(log, compaction, () -> now);
        }

        void step() {
            advance(Duration.ofSeconds(random.nextInt(120)));
            int dice = random.nextInt(20);
            if (dice < 14) {
                append();
            } else if (dice < 17) {
                pass();
            } else if (dice == 17) {
                read();
                log.deleteBefore(random.nextLong(log.start(), Math.min(log.end(), log.start() + 5) + 1));
            } else if (dice == 18) {
                compactor = new Compactor(log, compaction, () -> now, compactor.cleanPoints());
            } else {
                advance(Duration.ofMinutes(50));
            }
        }

        /// Lets time pass; the reader reads before an hour is over.
        void advance(Duration time) {
            if (!lastRead.plus(HOUR).isAfter(now.plus(time))) {
                read();
            }
            now = now.plus(time);
        }

        void read() {
            reader.update();
            lastRead = now;
        }

        void append() {
            var events = new ArrayList<Event>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String key = random.nextInt(20) == 0 ? null : "k" + random.nextInt(9);
                events.add(Event.of(key, random.nextInt(4) == 0 ? null : "v" + all.size() + i).at(now));
            }
            long offset = log.append(ListBatch.of(Origin.UNKNOWN, events));
            for (Event event : events) {
                all.put(offset++, event);
            }
        }

        void pass() {
            Instant begun = now;
            int patience = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(60);
            int[] left = {patience};
            boolean done = compactor.compact(() -> {
                if (random.nextInt(30) == 0) {
                    append();
                }
                if (random.nextInt(8) == 0) {
                    advance(Duration.ofSeconds(1));
                }
                if (random.nextInt(20) == 0) {
                    read();
                }
                return left[0]-- > 0;
            });
            all.headMap(compactor.cleanPoint()).keySet().forEach(offset -> cleaned.putIfAbsent(offset, now));
            if (done) {
                assertThat(log.entries(log.start())).as("tombstones that had stood their time before the pass")
                        .noneMatch(entry -> entry.event().value() == null && cleaned.containsKey(entry.offset())
                                && !cleaned.get(entry.offset()).plus(HOUR).isAfter(begun));
            }
        }

        void check(String when) {
            List<Entry> left = log.entries(log.start());
            for (Entry entry : left) {
                assertThat(entry.event()).as("%s: offset %d", when, entry.offset()).isEqualTo(all.get(entry.offset()));
            }
            assertThat(left.stream().filter(entry -> entry.offset() < compactor.cleanPoint())
                    .map(entry -> new Key(entry.event().key()))).as("%s: keys before the clean point", when)
                    .doesNotHaveDuplicates();
            checkFold(when, random.nextLong(log.start(), log.end() + 1));
            checkTombstones(when, left);
        }

        void checkFold(String when, long from) {
            assertThat(fold(log.entries(from))).as("%s: folded from %d", when, from).isEqualTo(fold(whole(from)));
        }

        private List<Entry> whole(long from) {
            return all.tailMap(from).entrySet().stream().map(entry -> new Entry(entry.getKey(), entry.getValue()))
                    .toList();
        }

        /// The latest event of a key is there, or it is a tombstone that has stood an hour since it was cleaned.
        private void checkTombstones(String when, List<Entry> left) {
            var latest = new HashMap<Key, Long>();
            all.tailMap(log.start()).forEach((offset, event) -> {
                if (event.key() != null) {
                    latest.put(new Key(event.key()), offset);
                }
            });
            left.forEach(entry -> latest.values().remove(entry.offset()));
            latest.values().forEach(offset -> {
                assertThat(all.get(offset).value()).as("%s: offset %d is gone", when, offset).isNull();
                assertThat(cleaned.get(offset)).as("%s: tombstone %d is gone", when, offset).isNotNull()
                        .isBeforeOrEqualTo(now.minus(HOUR));
            });
        }

        void checkReader(String when) {
            reader.update();
            assertThat(reader.rows()).as("%s: the table of a reader that was never away for an hour", when)
                    .containsExactlyInAnyOrderEntriesOf(fold(whole(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
    void aCompactedLogFoldsLikeTheOriginalFromEveryOffset(long seed) {
        var history = new History(seed);
        for (int step = 0; step < 120; step++) {
            history.step();
            history.check("seed " + seed + ", step " + step);
        }
        history.pass();
        for (long from = history.log.start(); from <= history.log.end(); from++) {
            history.checkFold("seed " + seed + ", at the end", from);
        }
        history.checkReader("seed " + seed);
    }
}
