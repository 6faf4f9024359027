package gregor.exercise;

import module java.base;

import gregor.lesson.NearestWord;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The result of compiling sources in memory with the class path of this process.
///
/// @param classes the bytes of each class, by its name; empty if there are problems
record Compilation(Map<String, byte[]> classes, List<TestResult.Problem> problems) {
    private static final Pattern SYMBOL = Pattern.compile("symbol: +(\\w+) (\\w+)");
    private static final List<String> IMPORTED = List.of("java.util", "java.time", "java.util.function",
            "java.util.stream", "java.util.concurrent", "java.util.concurrent.locks", "java.util.concurrent.atomic",
            "java.util.zip", "java.nio", "java.nio.file", "java.io", "gregor.list", "gregor.producer", "gregor.deque",
            "gregor.topic", "gregor.group", "gregor.rebalance", "gregor.compact", "gregor.thread");
    private static final Pattern NAME = Pattern.compile("\\b[A-Za-z_]\\w*\\b");

    /// @param sources the text of each file, by its path below the source folder
    static Compilation of(Map<String, String> sources) {
        if (sources.isEmpty()) {
            return new Compilation(Map.of(), List.of());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var classes = new TreeMap<String, byte[]>();
        var files = new Memory(compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, null), classes);
        List<JavaFileObject> units = sources.entrySet().stream().map(
                source -> SimpleJavaFileObject.forSource(URI.create("string:///" + source.getKey()), source.getValue()))
                .toList();
        compiler.getTask(null, files, diagnostics,
                List.of("-cp", System.getProperty("java.class.path"), "-proc:none", "-g", "-parameters", "-Xlint:none"),
                null, units).call();
        List<TestResult.Problem> problems = diagnostics.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR).limit(5).map(Compilation::problem)
                .toList();
        if (problems.isEmpty()) {
            problems = sources.keySet().stream().filter(path -> isOriginal(path) && !classes.containsKey(name(path)))
                    .map(path -> withoutClass(path, sources.get(path), classes.keySet())).toList();
        }
        return new Compilation(problems.isEmpty() ? classes : Map.of(), problems);
    }

    private static boolean isOriginal(String path) {
        return Compilation.class.getResource("/" + path.replace(".java", ".class")) != null;
    }

    private static String name(String path) {
        return path.replace(".java", "").replace('/', '.');
    }

    /// Describes a file that does not have its class, so that the original would be tested in its place.
    private static TestResult.Problem withoutClass(String path, String text, Set<String> classes) {
        String home = name(path).replaceFirst("\\.\\w+$", "");
        String type = path.replaceFirst(".*/", "").replace(".java", "");
        String found = String.join(", ", classes.stream().filter(name -> text.contains(name.replaceFirst(".*\\.", "")))
                .filter(name -> !name.contains("$")).map(name -> name.replaceFirst(".*\\.", "")).toList());
        boolean empty = text.isBlank();
        boolean moved = !empty && found.equals(type);
        return new TestResult.Problem(type + ".java", 1, 1,
                empty
                        ? "the file is empty"
                        : moved
                                ? "the class " + type + " is in another package"
                                : "the file has no class " + type + (found.isEmpty() ? "" : "; it has " + found),
                text.lines().findFirst().orElse(""),
                moved
                        ? "begin with package " + home + ";"
                        : "write class " + type + "; reset restores the first version of the file in my/");
    }

    private static TestResult.Problem problem(Diagnostic<? extends JavaFileObject> problem) {
        String text = text(problem.getSource());
        List<String> lines = text.lines().toList();
        int line = Math.clamp(problem.getLineNumber(), 1, Math.max(1, lines.size()));
        String name = problem.getSource() == null ? "" : problem.getSource().getName().replaceFirst(".*/", "");
        String message = problem.getMessage(Locale.ENGLISH).replaceAll("\\R\\s*location:.*", "")
                .replaceAll("\\R\\s*symbol:\\s+", ": ").replaceAll("\\R\\s+", "; ").strip();
        return new TestResult.Problem(name, line, Math.max(1, problem.getColumnNumber()), message,
                lines.isEmpty() ? "" : lines.get(line - 1), advice(problem.getCode(), message, text));
    }

    private static String text(JavaFileObject file) {
        try {
            return file == null ? "" : file.getCharContent(true).toString();
        } catch (java.io.IOException e) {
            return "";
        }
    }

    /// Suggests a fix; may be empty.
    private static String advice(String code, String message, String text) {
        String kind = code.replaceFirst("compiler\\.err\\.", "");
        Matcher symbol = SYMBOL.matcher(message);
        if (kind.startsWith("cant.resolve") && symbol.find()) {
            String name = symbol.group(2);
            var names = new HashSet<String>();
            NAME.matcher(text).results().map(found -> found.group()).filter(found -> !found.equals(name))
                    .forEach(names::add);
            boolean type = symbol.group(1).equals("class")
                    || symbol.group(1).equals("variable") && Character.isUpperCase(name.charAt(0));
            if (type && !packageOf(name).isEmpty()) {
                return "add import " + packageOf(name) + "." + name + ";";
            }
            String guess = NearestWord.nearest(name, names).map(near -> "did you mean " + near + "?").orElse("");
            return !guess.isEmpty()
                    ? guess
                    : type
                            ? "is an import missing?"
                            : "nothing here has that name: is it declared, and spelled as below its declaration?";
        }
        return kind.startsWith("expected")
                ? message.startsWith("';'") ? "write a ; where the mark is" : "check the end of the previous line, too"
                : Exercise.resource("advice.txt").lines().filter(line -> line.startsWith(kind + " ")).findFirst()
                        .map(line -> line.substring(kind.length() + 1)).orElse("");
    }

    /// Returns the package of a class with this name among the packages that lessons use; empty if none has it.
    private static String packageOf(String type) {
        return IMPORTED.stream().filter(name -> exists(name + "." + type)).findFirst().orElse("");
    }

    private static boolean exists(String type) {
        return Compilation.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null
                || Object.class.getResource("/" + type.replace('.', '/') + ".class") != null;
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        Memory(JavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
                FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(name, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
