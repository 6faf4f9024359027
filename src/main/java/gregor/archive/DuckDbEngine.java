package gregor.archive;

import module java.base;

import gregor.archive.ArchiveSummary.Count;
import gregor.archive.ArchiveSummary.Gap;
import gregor.deque.ArchiveException;
import gregor.list.Entry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Computes the summary with DuckDB, which reads the files once for each query. What exceeds its memory limit goes to a
/// temporary folder, so an archive may be larger than memory. Each of its threads has a buffer for the longest row,
/// 64 MiB; so there are only two.
///
/// DuckDB is not part of Gregor: `./gregor analyse --engine duckdb` fetches it.
public final class DuckDbEngine implements ArchiveQuery {
    private static final String MEMORY = "512MB";
    private static final int THREADS = 2;
    private static final long HOUR = 3_600_000;

    /// The bytes of a cell's content.
    private static final String BYTES = """
            CREATE MACRO bytes(cell) AS CASE WHEN cell IS NULL THEN 0
                WHEN starts_with(cell, 'base64:') THEN octet_length(from_base64(substr(cell, 8))) ELSE strlen(cell) END
            """;
    /// The rows of a partition with the columns of [ArchiveTable], and `wrong` for rows that Gregor does not write.
    private static final String PARTITION = """
            CREATE VIEW p%1$d AS SELECT *, number - lag(number) OVER () - 1 AS gap,
                greatest(0, max(millis) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) - millis) AS behind
            FROM (SELECT %1$d AS part, number, key,
                CASE WHEN stamp LIKE '+%%' THEN NULL ELSE epoch_ms(CAST(stamp AS TIMESTAMP)) END AS millis,
                CASE WHEN value LIKE '%%--%%--%%' AND NOT starts_with(value, 'base64:')
                    THEN nullif(split_part(value, '--', 2), '') END AS status,
                bytes(key) + bytes(value) + CASE WHEN headers = '[]' THEN 0 ELSE list_sum(list_transform(
                    from_json(headers, '[["VARCHAR"]]'), lambda header: strlen(header[1]) + bytes(header[2]))) END AS bytes,
                number IS NULL OR headers IS NULL OR headers NOT LIKE '[%%' OR stamp NOT LIKE '%%T%%Z' AS wrong
            FROM read_csv('%2$s', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '',
                max_line_size = 67108864, buffer_size = 67108864, columns = {'number': 'BIGINT', 'stamp': 'VARCHAR',
                    'key': 'VARCHAR', 'value': 'VARCHAR', 'headers': 'VARCHAR'}))
            """;
    private static final String ORDER = """
            SELECT count(*), coalesce(sum(bytes), 0), min(millis), max(millis), count(millis), coalesce(sum(gap), 0),
                count(*) FILTER (behind > 0), coalesce(max(behind), 0), count(*) FILTER (wrong OR gap < 0)
            FROM events
            """;
    private static final String GAPS = """
            SELECT part, number - gap - 1 AS after, gap FROM events WHERE gap > 0 ORDER BY gap DESC, part, after LIMIT\s"""
            + ArchiveSummary.MAX_ROWS;
    private static final String HOURS = """
            SELECT millis // 3600000 AS hour, count(*) FROM events WHERE millis IS NOT NULL GROUP BY hour
            """;
    private static final String OF_DAY = """
            SELECT millis // 3600000 % 24 AS hour, count(*), count(*) FILTER (status = 'late')
            FROM events WHERE millis IS NOT NULL GROUP BY hour
            """;
    private static final String DAYS = """
            SELECT millis // 86400000 AS day, sum(bytes) FROM events WHERE millis IS NOT NULL GROUP BY day
            """;
    private static final String KEYS = "SELECT count(DISTINCT key), count(*) FILTER (key IS NULL) FROM events";
    private static final String MOST_FREQUENT = """
            SELECT %1$s, count(*) AS n FROM events WHERE %1$s IS NOT NULL GROUP BY %1$s ORDER BY n DESC, %1$s LIMIT\s"""
            + ArchiveSummary.MAX_ROWS;
    private static final String INTERVALS = """
            SELECT wait, count(*) FROM (SELECT millis - lag(millis) OVER (ORDER BY millis) AS wait
                FROM events WHERE millis IS NOT NULL) WHERE wait IS NOT NULL GROUP BY wait ORDER BY wait
            """;

