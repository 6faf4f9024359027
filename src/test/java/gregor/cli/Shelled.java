package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Runs commands in this process, with its streams in hand and a data folder of their own.
abstract class Shelled {
    @TempDir
    Path folder;

    final Map<String, String> variables = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
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

    Path data() {
        return folder.resolve("data");
    }

    void outputTo(OutputStream other) {
        System.setOut(new PrintStream(other, true, StandardCharsets.UTF_8));
    }

    void outputBack() {
        outputTo(out);
    }

    void input(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    int gregor(String... args) {
        return Gregor.commandLine(variables, args).execute(args);
    }

    /// Forgets what was printed so far.
    void forget() {
        out.reset();
        err.reset();
    }

    /// Runs a command that must succeed, and returns what it printed.
    String good(String line, String... more) {
        var words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of(more));
        forget();
        assertThat(gregor(words.toArray(String[]::new))).as(() -> line + ": " + complained()).isZero();
        return printed();
    }

    /// Runs a command that must fail cleanly, and returns what it said.
    String bad(String line, String... more) {
        var words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of(more));
        forget();
        assertThat(gregor(words.toArray(String[]::new))).as(line).isEqualTo(2);
        assertThat(complained()).contains("gregor: ").doesNotContain("\tat ", "Exception", "defect");
        return complained();
    }

    /// Writes lines to a topic.
    String produce(String topic, String text, String... options) {
        input(text);
        return good("produce --topic " + topic, options);
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
