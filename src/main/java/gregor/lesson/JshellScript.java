package gregor.lesson;

import module java.base;

/// Writes the cells of a lesson as a script for the JDK's own jshell.
///
/// A script echoes nothing, so a last line that is a value (without a semicolon) is printed. Of the prose, the script
/// keeps the headings.
public final class JshellScript {
    private static final int WIDTH = 76;

    private JshellScript() {}

    static String of(Chapter chapter) {
        Page page = chapter.page();
        var script = new StringBuilder();
        script.append("// ").append(page.title()).append("\n// Made from lessons/").append(page.file().getFileName())
                .append(" by ./gregor author sync; try it with ./gregor jshell ").append(chapter.name()).append("\n");
        for (Part part : page.parts()) {
            switch (part) {
                case Part.Prose prose -> prose.adoc().lines().filter(line -> line.startsWith("=="))
                        .forEach(line -> script.append("\n// ").append(line).append('\n'));
                case Part.Cell cell -> script.append("\n// cell ").append(cell.number())
                        .append(cell.question() == null ? "" : ": " + cell.question()).append('\n')
                        .append(printing(cell)).append('\n');
                default -> {
                }
            }
        }
        return script.toString();
    }

    /// Returns a script that shows the prose and then each cell, and waits for Enter before it runs the cell. Folded
    /// answers stay folded.
    public static String stepping(Chapter chapter) {
        TerminalCells screen = TerminalCells.of(TerminalStyle.of(false), WIDTH);
        var script = new StringBuilder();
        var shown = new StringBuilder(chapter.number() + ". " + chapter.page().title() + "\n\n");
        for (Part part : chapter.page().parts()) {
            if (part instanceof Part.Cell cell) {
                String question = cell.question() == null ? "" : comment("Predict: " + cell.question()) + "\n";
                script.append(call("before", comment(shown.toString()) + "\n" + question + cell.code().stripTrailing()))
                        .append(printing(cell)).append('\n');
                shown.setLength(0);
                shown.append(screen.parts(cell.explanation())).append('\n');
            } else {
                shown.append(
                        part instanceof Part.Block block && block.folded() ? screen.title(block) : screen.part(part))
                        .append('\n');
            }
        }
        return script + call("show", comment(shown.toString()));
    }

    private static String comment(String text) {
        return text.strip().lines().map(line -> ("// " + line).stripTrailing() + "\n").collect(Collectors.joining());
    }

    private static String call(String method, String text) {
        return JshellPause.class.getName() + "." + method + "(\""
                + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\");\n";
    }

    private static String printing(Part.Cell cell) {
        String code = cell.code().stripTrailing();
        String last = code.lines().reduce("", (first, second) -> second);
        boolean value = !last.isEmpty() && !last.endsWith(";") && !last.endsWith("}") && !last.startsWith("//")
                && !last.startsWith(" ");
        if (!value) {
            return code;
        }
        return code.lines().limit(code.lines().count() - 1).map(line -> line + "\n").collect(Collectors.joining())
                + "System.out.println(" + last + (last.matches(".*(?<!:)//.*") ? "\n)" : ")");
    }
}
