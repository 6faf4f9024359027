package gregor.lesson;

import module java.base;

/// Writes the cells of a lesson as a script for the JDK's own jshell.
///
/// A script echoes nothing, so a last line that is a value (without a semicolon) is printed. Of the prose, the script
/// keeps the headings.
final class JshellScript {
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
