package gregor.archive;

import gregor.archive.ArchiveSummary.Count;
import gregor.archive.ArchiveSummary.Gap;
import gregor.deque.ArchiveException;
import gregor.list.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks DuckDB, which reads the files bit by bit, once for each question. What it must remember beyond its share of
/// the memory it puts into a temporary folder, so that an archive may be larger than the memory. Each of its threads
/// holds a piece of a file that has room for the longest row that it reads, 64 MiB; so there are not many of them.
///
/// DuckDB is no part of Gregor: `./gregor analyse --engine duckdb` fetches it.
public final class DuckDbEngine implements ArchiveQuery {
    private static final String MEMORY = "512MB";
    private static final int THREADS = 2;
    private static final long HOUR = 3_600_000;

    /// What a cell holds, in bytes.
    private static final String BYTES = """
            CREATE MACRO bytes(cell) AS CASE WHEN cell IS NULL THEN 0
                WHEN starts_with(cell, 'base64:') THEN octet_length(from_base64(substr(cell, 8))) ELSE strlen(cell) END
            """;
    /// The rows of a partition with the columns of [ArchiveTable]; and `wrong`, whether Gregor would not write one so.
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
            FROM p%d
            """;
    private static final String GAPS = """
            SELECT part, number - gap - 1 AS after, gap FROM p%d WHERE gap > 0 ORDER BY gap DESC, after LIMIT\s""" + ArchiveSummary.MOST;
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
    private static final String MOST = """
            SELECT %1$s, count(*) AS n FROM events WHERE %1$s IS NOT NULL GROUP BY %1$s ORDER BY n DESC, %1$s LIMIT\s""" + ArchiveSummary.MOST;
    private static final String WAITS = """
            SELECT wait, count(*) FROM (SELECT millis - lag(millis) OVER (ORDER BY millis) AS wait
                FROM events WHERE millis IS NOT NULL) WHERE wait IS NOT NULL GROUP BY wait ORDER BY wait
            """;

    /// It is one question to DuckDB after another, which do not say how far they are.
    @Override
    public ArchiveSummary answer(ArchivedTopic topic, LongConsumer progress) {
        for (int partition : topic.partitions().keySet()) {
            try (Stream<Entry> entries = topic.entries(partition)) {
                entries.findFirst();
            }
        }
        try {
            Path folder = Files.createTempDirectory("gregor-duckdb");
            try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
                new Asking(duck).run("SET memory_limit = '" + MEMORY + "'");
                new Asking(duck).run("SET threads = " + THREADS);
                new Asking(duck).run("SET temp_directory = '" + quoted(folder) + "'");
                return new Asking(duck).answer(topic);
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (SQLException e) {
            throw "08001".equals(e.getSQLState())
                    ? new ArchiveException("DuckDB is not here; ./gregor analyse --engine duckdb"
                    + " fetches it") : trouble(topic, e);
        } catch (IOException e) {
            throw new ArchiveException("there is no temporary folder for what DuckDB must remember; make room", e);
        }
    }

    /// DuckDB has found something wrong. Gregor's own reader says it in more useful words, with file and line.
    private static ArchiveException trouble(ArchivedTopic topic, SQLException found) {
        for (int partition : topic.partitions().keySet()) {
            try (Stream<Entry> entries = topic.entries(partition)) {
                entries.forEach(entry -> { });
            }
        }
        return new ArchiveException("DuckDB cannot read the archive of " + topic.name(), found);
    }

    private static String quoted(Path path) {
        return path.toAbsolutePath().toString().replace("'", "''");
    }

    /// A conversation about one topic.
    private record Asking(Connection duck) {
        void run(String command) throws SQLException {
            try (var statement = duck.createStatement()) {
                statement.execute(command);
            }
        }

        /// Hands each row of an answer to a listener.
        void ask(String question, Listener listener) throws SQLException {
            try (var statement = duck.createStatement(); ResultSet rows = statement.executeQuery(question)) {
                while (rows.next()) {
                    listener.hear(rows);
                }
            }
        }

        private interface Listener {
            void hear(ResultSet row) throws SQLException;
        }

        ArchiveSummary answer(ArchivedTopic topic) throws SQLException {
            run(BYTES);
            for (var partition : topic.partitions().entrySet()) {
                String file = quoted(partition.getValue()).replaceAll("[\\[*?]", "[$0]");
                run(PARTITION.formatted(partition.getKey(), file));
            }
            run("CREATE VIEW events AS " + topic.partitions().keySet().stream()
                    .map(number -> "SELECT * EXCLUDE (gap, behind) FROM p" + number)
                    .collect(Collectors.joining(" UNION ALL ")));
            long[] sums = new long[9];
            sums[2] = Long.MAX_VALUE;
            var gaps = new ArrayList<Gap>();
            for (int partition : topic.partitions().keySet()) {
                ask(ORDER.formatted(partition), row -> add(sums, row));
                ask(GAPS.formatted(partition), row -> gaps.add(new Gap(row.getInt(1), row.getLong(2), row.getLong(3))));
            }
            if (sums[8] > 0) {
                throw new SQLException(sums[8] + " rows are not as Gregor writes them");
            }
            boolean timed = sums[4] > 0;
            var extent = new ArchiveSummary.Extent(topic.partitions().size(), sums[0], sums[1],
                    timed ? ArchiveTable.time(sums[2]) : null,
                    timed ? ArchiveTable.time(sums[3]) : null, sums[0] - sums[4]);
            var order = new ArchiveSummary.OffsetOrder(sums[5], gaps.stream().sorted(TablesawEngine.WIDEST_FIRST)
                    .limit(ArchiveSummary.MOST).toList(),
                    sums[6], Duration.ofMillis(sums[7]));
            var days = new TreeMap<LocalDate, Long>();
            ask(DAYS, row -> days.put(LocalDate.ofEpochDay(row.getLong(1)), row.getLong(2)));
            return new ArchiveSummary(topic.name(), extent, rhythm(), keys(), most("status"), order, days, waits(sums[4] - 1));
        }

        private static void add(long[] sums, ResultSet row) throws SQLException {
            for (int i = 0; i < sums.length; i++) {
                long found = row.getLong(i + 1);
                sums[i] = switch (i) {
                    case 2 -> row.wasNull() ? sums[i] : Math.min(sums[i], found);
                    case 3, 7 -> Math.max(sums[i], found);
                    default -> sums[i] + found;
                };
            }
        }

        private ArchiveSummary.Activity rhythm() throws SQLException {
            var hours = new TreeMap<LocalDateTime, Long>();
            ask(HOURS, row -> hours.put(ArchiveTable.time(row.getLong(1) * HOUR), row.getLong(2)));
            var ofDay = new Long[24];
            var late = new Long[24];
            Arrays.fill(ofDay, 0L);
            Arrays.fill(late, 0L);
            ask(OF_DAY, row -> {
                ofDay[row.getInt(1)] = row.getLong(2);
                late[row.getInt(1)] = row.getLong(3);
            });
            return new ArchiveSummary.Activity(hours, List.of(ofDay), List.of(late));
        }

        private ArchiveSummary.KeyCounts keys() throws SQLException {
            long[] found = new long[2];
            ask(KEYS, row -> {
                found[0] = row.getLong(1);
                found[1] = row.getLong(2);
            });
            return new ArchiveSummary.KeyCounts(found[0], found[1], most("key"));
        }

        private List<Count> most(String column) throws SQLException {
            var counts = new ArrayList<Count>();
            ask(MOST.formatted(column), row -> counts.add(new Count(row.getString(1), row.getLong(2))));
            return List.copyOf(counts);
        }

        private Intervals waits(long total) throws SQLException {
            var counter = new IntervalCounter(total);
            ask(WAITS, row -> counter.add(row.getLong(1), row.getLong(2)));
            return counter.waits();
        }
    }
}
