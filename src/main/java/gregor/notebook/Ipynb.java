package gregor.notebook;

import gregor.lesson.JShellSession;
import gregor.lesson.Page;
import gregor.lesson.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Converts notebooks to and from Jupyter's format 4, for a Java kernel.
final class Ipynb {
    private static final int FORMAT = 4;
    /// Marks the first cell, which is not part of the lesson.
    private static final String IMPORTS = "imports";

    private Ipynb() {}

    /// Writes a notebook.
    static String write(Page page, NotebookDocument document) {
        ObjectNode root = VariableInspector.JSON.createObjectNode();
        ArrayNode cells = root.putArray("cells");
        markdown(cells, "# " + page.title() + "\n\n" + page.concept());
        imports(cells);
        for (NotebookDocument.Item item : document.items()) {
            switch (item) {
                case NotebookDocument.Text(Part part) -> markdown(cells, markdown(part));
                case NotebookDocument.Code cell -> code(cells, cell);
            }
        }
        ObjectNode metadata = root.putObject("metadata");
        metadata.putObject("kernelspec").put("name", "java").put("display_name", "Java").put("language", "java");
        metadata.putObject("language_info").put("name", "java");
        root.put("nbformat", FORMAT).put("nbformat_minor", 5);
        return VariableInspector.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    /// Adds the imports of a session, which a kernel may not have.
    private static void imports(ArrayNode cells) {
        ObjectNode cell = cell(cells, "code",
                JShellSession.IMPORTS.stream().map(name -> "import " + name + ";").collect(Collectors.joining("\n")));
        cell.putObject("metadata").putObject("gregor").put(IMPORTS, true);
        cell.putNull("execution_count").putArray("outputs");
    }

    private static ObjectNode cell(ArrayNode cells, String type, String source) {
        ObjectNode cell = cells.addObject().put("cell_type", type).put("id", "cell-" + cells.size());
        ArrayNode lines = cell.putArray("source");
        List<String> all = source.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            lines.add(all.get(i) + (i + 1 < all.size() ? "\n" : ""));
        }
        return cell;
    }

    private static void markdown(ArrayNode cells, String text) {
        cell(cells, "markdown", text).putObject("metadata");
    }

    private static String markdown(Part part) {
        return switch (part) {
            case Part.Prose prose -> Markdown.of(prose.adoc());
            case Part.Shown shown -> "```java\n" + shown.code() + "\n```";
            case Part.Listing listing -> "```\n" + listing.text() + "\n```";
            case Part.Diagram diagram -> "```\n" + diagram.text() + "\n```\n\n*" + diagram.description() + "*";
            case Part.ClassMap map -> Markdown.of(map.adoc());
            case Part.Block block when block.folded() -> folded(block.title(), block.parts());
            case Part.Block block ->
                    Stream.concat(Stream.of("**" + block.title() + "**"), block.parts().stream().map(Ipynb::markdown))
                            .flatMap(text -> Stream.concat(text.lines(), Stream.of("")))
                            .map(line -> ("> " + line).strip()).collect(Collectors.joining("\n"));
            case Part.Cell cell -> throw new IllegalArgumentException("cell " + cell.number());
        };
    }

    private static String folded(String title, List<Part> parts) {
        return "<details><summary>" + HtmlProse.escape(title) + "</summary>\n\n"
                + parts.stream().map(Ipynb::markdown).collect(Collectors.joining("\n\n")) + "\n\n</details>";
    }

    private static void code(ArrayNode cells, NotebookDocument.Code code) {
        if (!code.question().isEmpty()) {
            markdown(cells, "**Predict:** " + Markdown.of(code.question()));
        }
        ObjectNode cell = cell(cells, "code", code.code());
        ObjectNode metadata = cell.putObject("metadata");
        metadata.putObject("gregor").put("number", code.number());
        if (code.is(Part.Kind.ERROR)) {
            metadata.putArray("tags").add("raises-exception");
        }
        cell.putNull("execution_count");
        ArrayNode outputs = cell.putArray("outputs");
        if (!code.output().isEmpty()) {
            outputs.addObject().put("output_type", "stream").put("name", "stdout").putArray("text").add(code.output());
        }
        if (code.original() != null && !code.original().explanation().isEmpty()) {
            markdown(cells, folded("Answer", code.original().explanation()));
        }
    }

    /// Reads a notebook that was edited elsewhere: the prose of the lesson with the cells of the file.
    ///
    /// @throws HttpRejection if it is not a notebook of format 4
    static Map<String, Object> read(Page page, JsonNode notebook) {
        if (!notebook.path("cells").isArray() || notebook.path("nbformat").asInt(0) != FORMAT) {
            throw new HttpRejection(400, "this is not a Jupyter notebook of format " + FORMAT);
        }
        var before = new HashMap<Integer, Integer>();
        for (int i = 0, cell = 0; i < page.parts().size(); i++) {
            if (page.parts().get(i) instanceof Part.Cell) {
                before.put(++cell, i);
            }
        }
        var items = new ArrayList<Map<String, Object>>();
        int part = 0;
        int added = 0;
        for (JsonNode cell : notebook.path("cells")) {
            JsonNode ours = cell.path("metadata").path("gregor");
            if (cell.path("cell_type").asString("").equals("code") && !ours.path(IMPORTS).asBoolean(false)) {
                int number = ours.path("number").asInt(0);
                number = before.containsKey(number) ? number : 0;
                while (number > 0 && part < before.get(number)) {
                    text(page, part++, items);
                }
                part = number > 0 ? Math.max(part, before.get(number) + 1) : part;
                var item = new LinkedHashMap<String, Object>();
                item.put("cell", number > 0 ? "c" + number : "i" + ++added);
                item.put("number", number);
                item.put("code", source(cell.path("source")));
                item.put("output", "");
                items.add(item);
                before.remove(number);
            }
        }
        while (part < page.parts().size()) {
            text(page, part++, items);
        }
        return Map.of("version", 1, "items", items);
    }

    private static void text(Page page, int part, List<Map<String, Object>> items) {
        if (!(page.parts().get(part) instanceof Part.Cell)) {
            items.add(Map.of("part", part));
        }
    }

    private static String source(JsonNode source) {
        if (source.isString()) {
            return source.asString();
        }
        var text = new StringBuilder();
        source.forEach(line -> text.append(line.asString("")));
        return text.toString();
    }
}
