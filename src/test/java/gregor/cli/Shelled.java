package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.cli.console.Environment;
import gregor.cli.console.ErrorReporter;
import gregor.cli.console.OptionConverters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Runs commands in this process, with its streams in hand and a data folder of their own.
public abstract class Shelled {
    @TempDir
    protected Path folder;

    protected final Map<String, String> variables = new HashMap<>();
    protected final ByteArrayOutputStream out = new ByteArrayOutputStream();
    protected final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stdout = System.out;
    private final PrintStream stderr = System.err;
    private final InputStream stdin = System.in;

    @BeforeEach
    void catchStreams() {
        outputTo(out);
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        variables.put("GREGOR_DATA", data().toString());
    }

    @AfterEach
    void giveStreamsBack() {
        System.setOut(stdout);
        System.setErr(stderr);
        System.setIn(stdin);
    }

    protected Path data() {
        return folder.resolve("data");
    }

    protected void outputTo(OutputStream other) {
        System.setOut(new PrintStream(other, true, StandardCharsets.UTF_8));
    }

    protected void outputBack() {
        outputTo(out);
    }

    protected void input(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    protected int gregor(String... args) {
        return Gregor.commandLine(variables, args).execute(args);
    }

    /// Runs a command that has been created for the test.
    protected int run(Object command, String... args) {
        Supplier<CommandLine> line = () -> OptionConverters.onto(new CommandLine(command))
                .setCaseInsensitiveEnumValuesAllowed(true);
        var environment = new Environment(variables, () -> line.get().getCommandSpec());
        return line.get().setDefaultValueProvider(environment)
                .setExecutionExceptionHandler(new ErrorReporter(environment)).execute(args);
    }

    /// Forgets what was printed so far.
    protected void forget() {
        out.reset();
        err.reset();
    }

    /// Runs a command that must succeed, and returns what it printed.
    protected String good(String line, String... more) {
        var words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of(more));
        forget();
        assertThat(gregor(words.toArray(String[]::new))).as(() -> line + ": " + complained()).isZero();
        return printed();
    }

    /// Runs a command that must fail cleanly, and returns what it said.
    protected String bad(String line, String... more) {
        var words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of(more));
        forget();
        assertThat(gregor(words.toArray(String[]::new))).as(line).isEqualTo(2);
        assertThat(complained()).contains("gregor: ").doesNotContain("\tat ", "Exception", "defect");
        return complained();
    }

    /// Writes lines to a topic.
    protected String produce(String topic, String text, String... options) {
        input(text);
        return good("produce --topic " + topic, options);
    }

    protected String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    protected String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
