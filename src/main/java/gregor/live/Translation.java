package gregor.live;

import module java.base;

import gregor.lesson.LessonException;
import javax.tools.ToolProvider;

/// Translates class files to JavaScript. TeaVM names what it lacks of the JDK; the class files that need that are
/// rewritten, until it lacks nothing.
final class Translation {
    private static final String MAIN = "gregor.live.LivePage";
    private static final String HOLDER = "gregor.live.Substitutes";
    private static final int MAX_ROUNDS = 12;
    /// What pages lack though TeaVM may translate it, and the words for it on the page.
    static final Map<String, String> UNAVAILABLE = Map.of("gregor.list.Sample",
            "the sample events, which are three megabytes", "gregor.file.FileLog", "files", "gregor.deque.CsvArchive",
            "files", "java.util.zip.GZIPInputStream", "gzip", "java.util.zip.GZIPOutputStream", "gzip",
            "org.slf4j.LoggerFactory", "a logger", "gregor.broker.Broker", "a broker");
    /// Methods with substitutes though TeaVM may translate them: an exception without a message, reflection, a thread.
    private static final List<String> SUBSTITUTED = List.of("java.util.LinkedList.get(I)Ljava/lang/Object;",
            "gregor.notebook.LogDrawer.field(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;",
            "gregor.notebook.CellProcess.inTime(Ljava/util/concurrent/Callable;I)Ljava/util/Optional;");
    /// The classes whose fields a substitute reads.
    private static final List<String> PUBLISHED = List.of("gregor.list.ForwardingLog", "gregor.list.Consumer",
            "gregor.producer.Producer", "gregor.group.GroupOffsets", "gregor.rebalance.Group");
    private static final List<String> PACKAGES = List.of("com.github.luben.zstd.", "net.jpountz.",
            "org.xerial.snappy.");
    /// The classes that need something of that, or seeded numbers. TeaVM names the others.
    private static final List<String> REWRITTEN = List.of("gregor.topic.StickyPartitioner", "gregor.packed.Codec$2",
            "gregor.packed.Codec$3", "gregor.packed.Codec$4", "gregor.packed.Codec$5", "gregor.packed.Codec",
            "gregor.notebook.LogInspector", "gregor.notebook.LogDrawer", "gregor.notebook.GroupTable",
            "org.apache.kafka.common.protocol.Errors");

    private final Path folder;
    private final Path classes;
    private final Path teavm;
    private final String classPath;
    private final Set<String> missing = new TreeSet<>(UNAVAILABLE.keySet());
    private final Set<String> rewritten = new TreeSet<>(REWRITTEN);

    /// @param folder    has the class files and the sources in `classes`
    /// @param teavm     the folder with TeaVM's jars
    /// @param classPath of the class files
    /// @param types     the names of the classes to rewrite in any case
    Translation(Path folder, Path teavm, String classPath, Set<String> types) {
        this.folder = folder;
        this.classes = folder.resolve("classes");
        this.teavm = teavm;
        this.classPath = classPath;
        rewritten.addAll(types);
        missing.addAll(SUBSTITUTED);
    }

    /// Writes the script, and returns it. The rewritten class files are in `classes`.
    ///
    /// @throws LessonException if something remains missing
    byte[] script() throws IOException {
        compile();
        patch();
        Set<String> substitutes = Rewriter.methods(bytes(HOLDER));
        for (int round = 0; round < MAX_ROUNDS; round++) {
            var rewriter = new Rewriter(missing, PACKAGES, HOLDER, substitutes, Translation.class.getClassLoader());
            for (String type : rewritten) {
                write(path(type), rewriter.rewrite(bytes(type)));
            }
            List<String> problems = translate();
            if (problems.isEmpty()) {
                return Files.readAllBytes(folder.resolve("live.js"));
            }
            problems.stream().map(problem -> problem.split("\t")).forEach(this::note);
        }
        throw new LessonException("TeaVM still lacks something after " + MAX_ROUNDS + " rounds: " + missing);
    }

    /// Remembers a problem: the class and the method that have it, and what is missing. A method of TeaVM's JDK is not
    /// rewritten, so it is missing itself.
    private void note(String[] problem) {
        if (problem[0].startsWith("java.")) {
            missing.add(problem[0] + "." + problem[1]);
        } else {
            missing.add(problem[2]);
            rewritten.add(file(problem[0]));
        }
    }

