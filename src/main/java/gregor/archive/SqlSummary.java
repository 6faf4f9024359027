package gregor.archive;

import module java.base;

import gregor.archive.ArchiveSummary.Count;
import gregor.archive.ArchiveSummary.Gap;
import gregor.deque.ArchiveException;
import gregor.list.Entry;
import java.sql.SQLException;

/// Computes the summary with SQL that both DuckDB and Apache Spark understand, from a view `events`.
///
/// The view has a row for each event, with the columns of [ArchiveTable]: `part`, `number` (the offset), `key`,
/// `status`, `bytes`, `gap` and `behind`, and these:
///
/// | column | what it is |
/// |---|---|
/// | `millis` | the timestamp in milliseconds; null if there is none or one after the year 9999 |
/// | `hour`, `day` | the number of hours and days since 1970 |
/// | `wrong` | whether Gregor does not write such a row |
record SqlSummary(Database database) {
    /// What executes the SQL.
    interface Database {
        /// Executes a query, and passes each row on.
        void query(String sql, Consumer<Object[]> rows) throws SQLException;
    }

    private static final long HOUR = 3_600_000;

    private static final String ORDER = """
            SELECT count(*), coalesce(sum(bytes), 0), min(millis), max(millis), count(millis), coalesce(sum(gap), 0),
                count(*) FILTER (WHERE behind > 0), coalesce(max(behind), 0), count(*) FILTER (WHERE wrong OR gap < 0)
            FROM events
            """;
    private static final String GAPS = """
            SELECT part, number - gap - 1 AS last, gap FROM events WHERE gap > 0 ORDER BY gap DESC, part, last LIMIT\s"""
            + ArchiveSummary.MAX_ROWS;
    private static final String HOURS = "SELECT hour, count(*) FROM events WHERE millis IS NOT NULL GROUP BY hour";
    private static final String OF_DAY = """
            SELECT hour % 24 AS of_day, count(*), count(*) FILTER (WHERE status = 'late')
            FROM events WHERE millis IS NOT NULL GROUP BY of_day
            """;
    private static final String DAYS = "SELECT day, sum(bytes) FROM events WHERE millis IS NOT NULL GROUP BY day";
    private static final String KEYS = """
            SELECT count(DISTINCT key), count(*) FILTER (WHERE key IS NULL) FROM events
            """;
    private static final String MOST_FREQUENT = """
            SELECT %1$s, count(*) AS n FROM events WHERE %1$s IS NOT NULL GROUP BY %1$s ORDER BY n DESC, %1$s LIMIT\s"""
            + ArchiveSummary.MAX_ROWS;
    /// Each day is sorted by itself, so that several threads or machines can share the work.
    private static final String INTERVALS = """
            SELECT wait, count(*) FROM (
                SELECT millis - lag(millis) OVER (PARTITION BY day ORDER BY millis) AS wait
                FROM events WHERE millis IS NOT NULL
                UNION ALL
                SELECT earliest - lag(latest) OVER (ORDER BY day) AS wait
                FROM (SELECT day, min(millis) AS earliest, max(millis) AS latest
                    FROM events WHERE millis IS NOT NULL GROUP BY day) AS days) AS waits
            WHERE wait IS NOT NULL GROUP BY wait ORDER BY wait
            """;

    /// Reads the first event of each partition.
    ///
    /// @throws ArchiveException if a file is no archive
    static void checkHeaders(ArchivedTopic topic) {
        for (int partition : topic.partitions().keySet()) {
            try (Stream<Entry> entries = topic.entries(partition)) {
                var _ = entries.findFirst();
            }
        }
    }

    /// Reads the archive with Gregor's own reader.
    ///
    /// @throws ArchiveException if a row is not in Gregor's form; the message names file and line
    static void checkRows(ArchivedTopic topic) {
        for (int partition : topic.partitions().keySet()) {
            try (Stream<Entry> entries = topic.entries(partition)) {
                entries.forEach(entry -> {});
            }
        }
    }

    /// Returns the content of a text literal in SQL: each quote is doubled.
    static String quoted(String text) {
        return text.replace("'", "''");
    }

    /// Computes the summary.
    ///
    /// @throws SQLException if a query fails or rows are not in Gregor's form
    ArchiveSummary answer(ArchivedTopic topic) throws SQLException {
        long[] sums = numbers(ORDER);
        if (sums[8] > 0) {
            throw new SQLException(sums[8] + " rows are not in Gregor's form");
        }
        var gaps = new ArrayList<Gap>();
        database.query(GAPS, row -> gaps.add(new Gap((int) number(row[0]), number(row[1]), number(row[2]))));
        boolean timed = sums[4] > 0;
        var extent = new ArchiveSummary.Extent(topic.partitions().size(), sums[0], sums[1],
                timed ? ArchiveTable.time(sums[2]) : null, timed ? ArchiveTable.time(sums[3]) : null,
                sums[0] - sums[4]);
        var order = new ArchiveSummary.OffsetOrder(sums[5], gaps, sums[6], Duration.ofMillis(sums[7]));
        var days = new TreeMap<LocalDate, Long>();
        database.query(DAYS, row -> days.put(LocalDate.ofEpochDay(number(row[0])), number(row[1])));
        return new ArchiveSummary(topic.name(), extent, activity(), keys(), most("status"), order, days,
                intervals(sums[4] - 1));
    }

    private long[] numbers(String sql) throws SQLException {
        var numbers = new ArrayList<Long>();
        database.query(sql, row -> Arrays.stream(row).map(SqlSummary::number).forEach(numbers::add));
        return numbers.stream().mapToLong(number -> number).toArray();
    }

    private static long number(Object cell) {
        return cell == null ? 0 : ((Number) cell).longValue();
    }

    private ArchiveSummary.Activity activity() throws SQLException {
        var hours = new TreeMap<LocalDateTime, Long>();
        database.query(HOURS, row -> hours.put(ArchiveTable.time(number(row[0]) * HOUR), number(row[1])));
        var ofDay = new Long[24];
        var late = new Long[24];
        Arrays.fill(ofDay, 0L);
        Arrays.fill(late, 0L);
        database.query(OF_DAY, row -> {
            ofDay[(int) number(row[0])] = number(row[1]);
            late[(int) number(row[0])] = number(row[2]);
        });
        return new ArchiveSummary.Activity(hours, List.of(ofDay), List.of(late));
    }

    private ArchiveSummary.KeyCounts keys() throws SQLException {
        long[] found = numbers(KEYS);
        return new ArchiveSummary.KeyCounts(found[0], found[1], most("key"));
    }

    private List<Count> most(String column) throws SQLException {
        var counts = new ArrayList<Count>();
        database.query(MOST_FREQUENT.formatted(column), row -> counts.add(new Count((String) row[0], number(row[1]))));
        return List.copyOf(counts);
    }

    private ArchiveSummary.Intervals intervals(long total) throws SQLException {
        var counter = new IntervalCounter(total);
        database.query(INTERVALS, row -> counter.add(number(row[0]), number(row[1])));
        return counter.intervals();
    }
}
