package gregor.cli.broker;

import module java.base;

import gregor.archive.Archive;
import gregor.archive.ArchiveQuery;
import gregor.archive.ArchiveReport;
import gregor.archive.ArchiveSummary;
import gregor.archive.ArchiveTable;
import gregor.archive.ArchivedTopic;
import gregor.archive.DuckDbEngine;
import gregor.archive.FieldReport;
import gregor.archive.SparkEngine;
import gregor.archive.TablesawEngine;
import gregor.cli.console.Browser;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.ProgressLine;
import gregor.deque.ArchiveException;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Sample;
import gregor.list.Utf8;
import gregor.schema.SchemaDecoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `gregor analyse`: statistics of events as text, as a page and as a picture.
@Command(name = "analyse", mixinStandardHelpOptions = true, sortOptions = false,
        description = {
                "Analyse an archive, a topic or a CSV file: how many events, when, how late, which are missing. "
                        + "Writes a page and a picture.",
                "With --field, --where or --by it answers questions about the fields of JSON values and the columns of "
                        + "CSV."})
final class AnalyseCommand implements Callable<Integer> {
    private static final int WIDTH = 80;
    private static final Pattern MASTER = Pattern
            .compile("local(\\[(\\*|[1-9]\\d{0,3})])?|spark://[^\\s,:/]+:\\d{1,5}(,[^\\s,:/]+:\\d{1,5})*");

    @Parameters(arity = "0..1", paramLabel = "ARCHIVE",
            description = "A folder of archives, a topic's folder in it, or a single file; with --csv or --json-lines "
                    + "any such file. By default the broker's archive.")
    private Path path;

    @Option(names = {"-t", "--topic"}, paramLabel = "NAME",
            description = "Only this topic. If it has no archive, the topic itself is read.")
    private String topic;

    @Option(names = "--field", paramLabel = "NAME", description = "Describe this field; you can give several.")
    private List<String> fields = List.of();

    @Option(names = "--where", paramLabel = "CONDITION",
            description = "Only events that meet a condition, such as status=late or \"price>=10\"; you can give several.")
    private List<String> where = List.of();

    @Option(names = "--by", paramLabel = "GROUP",
            description = "Group by hour (of the day), weekday, day, month, or a field.")
    private String by;

    @Mixin
    private InputOptions input;

