package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;
import gregor.file.Folder;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.SQLException;

/// Computes the summary with Apache Spark: on all cores of this machine, or on a cluster whose machines all find the
/// files under the same path. Each partition is a task of its own, and what exceeds the memory goes to temporary files.
///
/// Spark is not part of Gregor: `./gregor analyse --engine spark` fetches it. A class loader of its own keeps its
/// libraries apart from Gregor's, so it is called by reflection; all the work is in the SQL.
public final class SparkEngine implements ArchiveQuery {
    /// Not base64, so no cell of an archive. Without it Spark would take an empty text for null.
    private static final String NO_CELL = "base64:-null-";
    private static final String FILE = """
            CREATE OR REPLACE TEMPORARY VIEW f%1$d (number BIGINT, stamp STRING, key STRING, value STRING, headers STRING)
            USING csv OPTIONS (path '%2$s', __globPaths__ 'false', header 'true', multiLine 'true', mode 'FAILFAST',
                escape '"', nullValue '%3$s', emptyValue '')
            """;
    private static final String BYTES = """
            CASE WHEN %1$s IS NULL THEN 0
                WHEN startswith(%1$s, 'base64:') THEN octet_length(to_binary(substr(%1$s, 8), 'base64'))
                ELSE octet_length(%1$s) END""";
    /// The rows of a partition with the columns of [SqlSummary], and `doubtful` for rows that may not be UTF-8.
    private static final String PARTITION = """
            SELECT *, number - lag(number) OVER (ORDER BY row) - 1 AS gap,
                greatest(0, max(millis) OVER (ORDER BY row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) - millis)
                    AS behind,
                millis div 3600000 AS hour, millis div 86400000 AS day
            FROM (SELECT %1$d AS part, monotonically_increasing_id() AS row, number, key,
                CASE WHEN startswith(stamp, '+') THEN NULL ELSE unix_millis(CAST(stamp AS TIMESTAMP)) END AS millis,
                CASE WHEN value LIKE '%%--%%--%%' AND NOT startswith(value, 'base64:')
                    THEN nullif(split_part(value, '--', 2), '') END AS status,
                %2$s + %3$s + CASE WHEN headers = '[]' THEN 0 ELSE aggregate(
                    from_json(headers, 'array<array<string>>', map('mode', 'FAILFAST')), 0L,
                    (sum, header) -> sum + octet_length(header[0]) + %4$s) END AS bytes,
                number IS NULL OR headers IS NULL OR NOT startswith(headers, '[') OR stamp NOT LIKE '%%T%%Z' AS wrong,
                contains(concat(coalesce(key, ''), coalesce(value, ''), headers), '\ufffd') AS doubtful
            FROM f%1$d)
            """;

    private interface Work {
        /// May throw any exception: Scala's methods do not declare those that Java checks.
        Object call() throws Exception;
    }

    private final Path jars;
    private final String master;
    /// Never closed: Spark's libraries load more classes when the process ends.
    private URLClassLoader loader;
    private Path folder;
    private Object spark;

    /// Creates an engine that starts Spark when it is first asked.
    ///
    /// @param jars   the folder of Spark's jars
    /// @param master `local[*]` for all cores of this machine, or the address of a cluster, such as `spark://HOST:7077`
    public SparkEngine(Path jars, String master) {
        this.jars = jars;
        this.master = master;
    }

    /// Never calls `progress`: Spark's queries report none.
    @Override
    public ArchiveSummary answer(ArchivedTopic topic, LongConsumer progress) {
        SqlSummary.checkHeaders(topic);
        start();
        try {
            createEvents(topic);
            var doubtful = new ArrayList<Object[]>();
            query("SELECT 1 FROM events WHERE doubtful LIMIT 1", doubtful::add);
            if (!doubtful.isEmpty()) {
                SqlSummary.checkRows(topic);
            }
            return new SqlSummary(this::query).answer(topic);
        } catch (SQLException e) {
            SqlSummary.checkRows(topic);
            throw new ArchiveException("Apache Spark cannot read the archive of " + topic.name()
                    + (isLocal() ? "" : "; each machine of the cluster must find it under the same path"), e);
        }
    }

    private boolean isLocal() {
        return master.startsWith("local");
    }

