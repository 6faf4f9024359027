package gregor.file;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.Origin;

/// What happens to a log, and to a list beside it that cannot break: appends, forgets, compactions, flushes, and now
/// and then the log is closed and opened again. A number says which history it is.
public final class History {
    /// One thing that happens. It does the same to every log that is in the same state.
    public record Step(String name, Consumer<Log> on, boolean flush, boolean reopen) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Step> steps = new ArrayList<>();

    public History(long seed, int length) {
        var random = new Random(seed);
        for (int i = 0; i < length; i++) {
            int dice = random.nextInt(20);
            long luck = random.nextLong();
            if (dice < 12) {
                steps.add(step("append", log -> append(log, new Random(luck))));
            } else if (dice < 14) {
                steps.add(step("forget", log -> log.deleteBefore(between(log, new Random(luck)))));
            } else if (dice < 17) {
                steps.add(step("compact", log -> compact(log, new Random(luck))));
            } else if (dice < 19) {
                steps.add(new Step("flush", log -> {}, true, false));
            } else {
                steps.add(new Step("reopen", log -> {}, false, true));
            }
        }
    }

    private static Step step(String name, Consumer<Log> on) {
        return new Step(name, on, false, false);
    }

    public List<Step> steps() {
        return steps;
    }

    private static void append(Log log, Random random) {
        var events = new ArrayList<Event>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String value = "event " + log.end() + "+" + i
                    + ".".repeat(random.nextInt(random.nextInt(10) == 0 ? 900 : 40));
            events.add(Event.of(random.nextBoolean() ? null : "k" + random.nextInt(5), value)
                    .at(Instant.ofEpochMilli(1000 * log.end() + i)).with("offset", "" + log.end()));
        }
        log.append(ListBatch.of(new Origin(7, (short) 1, (int) log.end()), events));
    }

    private static long between(Log log, Random random) {
        return random.nextInt(8) == 0 ? log.end() : random.nextLong(log.start(), log.end() + 1);
    }

    /// Every second event goes, at random.
    private static void compact(Log log, Random random) {
        long upTo = between(log, random);
        var survivors = new ArrayList<Batch>();
        for (Batch batch : log.read(log.start(), Integer.MAX_VALUE)) {
            if (batch.lastOffset() < upTo) {
                var stay = new ArrayList<Entry>();
                for (Entry entry : batch) {
                    if (random.nextBoolean() && entry.offset() >= log.start()) {
                        stay.add(entry);
                    }
                }
                if (!stay.isEmpty()) {
                    survivors.add(new ListBatch(batch.origin(), stay));
                }
            }
        }
        log.replace(upTo, survivors);
    }

    /// A list to which the first steps have happened.
    Log model(int count) {
        var model = new ListLog();
        steps.stream().limit(count).forEach(step -> step.on().accept(model));
        return model;
    }
}
