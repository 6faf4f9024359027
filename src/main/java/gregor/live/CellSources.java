package gregor.live;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.LessonException;
import gregor.lesson.Part;

/// Writes the cells of lessons into a folder: JShell's class files, in a package for each lesson, and the sources that
/// call them.
final class CellSources {
    private static final String REPL = "REPL";

    private final Path folder;
    private final String classPath;
    private final Map<String, List<Integer>> literals = new HashMap<>();
    private final Set<String> types = new TreeSet<>();

    CellSources(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /// Returns the literals that can be changed, by cell (`3/12`); a cell that does not compile is not among them.
    Map<String, List<Integer>> literals() {
        return literals;
    }

    /// Returns the names of the classes.
    Set<String> types() {
        return types;
    }

    void write(List<Chapter> chapters) throws IOException {
        var lessons = new StringBuilder();
        var variables = new StringBuilder();
        for (Chapter chapter : chapters) {
            String room = "LL%02d".formatted(chapter.number());
            lesson(chapter, room);
            lessons.append("case %d -> %s.Steps.run(cell);\n".formatted(chapter.number(), room));
            variables.append("case %d -> %s.Steps.variables();\n".formatted(chapter.number(), room));
        }
        write("gregor/live/Lessons.java", """
                package gregor.live;
                final class Lessons {
                static CellRunner.Result run(int lesson, int cell) { return switch (lesson) {
                %sdefault -> null; }; }
                static java.util.Map<String, Object> variables(int lesson) { return switch (lesson) {
                %sdefault -> java.util.Map.of(); }; } }
                """.formatted(lessons, variables));
    }

    private void lesson(Chapter chapter, String room) throws IOException {
        var cells = new StringBuilder();
        var snippets = new StringBuilder();
        var variables = new StringBuilder();
        try (var classes = new CellClasses(classPath)) {
            for (Part.Cell cell : chapter.page().cells()) {
                List<CellClasses.Step> steps = steps(classes, chapter.number() + "/" + cell.number(), cell);
                cells.append("case %d -> gregor.live.CellRunner.run(new Steps(), cell, %d, %b);\n"
                        .formatted(cell.number(), steps.size(), !steps.isEmpty() && steps.getLast().shown()));
                snippets.append(snippets(cell.number(), steps));
            }
            for (var type : classes.classes().entrySet()) {
                // The name of the package is as long as JShell's, so that the class file remains valid.
                String file = new String(type.getValue(), StandardCharsets.ISO_8859_1).replace(REPL + "/", room + "/")
                        .replace(REPL + ".", room + ".");
                String name = type.getKey().replace(REPL + ".", room + ".");
                types.add(name);
                for (String variable : CellClasses.variables(type.getValue())) {
                    variables.append("put(all, \"%2$s\", %1$s.%2$s);\n".formatted(name, variable));
                }
                write(folder.resolve(name.replace('.', '/') + ".class"), file.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        write(room + "/Steps.java", """
                package %s;
                public final class Steps implements gregor.live.CellRunner.Snippets {
                public static gregor.live.CellRunner.Result run(int cell) { return switch (cell) {
                %sdefault -> null; }; }
                public Object run(int cell, int snippet) throws Throwable { return switch (cell) {
                %sdefault -> null; }; }
                private static void put(java.util.Map<String, Object> all, String name, Object value) {
                if (value != null) { all.remove(name); all.put(name, value); } }
                public static java.util.Map<String, Object> variables() {
                var all = new java.util.LinkedHashMap<String, Object>();
                %sreturn all; } }
                """.formatted(room, cells, snippets, variables));
    }

    private List<CellClasses.Step> steps(CellClasses classes, String name, Part.Cell cell) {
        try {
            CellClasses.Compiled compiled = classes.add(name, cell);
            literals.put(name, compiled.literals());
            return compiled.steps();
        } catch (LessonException e) {
            return List.of();
        }
    }

    private static String snippets(int cell, List<CellClasses.Step> steps) {
        String calls = IntStream.range(0, steps.size())
                .mapToObj(i -> "case %d -> %s.do_it$();\n".formatted(i, steps.get(i).type().replace(REPL + ".", "")))
                .collect(Collectors.joining());
        return "case %d -> switch (snippet) {\n%sdefault -> null; };\n".formatted(cell, calls);
    }

    private void write(String name, String text) throws IOException {
        write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