    private void start() {
        if (spark != null) {
            return;
        }
        URL[] urls = urls();
        try {
            folder = Files.createTempDirectory("gregor-spark");
        } catch (IOException e) {
            throw new ArchiveException("cannot create a temporary folder for Apache Spark; make room on the disk", e);
        }
        loader = new URLClassLoader("spark", urls, ClassLoader.getPlatformClassLoader());
        System.setProperty("log4j2.configurationFile",
                String.valueOf(SparkEngine.class.getResource("spark-log4j2.properties")));
        try {
            spark = inSpark(this::session);
        } catch (SQLException e) {
            close();
            throw new ArchiveException("cannot start Apache Spark with the master " + master
                    + (isLocal()
                            ? "; ./gregor analyse --engine spark starts it with the options that it needs"
                            : "; is a cluster of the same version running there?"),
                    e);
        }
    }

    private URL[] urls() {
        try (Stream<Path> files = Files.list(jars)) {
            var urls = new ArrayList<URL>();
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                urls.add(jar.toUri().toURL());
            }
            if (!urls.isEmpty()) {
                return urls.toArray(URL[]::new);
            }
        } catch (NoSuchFileException e) {
            // the message below
        } catch (IOException e) {
            throw new ArchiveException("cannot read the folder " + jars, e);
        }
        throw new ArchiveException("Apache Spark is not installed; ./gregor analyse --engine spark fetches it");
    }

    private Object session() throws ReflectiveOperationException {
        Object builder = loader.loadClass("org.apache.spark.sql.SparkSession").getMethod("builder").invoke(null);
        var settings = new TreeMap<>(Map.of("spark.master", master, "spark.app.name", "gregor", "spark.ui.enabled",
                "false", "spark.sql.session.timeZone", "UTC", "spark.sql.warehouse.dir",
                folder.resolve("warehouse").toUri().toString(), "spark.local.dir", folder.toString()));
        if (isLocal()) {
            settings.putAll(Map.of("spark.driver.host", "localhost", "spark.driver.bindAddress", "127.0.0.1"));
        }
        for (var setting : settings.entrySet()) {
            call(builder, "config", setting.getKey(), setting.getValue());
        }
        return call(builder, "getOrCreate");
    }

    private void createEvents(ArchivedTopic topic) throws SQLException {
        var parts = new ArrayList<String>();
        for (var partition : topic.partitions().entrySet()) {
            String file = "file:" + partition.getValue().toAbsolutePath().toUri().getPath();
            run(FILE.formatted(partition.getKey(), SqlSummary.quoted(file.replace("\\", "\\\\")), NO_CELL));
            parts.add(PARTITION.formatted(partition.getKey(), BYTES.formatted("key"), BYTES.formatted("value"),
                    BYTES.formatted("header[1]")));
        }
        run("CREATE OR REPLACE TEMPORARY VIEW events AS " + String.join(" UNION ALL ", parts));
    }

    private void run(String sql) throws SQLException {
        inSpark(() -> call(spark, "sql", sql));
    }

    private void query(String sql, Consumer<Object[]> rows) throws SQLException {
        inSpark(() -> {
            var found = (Iterator<?>) call(call(spark, "sql", sql), "toLocalIterator");
            while (found.hasNext()) {
                Object row = found.next();
                var cells = new Object[(int) call(row, "length")];
                for (int column = 0; column < cells.length; column++) {
                    cells[column] = call(row, "get", column);
                }
                rows.accept(cells);
            }
            return spark;
        });
    }

    /// Calls Spark with its class loader as the thread's, by which it finds classes.
    private Object inSpark(Work work) throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.call();
        } catch (Exception | LinkageError e) {
            throw new SQLException("Apache Spark failed", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Object call(Object target, String method, Object... arguments) throws ReflectiveOperationException {
        Class<?>[] types = Stream.of(arguments).map(argument -> argument instanceof Integer ? int.class : String.class)
                .toArray(Class<?>[]::new);
        return target.getClass().getMethod(method, types).invoke(target, arguments);
    }

    /// Stops Spark, if it runs, and deletes its temporary files.
    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try {
            if (spark != null) {
                inSpark(() -> call(spark, "stop"));
            }
        } catch (SQLException e) {
            throw new ArchiveException("cannot stop Apache Spark", e);
        } finally {
            spark = null;
            Folder.deleteAll(folder);
            folder = null;
        }
    }
}
