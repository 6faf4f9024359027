package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;
import gregor.deque.CsvArchive;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Utf8;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// An archived topic as a table: a row for each event, partition by partition, in the order of the offsets.
///
/// | column | what it is |
/// |---|---|
/// | `partition`, `offset` | its partition and offset |
/// | `time` | its timestamp in UTC; missing if it has none or one after the year 9999 |
/// | `key` | as written in the archive, so that keys that are not text stay distinct; missing for null |
/// | `status` | the text between the first two `--` of its value: `late` of `truck--late--kenya-nairobi-1010`;
/// missing if there is none |
/// | `bytes` | the bytes of key, value and headers, as [Event#sizeInBytes()] counts |
/// | `gap` | the number of offsets without an event between it and the event before it in its partition |
/// | `behind` | by how many milliseconds it is older than the latest timestamp before it in its partition; 0 if it is
/// not |
public final class ArchiveTable {
    static final long YEAR_10000 = LocalDateTime.of(10_000, 1, 1, 0, 0).toInstant(ZoneOffset.UTC).toEpochMilli();

    private static final int PROGRESS_EVENTS = 1000;
    private static final List<String> TAKEN = List.of("partition", "offset", "time", "key", "bytes", "gap", "behind");

    private final IntColumn partitions = IntColumn.create("partition");
    private final LongColumn offsets = LongColumn.create("offset");
    private final DateTimeColumn times = DateTimeColumn.create("time");
    private final StringColumn keys = StringColumn.create("key");
    private final StringColumn statuses = StringColumn.create("status");
    private final IntColumn bytes = IntColumn.create("bytes");
    private final LongColumn gaps = LongColumn.create("gap");
    private final LongColumn behind = LongColumn.create("behind");
    private long next;
    private long latest;

    private ArchiveTable() {}

    /// Reads all of a topic into memory.
    ///
    /// @throws ArchiveException if a file is not an archive (the message names it and the line), or memory is too small
    public static Table of(ArchivedTopic topic) {
        return of(topic, events -> {});
    }

    /// Reads all of a topic as [#of(ArchivedTopic)] does, with a column for each field of values that are JSON objects.
    /// A field named like one of the columns above is `value.name`; only `status` is replaced.
    public static Table withFields(ArchivedTopic topic, LongConsumer progress) {
        return withFields(topic, progress, value -> value);
    }

    /// Reads all of a topic as [#withFields(ArchivedTopic, LongConsumer)] does.
    ///
    /// @param decoder returns the JSON that a value means, or the value
    public static Table withFields(ArchivedTopic topic, LongConsumer progress, UnaryOperator<byte[]> decoder) {
        var fields = new FieldColumns();
        Table table = read(topic, progress, value -> fields.add(decoder.apply(value)));
        List<Column<?>> more = fields.columns(TAKEN);
        if (more.stream().anyMatch(column -> column.name().equals("status"))) {
            table.removeColumns("status");
        }
        more.forEach(table::addColumns);
        return table;
    }

    /// Reads all of a topic, and reports the number of events read so far at intervals.
    static Table of(ArchivedTopic topic, LongConsumer progress) {
        return read(topic, progress, value -> {});
    }

    private static Table read(ArchivedTopic topic, LongConsumer progress, Consumer<byte[]> values) {
        try {
            var table = new ArchiveTable();
            for (int partition : topic.partitions().keySet()) {
                table.next = -1;
                table.latest = 0;
                try (Stream<Entry> entries = topic.entries(partition)) {
                    entries.forEach(entry -> {
                        table.add(partition, entry);
                        values.accept(entry.event().value());
                        if (table.offsets.size() % PROGRESS_EVENTS == 0) {
                            progress.accept(table.offsets.size());
                        }
                    });
                }
            }
            return Table.create(topic.name(), table.partitions, table.offsets, table.times, table.keys, table.statuses,
                    table.bytes, table.gaps, table.behind);
        } catch (OutOfMemoryError e) {
            throw tooLarge(topic);
        }
    }

    static ArchiveException tooLarge(ArchivedTopic topic) {
        return new ArchiveException("the archive of " + topic.name() + " does not fit into the memory of this process, "
                + Runtime.getRuntime().maxMemory() / 1_000_000
                + " MB; ./gregor analyse --engine duckdb reads it in parts");
    }

    private void add(int partition, Entry entry) {
        Event event = entry.event();
        long time = event.timestamp();
        partitions.append(partition);
        offsets.append(entry.offset());
        if (time == Event.NO_TIMESTAMP || time >= YEAR_10000) {
            times.appendMissing();
            behind.append(0);
        } else {
            times.append(time(time));
            behind.append(Math.max(0, latest - time));
            latest = Math.max(latest, time);
        }
        gaps.append(next < 0 ? 0 : entry.offset() - next);
        next = entry.offset() + 1;
        keys.append(event.key() == null ? "" : CsvArchive.cell(event.key()));
        statuses.append(status(event.value()));
        bytes.append(event.sizeInBytes());
    }

    static LocalDateTime time(long millis) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000L), Math.floorMod(millis, 1000) * 1_000_000,
                ZoneOffset.UTC);
    }

    private static String status(byte[] value) {
        String text = value == null ? "" : Utf8.text(value).orElse("");
        int from = text.indexOf("--") + 2;
        int to = text.indexOf("--", from);
        return from < 2 || to < 0 || text.startsWith("base64:") ? "" : text.substring(from, to);
    }
}