    /// Returns the class whose file contains a class that TeaVM has made of a lambda.
    private String file(String type) {
        String name = type;
        while (name.lastIndexOf('$') > 0 && !Files.exists(classes.resolve(path(name)))
                && Translation.class.getClassLoader().getResource(path(name)) == null) {
            name = name.substring(0, name.lastIndexOf('$'));
        }
        return name;
    }

    private static String path(String type) {
        return type.replace('.', '/') + ".class";
    }

    private byte[] bytes(String type) throws IOException {
        Path own = classes.resolve(path(type));
        if (Files.exists(own)) {
            return Files.readAllBytes(own);
        }
        try (InputStream in = Translation.class.getClassLoader().getResourceAsStream(path(type))) {
            if (in == null) {
                throw new LessonException("TeaVM cannot translate " + type);
            }
            return in.readAllBytes();
        }
    }

    private void write(String name, byte[] bytes) throws IOException {
        CellSources.write(classes.resolve(name), bytes);
    }

    private void compile() throws IOException {
        write("META-INF/teavm.properties", Resources.bytes("teavm.properties"));
        for (String type : PUBLISHED) {
            write(path(type), Rewriter.published(bytes(type)));
        }
        for (String source : Resources.SOURCES) {
            write(source, Resources.bytes(source));
        }
        try (Stream<Path> files = Files.walk(classes); Stream<Path> jars = Files.list(teavm)) {
            String path = Stream.concat(Stream.of(classes.toString(), classPath), jars.map(Path::toString))
                    .collect(Collectors.joining(File.pathSeparator));
            List<String> options = List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", path);
            String[] arguments = Stream
                    .concat(options.stream(), files.map(Path::toString).filter(name -> name.endsWith(".java")))
                    .toArray(String[]::new);
            if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments) != 0) {
                throw new LessonException("the sources of the live pages do not compile");
            }
        }
    }

    /// Writes classes of TeaVM's that precede its own.
    private void patch() throws IOException {
        Files.createDirectories(folder.resolve("patch"));
        Files.move(classes.resolve("org"), folder.resolve("patch/org"));
        try (Stream<Path> jars = Files.list(teavm)) {
            Path library = jars.filter(jar -> jar.getFileName().toString().startsWith("teavm-classlib")).findFirst()
                    .orElseThrow(() -> new LessonException("there is no teavm-classlib in " + teavm
                            + "; fetch it with mvn -f src/build/teavm.xml dependency:copy-dependencies"));
            try (var jar = new JarFile(library.toFile())) {
                patch(jar, "org/threeten/bp/Instant", "java.time.Instant", Set.of("parse", "toString"), Instants.class);
                patch(jar, "org/threeten/bp/Duration", "java.time.Duration",
                        Set.of("multipliedBy", "dividedBy", "parse"), Durations.class);
                patch(jar, "org/teavm/classlib/java/lang/TString", "java.lang.String", Set.of("format", "formatted"),
                        Texts.class);
                patch(jar, "org/teavm/classlib/java/io/TPrintStream", "java.io.PrintStream", Set.of("format", "printf"),
                        Texts.class);
            }
        }
    }

    private void patch(JarFile jar, String name, String type, Set<String> methods, Class<?> other) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(name + ".class"))) {
            CellSources.write(folder.resolve("patch").resolve(name + ".class"),
                    Rewriter.delegating(in.readAllBytes(), type, methods, other));
        }
    }

    /// Runs TeaVM, and returns its problems.
    private List<String> translate() throws IOException {
        Path source = Files.write(folder.resolve("Translate.java"), Resources.bytes("Translate.java"));
        return java(List.of("-cp", folder.resolve("patch") + File.pathSeparator + teavm + "/*", source.toString(), MAIN,
                folder.resolve("live.js").toString(), classes + File.pathSeparator + classPath));
    }

    /// Runs a JVM, and returns the lines that it prints.
    ///
    /// @throws LessonException if it fails; it has printed why
    static List<String> java(List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).readAllAsString().lines().toList();
        if (process.onExit().join().exitValue() != 0) {
            throw new LessonException("the live pages could not be built, for the reason above; fetch TeaVM again "
                    + "with mvn -f src/build/teavm.xml dependency:copy-dependencies, or delete target/teavm");
        }
        return lines;
    }
}
