package gregor.archive;

import module java.base;

import static java.util.Comparator.comparing;
import static tech.tablesaw.aggregate.AggregateFunctions.sum;

import gregor.archive.ArchiveSummary.Count;
import gregor.archive.ArchiveSummary.Gap;
import gregor.list.Utf8;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/// Computes the summary with a Tablesaw table in memory, which takes about 60 bytes an event, and about 120 if all keys
/// differ.
public final class TablesawEngine implements ArchiveQuery {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Comparator<Count> LARGEST_FIRST = comparing(Count::events).reversed()
            .thenComparing(row -> Utf8.bytes(row.name()), Arrays::compareUnsigned);
    private static final Comparator<Gap> WIDEST_FIRST = comparing(Gap::missing).reversed().thenComparing(Gap::partition)
            .thenComparing(Gap::after);

    @Override
    public ArchiveSummary answer(ArchivedTopic topic, LongConsumer progress) {
        try {
            return answer(topic, ArchiveTable.of(topic, progress));
        } catch (OutOfMemoryError e) {
            throw ArchiveTable.tooLarge(topic);
        }
    }

    private static ArchiveSummary answer(ArchivedTopic topic, Table events) {
        int untimed = events.dateTimeColumn("time").countMissing();
        Table timed = untimed == 0 ? events : events.where(events.dateTimeColumn("time").isNotMissing());
        var extent = new ArchiveSummary.Extent(topic.partitions().size(), events.rowCount(),
                (long) events.intColumn("bytes").sum(), timed.dateTimeColumn("time").min(),
                timed.dateTimeColumn("time").max(), untimed);
        return new ArchiveSummary(topic.name(), extent, activity(timed), keys(events), most(counts(events, "status")),
                order(events), days(timed), intervals(timed.dateTimeColumn("time")));
    }

    /// Counts without `summarize`, which would make a string for each of many thousand hours.
    private static ArchiveSummary.Activity activity(Table timed) {
        long[] moments = timed.dateTimeColumn("time").asEpochMillisArray();
        StringColumn status = timed.stringColumn("status");
        var counts = new HashMap<Long, long[]>();
        var ofDay = new long[24];
        var late = new long[24];
        for (int row = 0; row < moments.length; row++) {
            long hour = moments[row] / HOUR;
            counts.computeIfAbsent(hour, first -> new long[1])[0]++;
            ofDay[(int) (hour % 24)]++;
            late[(int) (hour % 24)] += status.get(row).equals("late") ? 1 : 0;
        }
        var hours = new TreeMap<LocalDateTime, Long>();
        counts.forEach((hour, events) -> hours.put(ArchiveTable.time(hour * HOUR), events[0]));
        return new ArchiveSummary.Activity(hours, Arrays.stream(ofDay).boxed().toList(),
                Arrays.stream(late).boxed().toList());
    }

    /// Counts the events of each text in a column, without missing values. `summarize` cannot do it: it takes the key
    /// `NA`, for Namibia, for a missing value.
    private static List<Count> counts(Table events, String column) {
        return events.stringColumn(column).countByCategory().stream()
                .filter(row -> !row.getString("Category").isEmpty())
                .map(row -> new Count(row.getString("Category"), row.getInt("Count"))).toList();
    }

    private static List<Count> most(List<Count> counts) {
        return counts.stream().sorted(LARGEST_FIRST).limit(ArchiveSummary.MAX_ROWS).toList();
    }

    private static ArchiveSummary.KeyCounts keys(Table events) {
        List<Count> counts = counts(events, "key");
        return new ArchiveSummary.KeyCounts(counts.size(), events.stringColumn("key").countMissing(), most(counts));
    }

    private static SortedMap<LocalDate, Long> days(Table timed) {
        var days = new TreeMap<LocalDate, Long>();
        for (Row row : timed.summarize("bytes", sum).by(timed.dateTimeColumn("time").date().setName("day"))) {
            days.put(row.getDate("day"), (long) row.getDouble(1));
        }
        return days;
    }

    private static ArchiveSummary.OffsetOrder order(Table events) {
        Table gaps = events.where(events.longColumn("gap").isGreaterThan(0));
        List<Gap> widest = gaps.stream().map(row -> new Gap(row.getInt("partition"),
                row.getLong("offset") - row.getLong("gap") - 1, row.getLong("gap"))).sorted(WIDEST_FIRST)
                .limit(ArchiveSummary.MAX_ROWS).toList();
        Selection late = events.longColumn("behind").isGreaterThan(0);
        return new ArchiveSummary.OffsetOrder((long) gaps.longColumn("gap").sum(), widest, late.size(),
                Duration.ofMillis(late.isEmpty() ? 0 : (long) events.longColumn("behind").max()));
    }

    private static ArchiveSummary.Intervals intervals(DateTimeColumn times) {
        long[] moments = times.asEpochMillisArray();
        Arrays.sort(moments);
        long[] intervals = IntStream.range(1, moments.length).mapToLong(i -> moments[i] - moments[i - 1]).sorted()
                .toArray();
        var counter = new IntervalCounter(intervals.length);
        Arrays.stream(intervals).forEach(interval -> counter.add(interval, 1));
        return counter.intervals();
    }
}
