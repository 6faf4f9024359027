package gregor.live;

import module java.base;

import gregor.file.Folder;
import gregor.lesson.Chapter;
import gregor.lesson.LessonException;
import gregor.lesson.Part;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Translates the cells of lessons, and the classes that they use, into one script for a page.
///
/// The class files are those that JShell makes of the cells. TeaVM names what it lacks of the JDK; code that needs it
/// throws [Absent] in the page. To find out which cells do, all cells run here, too, from the same class files: a cell
/// is live if it ends as in the lesson.
public final class LiveScript {
    private static final String MAIN = "gregor.live.LivePage";
    private static final String HOLDER = "gregor.live.Substitutes";
    /// What pages lack though TeaVM may translate it, and what a reader is told about it.
    private static final Map<String, String> UNAVAILABLE = Map.of("gregor.list.Sample",
            "the sample events, which are three megabytes", "gregor.file.FileLog", "files", "gregor.thread.Race",
            "threads whose state it can read", "gregor.deque.CsvArchive", "files", "java.util.zip.GZIPInputStream", "gzip",
            "java.util.zip.GZIPOutputStream", "gzip", "org.slf4j.LoggerFactory", "a logger",
            "java.io.PrintStream.printf(Ljava/lang/String;[Ljava/lang/Object;)Ljava/io/PrintStream;", "printf");
    private static final List<String> PACKAGES = List.of("com.github.luben.zstd.", "net.jpountz.",
            "org.xerial.snappy.");
    /// The numbers of the lessons with live cells; the others need files, sockets, servers or threads.
    public static final Set<Integer> LESSONS = Set.of(0, 1, 2, 3, 4, 5, 6, 7, 12, 15, 16);
    private static final List<String> REWRITTEN = List.of("gregor.topic.StickyPartitioner", "gregor.deque.SpillingLog",
            "org.apache.kafka.common.protocol.Errors", "gregor.packed.Codec");
    private static final String INSTANT = "org/threeten/bp/Instant.class";
    private static final int MAX_ROUNDS = 12;

    private final Path folder;
    private final Path teavm;
    private final String classPath = System.getProperty("java.class.path");
    private final Set<String> missing = new TreeSet<>(UNAVAILABLE.keySet());
    private final Set<String> lacking = new TreeSet<>();
    private final Map<String, List<Integer>> literals = new HashMap<>();

    private LiveScript(Path folder, Path teavm) {
        this.folder = folder;
        this.teavm = teavm;
    }

    /// The script, and the cells by lesson and number, such as `3/12`.
    public record Built(byte[] script, Map<String, LiveCell> cells) {}

    /// A cell in a page.
    ///
    /// @param why      why it is not live; empty if it is
    /// @param literals the literals in it that the reader may change, counted from 0 among all its numbers and strings
    public record LiveCell(String why, List<Integer> literals) {}

    /// Builds the script.
    ///
    /// @param teavm the folder with TeaVM's jars
    /// @throws LessonException if TeaVM fails
    public static Built build(List<Chapter> chapters, Path teavm) {
        try {
            Path folder = Files.createTempDirectory("gregor-live");
            try {
                return new LiveScript(folder, teavm).build(chapters);
            } finally {
                if (System.getenv("GREGOR_KEEP") == null) Folder.deleteAll(folder); else System.err.println("KEPT " + folder);
            }
        } catch (IOException e) {
            throw new LessonException("cannot build the live pages: " + e.getMessage(), e);
        }
    }

    private Built build(List<Chapter> chapters) throws IOException {
        compileCells(chapters);
        translate();
        Map<String, String[]> ends = trial(chapters);
        var cells = new HashMap<String, LiveCell>();
        for (Chapter chapter : chapters) {
            for (Part.Cell cell : chapter.page().cells()) {
                String name = chapter.number() + "/" + cell.number();
                cells.put(name,
                        new LiveCell(why(cell, literals.containsKey(name), ends.get(name)),
                                literals.getOrDefault(name, List.of())));
            }
        }
        return new Built(Files.readAllBytes(folder.resolve("live.js")), cells);
    }

