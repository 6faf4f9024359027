package gregor.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Updates what is generated from other files: the source code that lessons show, their jshell scripts, and, on
/// request, the outputs of their cells.
public final class GeneratedFiles {
    private final Course course;

    /// Creates an updater for a course.
    public GeneratedFiles(Course course) {
        this.course = course;
    }

    /// Returns the files that are not current, with their current content.
    public TreeMap<Path, String> stale() {
        var stale = new TreeMap<Path, String>();
        for (Chapter chapter : course.chapters()) {
            for (Path file : chapter.files()) {
                compare(file, withSource(chapter, file), stale);
            }
            compare(chapter.script(), JshellScript.of(chapter), stale);
        }
        return stale;
    }

    /// Writes the files that are not current, and returns them.
    public List<Path> write() throws IOException {
        TreeMap<Path, String> stale = stale();
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
            int end = cell.line() - 1 + (int) cell.code().lines().count() + 1;
            if (cell.outputLine() > 0) {
                int close = cell.outputLine() - 1 + (int) cell.expected().lines().count();
                lines.subList(end, close + 1).clear();
            }
            String output = outputs.get(cell.number() - 1);
            if (!output.isEmpty()) {
                lines.addAll(end, List.of("", "[listing.output]", "----"));
                lines.addAll(end + 3, output.lines().map(String::stripTrailing).toList());
                lines.add(end + 3 + (int) output.lines().count(), "----");
            }
        }
        Files.write(page.file(), lines);
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
        try {
            var lines = new ArrayList<>(Files.readAllLines(file));
            List<Part> parts = Page.read(file).parts();
            for (Part part : parts.reversed()) {
                if (part instanceof Part.Shown shown) {
                    List<String> old = lines.subList(shown.line() - 1,
                            shown.line() - 1 + (int) shown.code().lines().count());
                    old.clear();
                    old.addAll(piece(chapter, file, shown).lines().toList());
                }
            }
            return String.join("\n", lines) + "\n";
        } catch (IOException e) {
            throw new LessonException("cannot read " + file, e);
        }
    }

    private static String piece(Chapter chapter, Path file, Part.Shown shown) {
        Path source = source(chapter, shown);
        if (!Files.exists(source)) {
            throw new LessonException(file + ", line " + shown.line() + ": " + source + " does not exist");
        }
        try {
            List<String> names = List.of(shown.piece().split("[# ]"));
            return new JavaSource(source).piece(names.subList(1, names.size()));
        } catch (LessonException e) {
            throw new LessonException(file + ", line " + shown.line() + ": " + e.getMessage(), e);
        }
    }

    /// Returns the file of a shown piece: `Type` of the lesson's own package, or `package.Type`.
    static Path source(Chapter chapter, Part.Shown shown) {
        String type = shown.piece().split("[# ]")[0];
        Path folder = type.contains(".") ? chapter.sources().getParent() : chapter.sources();
        return folder.resolve(type.replace('.', '/') + ".java");
    }

    private static void compare(Path file, String wanted, TreeMap<Path, String> stale) {
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(wanted)) {
                stale.put(file, wanted);
            }
        } catch (IOException e) {
            throw new LessonException("cannot read " + file, e);
        }
    }
}
