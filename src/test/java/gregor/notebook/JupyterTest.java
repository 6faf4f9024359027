package gregor.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Page;
import gregor.lesson.Part;
import gregor.list.Sample;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// An exported notebook runs in Debian's Jupyter with a kernel for Java, and its cells print there what
/// the lesson says.
@Tag("outside")
class JupyterTest {
    /// Jupyter and this kernel sometimes miss each other's first messages, and wait forever.
    private static final int MAX_STARTS = 4;
    private static final int START_SECONDS = 30;
    private static final String VALUE = "==> a value";

    @TempDir
    private Path folder;

    /// Three lessons; all of them with -Dgregor.prove=true.
    static List<String> lessons() {
        List<String> all = Course.of(Sample.home()).chapters().stream().map(Chapter::name).toList();
        return Boolean.getBoolean("gregor.prove") ? all : all.subList(0, 3);
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void anExportedLessonPrintsInJupyterWhatTheLessonSays(String lesson) throws Exception {
        Page page = Course.of(Sample.home()).chapter(lesson).page();
        Files.writeString(folder.resolve("in.ipynb"), Ipynb.write(page, ExportTest.whole(page)));
        List<JsonNode> cells = executed();
        assertThat(printed(cells.removeFirst())).as("the imports").isEmpty();
        assertThat(cells).hasSameSizeAs(page.cells());
        for (Part.Cell cell : page.cells()) {
            JsonNode ran = cells.get(cell.number() - 1);
            assertThat(printed(ran, cell)).as("cell " + cell.number()).isEqualTo(expected(cell));
            assertThat(ran.path("execution_count").asInt(0)).as("cell " + cell.number()).isEqualTo(cell.number() + 1);
        }
    }

    private List<JsonNode> executed() throws IOException, InterruptedException {
        var command = List.of(System.getProperty("java.home") + "/bin/java",
                "-Dgregor.home=" + Sample.home().toAbsolutePath(), "-cp", kernel() + File.pathSeparator + classPath(),
                "org.rapaio.jupyter.kernel.MainApp", "{connection_file}");
        Path spec = Files.createDirectories(folder.resolve("kernels/java"));
        Files.writeString(spec.resolve("kernel.json"), VariableInspector.JSON.writeValueAsString(
                Map.of("argv", command, "display_name", "Java", "language", "java", "interrupt_mode", "message")));
        for (int start = 1; !converted(); start++) {
            String said = Files.readString(folder.resolve("said"));
            assertThat(said).contains("Kernel didn't respond");
            assertThat(start).as("starts of the kernel, all in vain: " + said).isLessThan(MAX_STARTS);
        }
        var cells = new ArrayList<JsonNode>();
        VariableInspector.JSON.readTree(Files.readString(folder.resolve("out.ipynb"))).path("cells").forEach(cell -> {
            if (cell.path("cell_type").asString("").equals("code")) {
                cells.add(cell);
            }
        });
        return cells;
    }

    private boolean converted() throws IOException, InterruptedException {
        var jupyter = new ProcessBuilder("jupyter", "nbconvert", "--to", "notebook", "--execute",
                "--ExecutePreprocessor.startup_timeout=" + START_SECONDS, "--output", "out.ipynb", "in.ipynb")
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile());
        jupyter.environment().put("JUPYTER_PATH", folder.toString());
        Process process = jupyter.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("Jupyter ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue() == 0;
    }

    /// Jupyter starts the kernel in another folder.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path kernel() throws IOException {
        try (Stream<Path> jars = Files.list(Sample.home().resolve("target/jupyter-kernel"))) {
            return jars.filter(jar -> jar.toString().endsWith(".jar")).findFirst().orElseThrow().toAbsolutePath();
        }
    }

    /// This kernel shows a value even if the last line ends with a semicolon.
    private static String printed(JsonNode ran, Part.Cell cell) {
        String printed = printed(ran);
        return cell.code().stripTrailing().endsWith(";") ? trimmed(printed.replace(VALUE, "")) : printed;
    }

    /// Returns the output and whether there is a value, whose format depends on the kernel.
    private static String printed(JsonNode cell) {
        var text = new StringBuilder();
        cell.path("outputs").forEach(output -> {
            if (output.path("output_type").asString("").equals("stream")) {
                output.path("text").forEach(line -> text.append(line.asString("")));
            } else if (output.path("output_type").asString("").equals("execute_result")) {
                text.append("\n" + VALUE);
            }
        });
        return trimmed(text.toString());
    }

    private static String expected(Part.Cell cell) {
        return cell.is(Part.Kind.ERROR) ? "" : trimmed(cell.expected().replaceAll("(?ms)^==> .*", VALUE));
    }

    /// This kernel cannot send what an interrupted thread prints without a complaint of its own.
    private static String trimmed(String text) {
        return String
                .join("\n",
                        text.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()
                                && !line.startsWith("\tat ") && !line.contains("org.rapaio.org.zeromq.ZMQException"))
                                .toList());
    }
}
