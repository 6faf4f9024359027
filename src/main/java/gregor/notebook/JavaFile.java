package gregor.notebook;

import gregor.lesson.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;

/// Writes cells as a Java file: declarations become members, statements the body of `main`, cells that fail on purpose
/// comments.
final class JavaFile {
    private static final Pattern VARIABLE = Pattern
            .compile("(?s)(?:final\\s+)?(.+?)\\s+(\\w+)\\s*(?:=\\s*(.*?))?;?\\s*");
    private static final Pattern NEW = Pattern.compile("new\\s+([\\w.]+(?:<[^(]*>)?)\\s*\\(.*");

    private final Map<String, String> types;
    private final LinkedHashSet<String> imports = new LinkedHashSet<>(List.of("import java.util.prefs.*;"));
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<String> members = new ArrayList<>();
    private final List<String> body = new ArrayList<>();

    private JavaFile(Map<String, String> types) {
        this.types = types;
    }

    /// Writes the file.
    ///
    /// @param variables of the session that ran the cells: type, name, ` = ` and value; they tell the types of `var`
    static String of(String title, NotebookDocument document, List<String> variables) {
        var types = new LinkedHashMap<String, String>();
        variables.forEach(line -> {
            String declared = line.split(" = ", 2)[0];
            types.put(declared.substring(declared.lastIndexOf(' ') + 1),
                    declared.substring(0, declared.lastIndexOf(' ')));
        });
        var file = new JavaFile(types);
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            document.cells().forEach(cell -> file.cell(cell, shell.sourceCodeAnalysis()));
        }
        return file.text(title);
    }

    private void cell(NotebookDocument.Code cell, SourceCodeAnalysis analysis) {
        if (cell.is(Part.Kind.ERROR)) {
            body.add("// This fails on purpose:\n"
                    + cell.code().lines().map(line -> "// " + line).collect(Collectors.joining("\n")));
            return;
        }
        String rest = cell.code();
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo piece = analysis.analyzeCompletion(rest);
            if (piece.source() == null || piece.source().isBlank()) {
                return;
            }
            boolean last = piece.remaining().isBlank();
            analysis.sourceToSnippets(piece.source()).forEach(snippet -> place(snippet, last));
            rest = piece.remaining();
        }
    }

    private void place(Snippet snippet, boolean last) {
        String source = snippet.source().strip();
        switch (snippet.kind()) {
            case IMPORT -> imports.add(source.endsWith(";") ? source : source + ";");
            case METHOD, TYPE_DECL -> members.add(source);
            case VAR -> variable(source, snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND, last);
            case EXPRESSION -> expression(source, last);
            // Without the classes JShell does not recognise a var or a value.
            default -> {
                Matcher variable = VARIABLE.matcher(source);
                if (source.matches("(?s)(final\\s+)?var\\s.*") && variable.matches()) {
                    variable(source, false, last);
                } else if (last && !source.endsWith(";") && !source.endsWith("}")) {
                    expression(source, true);
                } else {
                    body.add(source);
                }
            }
        }
    }

    private void variable(String source, boolean expression, boolean last) {
        Matcher variable = VARIABLE.matcher(source);
        if (expression || !variable.matches() || variable.group(1).matches("(?s).*[=(].*")) {
            expression(source, last);
            return;
        }
        String name = variable.group(2);
        String value = variable.group(3);
        Matcher made = NEW.matcher(String.valueOf(value));
        String written = variable.group(1).equals("var")
                ? made.matches() ? made.group(1).replace("<>", "") : "Object"
                : variable.group(1);
        fields.put(name, types.getOrDefault(name, written));
        if (value != null) {
            String array = value.startsWith("{") ? "new " + fields.get(name) + " " : "";
            body.add(name + " = " + array + value + ";");
        }
    }

    private void expression(String source, boolean last) {
        boolean prints = last && !source.endsWith(";") && !source.matches("(?s)(System\\.out\\.|draw\\().*");
        body.add(prints ? "show(() -> " + source + ");" : source.endsWith(";") ? source : source + ";");
    }

    private String text(String title) {
        var text = new StringBuilder("// " + title
                + ". Run it with Gregor's classes: java -cp target/gregor.jar:target/lib/* Notebook.java\n");
        imports.forEach(each -> text.append(each).append('\n'));
        text.append('\n');
        fields.forEach((name, type) -> text.append(type).append(' ').append(name).append(";\n"));
        members.forEach(member -> text.append('\n').append(member).append('\n'));
        text.append("\nvoid show(Callable<?> value) throws Exception {\n    Object shown = value.call();\n"
                + "    System.out.println(\"==> \" + (shown instanceof String ? '\"' + shown.toString() + '\"' : shown));\n}\n");
        text.append("\nvoid main() throws Exception {\n");
        body.forEach(line -> text.append(line.indent(4)));
        return text.append("}\n").toString();
    }
}