    /// Never calls `progress`: DuckDB's queries report none.
    @Override
    public ArchiveSummary answer(ArchivedTopic topic, LongConsumer progress) {
        for (int partition : topic.partitions().keySet()) {
            try (Stream<Entry> entries = topic.entries(partition)) {
                var _ = entries.findFirst();
            }
        }
        try {
            Path folder = Files.createTempDirectory("gregor-duckdb");
            try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
                new Queries(duck).run("SET memory_limit = '" + MEMORY + "'");
                new Queries(duck).run("SET threads = " + THREADS);
                new Queries(duck).run("SET temp_directory = '" + quoted(folder) + "'");
                return new Queries(duck).answer(topic);
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (SQLException e) {
            throw "08001".equals(e.getSQLState())
                    ? new ArchiveException("DuckDB is not installed; ./gregor analyse --engine duckdb" + " fetches it")
                    : failure(topic, e);
        } catch (IOException e) {
            throw new ArchiveException("cannot create a temporary folder for DuckDB; make room on the disk", e);
        }
    }

    /// Reads the archive with Gregor's own reader, whose message names file and line.
    private static ArchiveException failure(ArchivedTopic topic, SQLException found) {
        for (int partition : topic.partitions().keySet()) {
            try (Stream<Entry> entries = topic.entries(partition)) {
                entries.forEach(entry -> {});
            }
        }
        return new ArchiveException("DuckDB cannot read the archive of " + topic.name(), found);
    }

    private static String quoted(Path path) {
        return path.toAbsolutePath().toString().replace("'", "''");
    }

    private record Queries(Connection duck) {
        void run(String command) throws SQLException {
            try (var statement = duck.createStatement()) {
                statement.execute(command);
            }
        }

        void query(String sql, RowListener listener) throws SQLException {
            try (var statement = duck.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    listener.accept(rows);
                }
            }
        }

        private interface RowListener {
            void accept(ResultSet row) throws SQLException;
        }

        ArchiveSummary answer(ArchivedTopic topic) throws SQLException {
            run(BYTES);
            for (var partition : topic.partitions().entrySet()) {
                String file = quoted(partition.getValue()).replaceAll("[\\[*?]", "[$0]");
                run(PARTITION.formatted(partition.getKey(), file));
            }
            run("CREATE VIEW events AS " + topic.partitions().keySet().stream()
                    .map(number -> "SELECT * FROM p" + number).collect(Collectors.joining(" UNION ALL ")));
            long[] sums = numbers(ORDER);
            var gaps = new ArrayList<Gap>();
            query(GAPS, row -> gaps.add(new Gap(row.getInt(1), row.getLong(2), row.getLong(3))));
            if (sums[8] > 0) {
                throw new SQLException(sums[8] + " rows are not in Gregor's form");
            }
            boolean timed = sums[4] > 0;
            var extent = new ArchiveSummary.Extent(topic.partitions().size(), sums[0], sums[1],
                    timed ? ArchiveTable.time(sums[2]) : null, timed ? ArchiveTable.time(sums[3]) : null,
                    sums[0] - sums[4]);
            var order = new ArchiveSummary.OffsetOrder(sums[5], gaps, sums[6], Duration.ofMillis(sums[7]));
            var days = new TreeMap<LocalDate, Long>();
            query(DAYS, row -> days.put(LocalDate.ofEpochDay(row.getLong(1)), row.getLong(2)));
            return new ArchiveSummary(topic.name(), extent, activity(), keys(), most("status"), order, days,
                    intervals(sums[4] - 1));
        }

        private long[] numbers(String sql) throws SQLException {
            var numbers = new ArrayList<Long>();
            query(sql, row -> {
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    numbers.add(row.getLong(column));
                }
            });
            return numbers.stream().mapToLong(number -> number).toArray();
        }

        private ArchiveSummary.Activity activity() throws SQLException {
            var hours = new TreeMap<LocalDateTime, Long>();
            query(HOURS, row -> hours.put(ArchiveTable.time(row.getLong(1) * HOUR), row.getLong(2)));
            var ofDay = new Long[24];
            var late = new Long[24];
            Arrays.fill(ofDay, 0L);
            Arrays.fill(late, 0L);
            query(OF_DAY, row -> {
                ofDay[row.getInt(1)] = row.getLong(2);
                late[row.getInt(1)] = row.getLong(3);
            });
            return new ArchiveSummary.Activity(hours, List.of(ofDay), List.of(late));
        }

        private ArchiveSummary.KeyCounts keys() throws SQLException {
            long[] found = numbers(KEYS);
            return new ArchiveSummary.KeyCounts(found[0], found[1], most("key"));
        }

        private List<Count> most(String column) throws SQLException {
            var counts = new ArrayList<Count>();
            query(MOST_FREQUENT.formatted(column), row -> counts.add(new Count(row.getString(1), row.getLong(2))));
            return List.copyOf(counts);
        }

        private ArchiveSummary.Intervals intervals(long total) throws SQLException {
            var counter = new IntervalCounter(total);
            query(INTERVALS, row -> counter.add(row.getLong(1), row.getLong(2)));
            return counter.intervals();
        }
    }
}
