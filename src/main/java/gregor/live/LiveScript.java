package gregor.live;

import module java.base;

import gregor.file.Folder;
import gregor.lesson.Chapter;
import gregor.lesson.LessonException;
import gregor.lesson.Part;

/// Translates the cells of lessons, and the classes that they use, into one script for a page.
///
/// The class files are those that JShell makes of the cells. Code that needs what a page lacks throws [Absent] there.
/// To find out which cells do, all cells run here, too, from the same class files: a cell is live if it ends as in
/// the lesson.
public final class LiveScript {
    /// The numbers of the lessons with live cells; the others need files, sockets, servers or threads.
    public static final Set<Integer> LESSONS = Set.of(0, 1, 2, 3, 4, 5, 6, 7, 12, 15, 16);

    private LiveScript() {}

    /// The script, and the cells by lesson and number, such as `3/12`.
    public record Built(byte[] script, Map<String, LiveCell> cells) {}

    /// A cell in a page.
    ///
    /// @param why      why it is not live; empty if it is
    /// @param literals the literals in it that the reader may change, counted from 0 among all its numbers and strings
    public record LiveCell(String why, List<Integer> literals) {}

    /// How a cell ended here.
    private record End(boolean failed, String absent, String text) {
        static End of(String[] fields) {
            return new End(Boolean.parseBoolean(fields[1]), fields[2],
                    new String(Base64.getDecoder().decode(fields[3]), StandardCharsets.UTF_8));
        }
    }

    /// Builds the script. That takes a minute.
    ///
    /// @param teavm the folder with TeaVM's jars
    /// @throws LessonException if TeaVM fails
    public static Built build(List<Chapter> chapters, Path teavm) {
        try {
            Path folder = Files.createTempDirectory("gregor-live");
            try {
                return build(chapters, teavm, folder);
            } finally {
                Folder.deleteAll(folder);
            }
        } catch (IOException e) {
            throw new LessonException("cannot build the live pages: " + e.getMessage(), e);
        }
    }

    private static Built build(List<Chapter> chapters, Path teavm, Path folder) throws IOException {
        String classPath = System.getProperty("java.class.path");
        Path classes = folder.resolve("classes");
        var sources = new CellSources(classes, classPath);
        sources.write(chapters);
        byte[] script = new Translation(folder, teavm, classPath, sources.types()).script();
        Map<String, End> ends = trial(chapters, classes + File.pathSeparator + classPath);
        var cells = new HashMap<String, LiveCell>();
        for (Chapter chapter : chapters) {
            for (Part.Cell cell : chapter.page().cells()) {
                String name = chapter.number() + "/" + cell.number();
                List<Integer> literals = sources.literals().get(name);
                cells.put(name,
                        literals == null
                                ? new LiveCell("it shows what the compiler says, and a page has no compiler", List.of())
                                : new LiveCell(why(cell, ends.get(name)), literals));
            }
        }
        return new Built(script, cells);
    }

    /// Returns why a cell is not live; empty if it ends as in the lesson.
    private static String why(Part.Cell cell, End end) {
        if (end == null) {
            return "it needs threads as the JDK has them";
        }
        if (!end.absent().isEmpty()) {
            return "it needs " + Translation.UNAVAILABLE.getOrDefault(end.absent(), end.absent())
                    + ", which a page does not have";
        }
        return end.text().strip().equals(cell.expected().strip()) && end.failed() == cell.is(Part.Kind.ERROR)
                ? ""
                : "it continues with what a cell before it has, which does not run in a page";
    }

    /// Runs the cells in a JVM, and returns how each ends.
    private static Map<String, End> trial(List<Chapter> chapters, String classPath) throws IOException {
        var arguments = new ArrayList<>(List.of("-Dgregor.home=" + System.getProperty("gregor.home", "."), "-cp",
                classPath, CellTrial.class.getName()));
        chapters.forEach(chapter -> arguments.add(chapter.number() + "/" + chapter.page().cells().size()));
        return Translation.java(arguments).stream().map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 4).collect(Collectors.toMap(fields -> fields[0], End::of));
    }
}
