package gregor.stream;

import module java.base;

/// The processors that join.
final class Joins {
    private Joins() {}

    static Processor withTable(String name, BinaryOperator<String> joiner) {
        return (record, context) -> {
            if (record.key() == null || record.value() == null) {
                context.drop();
                return;
            }
            context.store(name).get(record.key()).map(StreamRecord::value)
                    .ifPresent(row -> context.forward(record.withValue(joiner.apply(record.value(), row))));
        };
    }

    static Processor withStream(String mine, String theirs, JoinWindow window, BinaryOperator<String> joiner) {
        return (record, context) -> {
            String key = record.key();
            String value = record.value();
            if (key != null) {
                remember(context.store(mine), window.retention(), record, key);
            }
            if (key == null || value == null) {
                context.drop();
                return;
            }
            long timestamp = record.timestamp();
            StateStore others = context.store(theirs);
            long from = Math.max(0, timestamp - window.before().toMillis());
            long to = timestamp + window.after().toMillis();
            others.starting(key, from, to).values()
                    .forEach(other -> context
                            .forward(new StreamRecord(key, joiner.apply(value, Objects.requireNonNull(other.value())),
                                    Math.max(timestamp, other.timestamp()))));
        };
    }

    /// Stores a record for those of the other stream that come later, unless it is late. One without a value only moves
    /// the time of the store. Older records, which no other one can reach any more, are removed.
    private static void remember(StateStore store, long retention, StreamRecord record, String key) {
        long time = record.timestamp();
        if (time <= store.streamTime() - retention) {
            return;
        }
        NavigableMap<WindowKey, StreamRecord> same = store.starting(key, time, time);
        int number = same.isEmpty() ? 0 : same.lastKey().number() + 1;
        store.put(new WindowKey(key, new Window(time, time), number), record.value(), time);
        store.removeEndingBefore(store.streamTime() - retention + 1);
    }
}