    /// Returns why a cell is not live; empty if it ends as in the lesson.
    private static String why(Part.Cell cell, boolean compiles, String[] end) {
        if (!compiles) {
            return "it shows what the compiler says, and a page has no compiler";
        }
        if (end == null) {
            return "it needs threads as the JDK has them";
        }
        if (!end[2].isEmpty()) {
            return "it needs " + UNAVAILABLE.getOrDefault(end[2], end[2]) + ", which a page does not have";
        }
        String text = new String(Base64.getDecoder().decode(end[3]), StandardCharsets.UTF_8);
        boolean same = text.strip().equals(cell.expected().strip()) && Boolean.parseBoolean(end[1]) == cell.is(Part.Kind.ERROR);
        return same ? "" : "it follows a cell that a page cannot run, or its output is another one on each machine";
    }

    private void compileCells(List<Chapter> chapters) throws IOException {
        var lessons = new StringBuilder();
        for (Chapter chapter : chapters) {
            String room = "LL%02d".formatted(chapter.number());
            var cells = new StringBuilder();
            var snippets = new StringBuilder();
            try (var classes = new CellClasses(classPath)) {
                for (Part.Cell cell : chapter.page().cells()) {
                    List<CellClasses.Step> steps = steps(classes, chapter.number(), cell);
                    cells.append("case %d -> gregor.live.CellRunner.run(Steps::cell%1$d, %d, %b);\n".formatted(
                            cell.number(), steps.size(), !steps.isEmpty() && steps.getLast().shown()));
                    snippets.append("private static Object cell%d(int step) throws Throwable { return switch (step) {\n"
                            .formatted(cell.number()));
                    for (int i = 0; i < steps.size(); i++) {
                        snippets.append("case %d -> %s.do_it$();\n".formatted(i,
                                steps.get(i).type().replaceFirst("^REPL\\.", "")));
                    }
                    snippets.append("default -> null; }; }\n");
                }
                for (var type : classes.classes().entrySet()) {
                    String file = new String(type.getValue(), StandardCharsets.ISO_8859_1)
                            .replace("REPL/", room + "/").replace("REPL.", room + ".");
                    lacking.add(type.getKey().replaceFirst("^REPL", room));
                    write(type.getKey().replaceFirst("^REPL\\.", room + "/") + ".class",
                            file.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            write(room + "/Steps.java", ("package " + room + ";\npublic final class Steps {\n"
                    + "public static gregor.live.CellRunner.Result run(int cell) { return switch (cell) {\n" + cells
                    + "default -> null; }; }\n" + snippets + "}\n").getBytes(StandardCharsets.UTF_8));
            lessons.append("case %d -> %s.Steps.run(cell);\n".formatted(chapter.number(), room));
        }
        write("gregor/live/Lessons.java",
                ("package gregor.live;\nfinal class Lessons {\nstatic CellRunner.Result run(int lesson, int cell) {\n"
                        + "return switch (lesson) {\n" + lessons + "default -> null; }; }}\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private List<CellClasses.Step> steps(CellClasses classes, int lesson, Part.Cell cell) {
        String name = lesson + "/" + cell.number();
        try {
            CellClasses.Compiled compiled = classes.add(name, cell);
            literals.put(name, compiled.literals());
            return compiled.steps();
        } catch (LessonException e) {
            return List.of();
        }
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve("classes").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /// Rewrites the class files until TeaVM lacks nothing that they need.
    private void translate() throws IOException {
        compileSources();
        patch();
        Set<String> substitutes = Rewriter.methods(bytes(HOLDER));
        lacking.addAll(REWRITTEN);
        rewrite(substitutes);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<String> problems = teavm();
            System.err.println("round " + round + " problems " + problems.size() + (problems.size() < 5 ? problems : ""));
            if (problems.isEmpty()) {
                System.err.println(missing);
                return;
            }
            for (String problem : problems) {
                String[] fields = problem.split("\t");
                if (fields[0].startsWith("java.")) {
                    missing.add(fields[0] + "." + fields[1]);
                } else {
                    missing.add(fields[2]);
                    lacking.add(file(fields[0]));
                }
            }
            rewrite(substitutes);
        }
        throw new LessonException("TeaVM lacks: " + missing);
    }

    private void rewrite(Set<String> substitutes) throws IOException {
        var rewriter = new Rewriter(missing, PACKAGES, HOLDER, substitutes, LiveScript.class.getClassLoader());
        for (String type : lacking) {
            write(path(type), rewriter.rewrite(bytes(type)));
        }
    }

    /// Returns the class whose file contains a class that TeaVM has made of a lambda.
    private String file(String type) {
        String name = type;
        while (name.lastIndexOf('$') > 0 && !Files.exists(folder.resolve("classes").resolve(path(name)))
                && LiveScript.class.getClassLoader().getResource(path(name)) == null) {
            name = name.substring(0, name.lastIndexOf('$'));
        }
        return name;
    }

    private static String path(String type) {
        return type.replace('.', '/') + ".class";
    }

    private byte[] bytes(String type) throws IOException {
        String name = path(type);
        Path own = folder.resolve("classes").resolve(name);
        if (Files.exists(own)) {
            return Files.readAllBytes(own);
        }
        try (InputStream in = LiveScript.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new LessonException("TeaVM cannot translate " + type);
            }
            return in.readAllBytes();
        }
    }

    private void compileSources() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = folder.resolve("classes");
        write("META-INF/teavm.properties", Resources.bytes("teavm.properties"));
        for (String source : Resources.SOURCES) {
            write(source, Resources.bytes(source));
        }
        try (Stream<Path> files = Files.walk(classes); var jars = Files.list(teavm)) {
            List<String> sources = files.map(Path::toString).filter(name -> name.endsWith(".java")).toList();
            String path = Stream.concat(Stream.of(classes.toString(), classPath), jars.map(Path::toString))
                    .collect(Collectors.joining(File.pathSeparator));
            var arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", path));
            arguments.addAll(sources);
            if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
                throw new LessonException("the cells do not compile");
            }
        }
    }

    /// Writes a class of TeaVM's that precedes its own.
    private void patch() throws IOException {
        Path patch = folder.resolve("patch").resolve(INSTANT);
        Files.createDirectories(patch.getParent());
        try (var jars = Files.list(teavm)) {
            Path library = jars.filter(jar -> jar.getFileName().toString().startsWith("teavm-classlib")).findFirst()
                    .orElseThrow(() -> new LessonException("there is no teavm-classlib in " + teavm));
            try (var jar = new JarFile(library.toFile()); var in = jar.getInputStream(jar.getEntry(INSTANT))) {
                Files.write(patch, Rewriter.withTexts(in.readAllBytes()));
            }
        }
    }

    private List<String> teavm() throws IOException {
        Path source = Files.write(folder.resolve("Translate.java"), Resources.bytes("Translate.java"));
        return java(List.of("-cp", folder.resolve("patch") + File.pathSeparator + teavm + "/*", source.toString(), MAIN, folder.resolve("live.js").toString(),
                folder.resolve("classes") + File.pathSeparator + classPath));
    }

    /// Runs the cells in a JVM, from the same class files, and returns how each ends.
    private Map<String, String[]> trial(List<Chapter> chapters) throws IOException {
        var arguments = new ArrayList<>(List.of("-Dgregor.home=" + System.getProperty("gregor.home", "."), "-cp",
                folder.resolve("classes") + File.pathSeparator + classPath, CellTrial.class.getName()));
        chapters.forEach(chapter -> arguments.add(chapter.number() + "/" + chapter.page().cells().size()));
        return java(arguments).stream().map(line -> line.split("\t", -1)).filter(fields -> fields.length == 4)
                .collect(Collectors.toMap(fields -> fields[0], fields -> fields));
    }

    private static List<String> java(List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    public static void main(String[] args) throws IOException {
        var course = gregor.lesson.Course.of(Path.of("."));
        List<Chapter> chapters = Stream.of(args).skip(1).map(course::chapter).toList();
        Built built = build(chapters, Path.of("target/teavm"));
        Files.write(Path.of(args[0]), built.script());
        for (Chapter chapter : chapters) {
            for (Part.Cell cell : chapter.page().cells()) {
                LiveCell live = built.cells().get(chapter.number() + "/" + cell.number());
                System.out.println("CELL\t" + chapter.number() + "\t" + cell.number() + "\t" + Base64.getEncoder().encodeToString(cell.expected().strip().getBytes(StandardCharsets.UTF_8)) + "\t" + live.why() + "\t" + live.literals());
            }
        }
        System.out.println(built.cells().values().stream().filter(cell -> cell.why().isEmpty()).count() + " of " + built.cells().size());
    }
}