    @Option(names = "--report", paramLabel = "DIR",
            description = "The folder for page and picture; by default the folder report in the data folder, or a "
                    + "temporary one if that cannot be written.")
    private Path to;

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "tablesaw",
            description = "tablesaw works in memory; duckdb also on larger archives; spark, which is Apache Spark, also "
                    + "on several machines. The first time, duckdb downloads 80 MB and spark 280 MB.")
    private Engine engine;

    @Option(names = "--master", paramLabel = "ADDRESS",
            description = "With --engine spark: the cluster, as spark://HOST:PORT; its machines must find the archive "
                    + "under the same path. By default local[*], the cores of this machine.")
    private String master;

    enum Engine {
        TABLESAW, DUCKDB, SPARK;
    }

    @Option(names = "--open", description = "Show the page in your browser.")
    private boolean open;

    @Mixin
    private ConnectionOptions broker;

    @Override
    public Integer call() {
        input.check();
        checkEngine();
        try (EventSource source = input.isTable() && path != null
                ? EventSource.of(input, path)
                : EventSource.of(broker, path == null ? broker.archive() : path, topic)) {
            return call(source.archive());
        }
    }

    private void checkEngine() {
        if (engine != Engine.TABLESAW && !hasNoQuestions()) {
            throw new CommandException("--engine " + engine.name().toLowerCase(Locale.ROOT)
                    + " answers no questions with --field, --where and --by; omit it");
        }
        if (master != null && engine != Engine.SPARK) {
            throw new CommandException("--master needs --engine spark; add that");
        }
        if (master != null && !MASTER.matcher(master).matches()) {
            throw new CommandException(
                    "--master is \"" + master + "\"; give spark://HOST:PORT, local[*], or local[N] for N cores");
        }
    }

    private boolean hasNoQuestions() {
        return fields.isEmpty() && where.isEmpty() && by == null;
    }

    private ArchiveQuery query() {
        return switch (engine) {
            case TABLESAW -> new TablesawEngine();
            case DUCKDB -> new DuckDbEngine();
            case SPARK -> new SparkEngine(Sample.home().resolve("target/spark"),
                    Objects.requireNonNullElse(master, "local[*]"));
        };
    }

    private int call(Archive archive) {
        try (ArchiveQuery asked = query()) {
            return call(archive, asked);
        }
    }

    private int call(Archive archive, ArchiveQuery asked) {
        List<String> names = topic == null ? archive.topics() : List.of(EventSource.known(archive, topic));
        int failed = 0;
        for (String name : names) {
            try {
                report(reportOf(archive.topic(name), asked, names), names.size() == 1);
            } catch (ArchiveException e) {
                if (names.size() == 1) {
                    throw path == null || !Files.isRegularFile(path) || input.isTable()
                            ? e
                            : new CommandException(e.getMessage() + "; --csv reads a file of any columns", e);
                }
                System.err.println("gregor: " + e.getMessage());
                failed = 2;
            }
        }
        return failed;
    }

    private ArchiveReport reportOf(ArchivedTopic archived, ArchiveQuery asked, List<String> names) {
        if (hasNoQuestions()) {
            hint(archived);
            return new ArchiveReport(answers(asked, archived, names));
        }
        return FieldReport.of(ArchiveTable.withFields(archived, events -> {}, decoded()), fields, where, by);
    }

    /// Returns a function that decodes the values that the schema registry of the data folder knows.
    private UnaryOperator<byte[]> decoded() {
        var isRead = new AtomicBoolean();
        var decoder = new SchemaDecoder(() -> isRead.getAndSet(true) ? List.of() : schemas());
        return value -> decoder.decode(value).map(json -> Utf8.bytes(json.toString())).orElse(value);
    }

    /// Returns the events of the registry's topic; none if the data folder cannot be read.
    private List<Event> schemas() {
        try (BrokerClient client = broker.reading()) {
            return new SchemaTopic(client).get();
        } catch (CommandException e) {
            return List.of();
        }
    }

    /// Names the fields of the first event, if its value is a JSON object, or one that the registry knows.
    private void hint(ArchivedTopic topic) {
        try (Stream<Entry> entries = topic.entries(topic.partitions().firstKey())) {
            byte[] value = entries.findFirst().map(entry -> entry.event().value()).orElse(null);
            JsonNode node = value == null ? null : JsonOutput.MAPPER.readTree(decoded().apply(value));
            if (node != null && node.isObject()) {
                System.err.println("Fields: " + HumanText.escapeControls(String.join(", ", node.propertyNames()))
                        + "; --field NAME describes one, --by NAME groups by it.");
            }
        } catch (JacksonException e) {
            // a value of another kind has no fields
        }
    }

    private Path folder() {
        if (to == null) {
            Path data = broker.folder();
            to = Files.exists(data) && !Files.isWritable(data) ? temporary() : data.resolve("report");
        }
        return to;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("gregor-report");
        } catch (IOException e) {
            throw CommandException.of("cannot make a folder for the page; name one with --report", e);
        }
    }

    /// What comes of a topic. It counts the events meanwhile: a single archive may be long.
    private static ArchiveSummary answers(ArchiveQuery asked, ArchivedTopic topic, List<String> names) {
        String which = names.size() == 1 ? "" : " (" + (names.indexOf(topic.name()) + 1) + " of " + names.size() + ")";
        try (var progress = new ProgressLine(
                "Reading the archive of " + HumanText.escapeControls(topic.name()) + which + ", events")) {
            return asked.answer(topic, progress::update);
        }
    }

    /// One topic: all charts; several: the sentences, and the charts in their pages.
    private void report(ArchiveReport report, boolean alone) {
        Path folder = folder();
        System.out.println(alone ? report.text(WIDTH) : String.join("\n", report.sentences()));
        Path page = report.html(folder);
        System.out.println("page:    " + page);
        if (open && !Browser.open(page.toUri().toString())) {
            System.err.println("gregor: found no browser to show it; open " + page.toUri() + " yourself");
        }
        System.out.println("picture: " + report.png(folder) + (alone ? "" : "\n"));
    }
}
