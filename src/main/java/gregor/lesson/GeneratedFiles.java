package gregor.lesson;

import module java.base;

/// Updates what is generated from other files: the source code that lessons show, their jshell scripts, and, on
/// request, the outputs of their cells.
public final class GeneratedFiles {
    private final Course course;

    public GeneratedFiles(Course course) {
        this.course = course;
    }

    /// Returns the files that are not current, with their current content.
    public TreeMap<Path, String> stale() {
        return stale(course.chapters());
    }

    private static TreeMap<Path, String> stale(List<Chapter> chapters) {
        var stale = new TreeMap<Path, String>();
        for (Chapter chapter : chapters) {
            for (Path file : chapter.files()) {
                compare(file, withSource(chapter, file), stale);
            }
            compare(chapter.script(), JshellScript.of(chapter), stale);
        }
        return stale;
    }

    public List<Path> write() throws IOException {
        return write(course.chapters());
    }

    /// Writes the files of some lessons that are not current, and returns them.
    public static List<Path> write(List<Chapter> chapters) throws IOException {
        TreeMap<Path, String> stale = stale(chapters);
        for (var file : stale.entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            Files.writeString(file.getKey(), file.getValue());
        }
        return List.copyOf(stale.keySet());
    }

    /// Runs the cells of a lesson and of its in-depth pages, and writes their outputs into the pages and their plots
    /// next to them. The author reviews the difference.
    public void record(Chapter chapter) throws IOException {
        for (Path file : chapter.files()) {
            record(Page.read(file));
        }
    }

    private static void record(Page page) throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(page.file()));
        var outputs = new ArrayList<String>();
        try (JShellSession session = JShellSession.start()) {
            for (Part.Cell cell : page.cells()) {
                CellResult result = session.run(cell.code());
                cell.check(page, result);
                outputs.add(result.text());
                writePlot(session.plot(), page.plot(cell));
            }
        }
        for (Part.Cell cell : page.cells().reversed()) {
            write(outputs.get(cell.number() - 1), cell, lines);
        }
        Files.write(page.file(), lines);
    }

    /// Replaces the output of a cell, or adds it after the cell or as the first block of its answer.
    private static void write(String output, Part.Cell cell, List<String> lines) {
        int at = cell.line() - 1 + (int) cell.code().lines().count() + 1;
        boolean inAnswer = cell.answer() != null
                && (cell.outputLine() == 0 || cell.outputLine() > cell.answer().line());
        if (inAnswer) {
            at = cell.answer().line() - 1;
        }
        if (cell.outputLine() > 0) {
            int close = cell.outputLine() - 1 + (int) cell.expected().lines().count();
            lines.subList(at, close + 1).clear();
        }
        if (!output.isEmpty()) {
            var block = new ArrayList<>(List.of("[listing.output]", "----"));
            block.addAll(output.lines().map(String::stripTrailing).toList());
            block.add("----");
            block.add(inAnswer && cell.outputLine() == 0 ? block.size() : 0, "");
            if (inAnswer && cell.outputLine() > 0) {
                block.removeFirst();
            }
            lines.addAll(at, block);
        }
    }

    private static void writePlot(Optional<String> plot, Path file) throws IOException {
        if (plot.isPresent()) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, plot.get());
        } else {
            Files.deleteIfExists(file);
        }
    }

    private static String withSource(Chapter chapter, Path file) {
        var lines = new ArrayList<>(LessonFiles.text(file).lines().toList());
        for (Part part : Page.read(file).all().toList().reversed()) {
            if (part instanceof Part.Shown shown) {
                replace(shown.line(), shown.code(), fragment(chapter, file, shown), lines);
            } else if (part instanceof Part.ClassMap map) {
                replace(map.line(), map.adoc(), ClassTable.of(chapter, file, map), lines);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static void replace(int line, String old, List<String> current, List<String> lines) {
        List<String> replaced = lines.subList(line - 1, line - 1 + (int) old.lines().count());
        replaced.clear();
        replaced.addAll(current);
    }

    private static List<String> fragment(Chapter chapter, Path file, Part.Shown shown) {
        Path source = source(chapter, shown.type());
        if (!Files.exists(source)) {
            throw new LessonException(file + ", line " + shown.line() + ": " + source + " does not exist");
        }
        try {
            return SourceFragment.of(new JavaSource(source), shown);
        } catch (LessonException e) {
            throw new LessonException(file + ", line " + shown.line() + ": " + e.getMessage(), e);
        }
    }

    /// Returns the file of a type: `Type` of the lesson's own package, or `package.Type`.
    static Path source(Chapter chapter, String type) {
        Path folder = type.contains(".") ? chapter.sources().getParent() : chapter.sources();
        return folder.resolve(type.replace('.', '/') + ".java");
    }

    private static void compare(Path file, String wanted, TreeMap<Path, String> stale) {
        if (!Files.exists(file) || !LessonFiles.text(file).equals(wanted)) {
            stale.put(file, wanted);
        }
    }
}
