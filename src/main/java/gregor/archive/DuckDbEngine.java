package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;
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

    /// The bytes of a cell's content.
    private static final String BYTES = """
            CREATE MACRO bytes(cell) AS CASE WHEN cell IS NULL THEN 0
                WHEN starts_with(cell, 'base64:') THEN octet_length(from_base64(substr(cell, 8))) ELSE strlen(cell) END
            """;
    /// The rows of a partition with the columns of [SqlSummary].
    private static final String PARTITION = """
            CREATE VIEW p%1$d AS SELECT *, number - lag(number) OVER () - 1 AS gap,
                greatest(0, max(millis) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) - millis) AS behind,
                millis // 3600000 AS hour, millis // 86400000 AS day
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

    /// Never calls `progress`: DuckDB's queries report none.
    @Override
    public ArchiveSummary answer(ArchivedTopic topic, LongConsumer progress) {
        SqlSummary.checkHeaders(topic);
        try {
            Path folder = Files.createTempDirectory("gregor-duckdb");
            try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
                run(duck, "SET memory_limit = '" + MEMORY + "'");
                run(duck, "SET threads = " + THREADS);
                run(duck, "SET temp_directory = '" + quoted(folder) + "'");
                createEvents(duck, topic);
                return new SqlSummary((sql, rows) -> query(duck, sql, rows)).answer(topic);
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (SQLException e) {
            if ("08001".equals(e.getSQLState())) {
                throw new ArchiveException("DuckDB is not installed; ./gregor analyse --engine duckdb fetches it");
            }
            SqlSummary.checkRows(topic);
            throw new ArchiveException("DuckDB cannot read the archive of " + topic.name(), e);
        } catch (IOException e) {
            throw new ArchiveException("cannot create a temporary folder for DuckDB; make room on the disk", e);
        }
    }

    private static void createEvents(Connection duck, ArchivedTopic topic) throws SQLException {
        run(duck, BYTES);
        for (var partition : topic.partitions().entrySet()) {
            String file = quoted(partition.getValue()).replaceAll("[\\[*?]", "[$0]");
            run(duck, PARTITION.formatted(partition.getKey(), file));
        }
        run(duck, "CREATE VIEW events AS " + topic.partitions().keySet().stream()
                .map(number -> "SELECT * FROM p" + number).collect(Collectors.joining(" UNION ALL ")));
    }

    private static String quoted(Path path) {
        return SqlSummary.quoted(path.toAbsolutePath().toString());
    }

    private static void run(Connection duck, String command) throws SQLException {
        try (var statement = duck.createStatement()) {
            statement.execute(command);
        }
    }

    private static void query(Connection duck, String sql, Consumer<Object[]> rows) throws SQLException {
        try (var statement = duck.createStatement(); ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                var row = new Object[found.getMetaData().getColumnCount()];
                for (int column = 0; column < row.length; column++) {
                    row[column] = found.getObject(column + 1);
                }
                rows.accept(row);
            }
        }
    }
}
