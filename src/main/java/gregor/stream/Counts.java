package gregor.stream;

import module java.base;

/// The processors that count. The timestamp of a count is that of its latest record.
final class Counts {
    private Counts() {}

    static Processor byKey(String name) {
        return (record, context) -> {
            if (record.key() == null || record.value() == null) {
                context.drop();
                return;
            }
            add(context, context.store(name), WindowKey.of(record.key()), record, record.key());
        };
    }

    static Processor byTime(TimeWindows windows, String name) {
        return (record, context) -> {
            if (record.key() == null) {
                context.drop();
                return;
            }
            StateStore store = context.store(name);
            long streamTime = Math.max(store.streamTime(), record.timestamp());
            for (Window window : windows.at(record.timestamp())) {
                if (windows.isClosed(window, streamTime)) {
                    context.drop();
                } else {
                    WindowKey key = WindowKey.of(record.key(), window);
                    add(context, store, key, record, key.toString());
                }
            }
            store.removeEndingBefore(streamTime - windows.grace().toMillis() + 1);
        };
    }

    private static void add(Context context, StateStore store, WindowKey key, StreamRecord record, String resultKey) {
        Optional<StreamRecord> old = store.get(key);
        String count = "" + (old.map(Counts::number).orElse(0L) + 1);
        long timestamp = Math.max(record.timestamp(), old.map(StreamRecord::timestamp).orElse(0L));
        store.put(key, count, timestamp);
        context.forward(new StreamRecord(resultKey, count, timestamp));
    }

    private static long number(StreamRecord row) {
        return Long.parseLong(Objects.requireNonNull(row.value()));
    }

    static Processor bySession(SessionWindows windows, String name) {
        return (record, context) -> {
            if (record.key() == null) {
                context.drop();
                return;
            }
            StateStore store = context.store(name);
            long timestamp = record.timestamp();
            long streamTime = Math.max(store.streamTime(), timestamp);
            SortedMap<WindowKey, StreamRecord> near = near(windows, store, record.key(), timestamp);
            Window merged = windows.merge(near.keySet().stream().map(WindowKey::window).toList(), timestamp);
            if (windows.isClosed(merged, streamTime)) {
                context.drop();
            } else {
                WindowKey session = WindowKey.of(record.key(), merged);
                if (!merged.equals(new Window(timestamp, timestamp))) {
                    near.keySet().forEach(old -> {
                        store.put(old, null, old.window().end());
                        context.forward(new StreamRecord(old.toString(), null, old.window().end()));
                    });
                }
                String count = "" + (near.values().stream().mapToLong(Counts::number).sum() + 1);
                store.put(session, count, merged.end());
                context.forward(new StreamRecord(session.toString(), count, merged.end()));
            }
            store.removeEndingBefore(windows.retainedFrom(streamTime));
        };
    }

    private static SortedMap<WindowKey, StreamRecord> near(SessionWindows windows, StateStore store, String key,
            long timestamp) {
        var near = new TreeMap<WindowKey, StreamRecord>();
        store.starting(key, 0, timestamp + windows.gap().toMillis()).forEach((session, row) -> {
            if (windows.isNear(session.window(), timestamp)) {
                near.put(session, row);
            }
        });
        return near;
    }
}
