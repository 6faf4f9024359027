package gregor.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.JShellSession;
import gregor.lesson.Page;
import gregor.lesson.Part;
import gregor.list.Sample;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Notebooks leave as files that work elsewhere, and come back.
class ExportTest {
    private static final Course COURSE = Course.of(Sample.home());
    @TempDir
    private Path folder;

    static NotebookDocument whole(Page page) {
        var items = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < page.parts().size(); i++) {
            items.add(page.parts().get(i) instanceof Part.Cell cell
                    ? Map.of("cell", "c" + cell.number(), "number", cell.number(), "code", cell.code(), "output",
                            cell.expected())
                    : Map.of("part", i));
        }
        return NotebookDocument.of(page, VariableInspector.JSON.valueToTree(Map.of("items", items)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "producer", "deque"})
    void aLessonAsAProgramPrintsWhatItsCellsDo(String lesson) throws Exception {
        Page page = COURSE.chapter(lesson).page();
        List<String> variables;
        try (JShellSession session = JShellSession.start()) {
            page.cells().forEach(cell -> session.run(cell.code()));
            variables = session.variables();
        }
        Path file = Files.writeString(folder.resolve("Notebook.java"),
                JavaFile.of(page.title(), whole(page), variables));
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        boolean compiled = compiler.getTask(said, files, null,
                List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString()), null,
                files.getJavaFileObjects(file)).call();
        assertThat(compiled).as(said + "\n" + Files.readString(file)).isTrue();
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Dgregor.home=" + Sample.home(), "-cp",
                folder + System.getProperty("path.separator") + System.getProperty("java.class.path"), "Notebook")
                .redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
        for (Part.Cell cell : page.cells()) {
            if (!cell.is(Part.Kind.ERROR) && !cell.expected().isEmpty()) {
                assertThat(Files.readString(printed)).as("cell " + cell.number())
                        .contains(cell.expected().lines().toArray(String[]::new));
            }
        }
    }

    @Test
    void everyLessonGoesToJupyterAndComesBack() {
        for (Chapter chapter : COURSE.chapters()) {
            Page page = chapter.page();
            NotebookDocument document = whole(page);
            JsonNode notebook = VariableInspector.JSON.readTree(Ipynb.write(page, document));
            assertThat(notebook.path("nbformat").asInt()).isEqualTo(4);
            assertThat(notebook.path("cells").path(1).path("source").path(4).asString())
                    .isEqualTo("import java.util.*;\n");
            NotebookDocument back = NotebookDocument.of(page,
                    VariableInspector.JSON.valueToTree(Ipynb.read(page, notebook)));
            assertThat(back.items()).hasSameSizeAs(document.items());
            assertThat(back.cells().stream().map(NotebookDocument.Code::code))
                    .isEqualTo(document.cells().stream().map(NotebookDocument.Code::code).toList());
            assertThat(back.items().stream().map(item -> item instanceof NotebookDocument.Text))
                    .isEqualTo(document.items().stream().map(item -> item instanceof NotebookDocument.Text).toList());
        }
    }

    @Test
    void cellsAddedInJupyterKeepTheirPlace() throws IOException {
        Page page = COURSE.chapter("list").page();
        String edited = """
                {"nbformat": 4, "cells": [
                  {"cell_type": "code", "metadata": {"gregor": {"number": 1}}, "source": ["int x = 1;\\n", "x"]},
                  {"cell_type": "markdown", "source": "a note"},
                  {"cell_type": "code", "metadata": {}, "source": "x + 1"},
                  {"cell_type": "code", "metadata": {"gregor": {"number": 99}}, "source": "x + 2"}]}""";
        NotebookDocument document = NotebookDocument.of(page,
                VariableInspector.JSON.valueToTree(Ipynb.read(page, VariableInspector.JSON.readTree(edited))));
        assertThat(document.cells().stream().map(NotebookDocument.Code::code)).containsExactly("int x = 1;\nx", "x + 1",
                "x + 2");
        assertThat(document.cells().stream().map(NotebookDocument.Code::number)).containsExactly(1, 0, 0);
        assertThat(document.items().stream().filter(NotebookDocument.Text.class::isInstance))
                .hasSize((int) page.parts().stream().filter(part -> !(part instanceof Part.Cell)).count());
        for (String wrong : List.of("{}", "{\"nbformat\": 3, \"cells\": []}", "[]", "7")) {
            assertThatThrownBy(() -> Ipynb.read(page, VariableInspector.JSON.readTree(wrong)))
                    .hasMessageContaining("not a Jupyter notebook");
        }
    }

    @Test
    void proseBecomesMarkdown() {
        assertThat(Markdown.of(
                "== A `head`\n\nA *bold* and _slanted_ xref:03-deque.adoc[page] and https://kafka.apache.org[Kafka].\n\n* one\n* two"))
                .contains("## A `head`", "**bold**", "*slanted*", " page ", "[Kafka](https://kafka.apache.org)",
                        "* one\n* two");
        assertThat(Markdown.of("|===\n| a | b\n\n| 1 | `x`\n|===")).contains("| a | b |\n| --- | --- |\n| 1 | `x` |");
    }
}
