package gregor.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Page;
import gregor.lesson.Part;
import gregor.list.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Notebooks leave as files that work elsewhere, and come back.
class ExportTest {
    private static final Course COURSE = Course.of(Sample.home());

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
