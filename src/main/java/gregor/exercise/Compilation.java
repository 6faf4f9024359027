package gregor.exercise;

import gregor.lesson.NearestWord;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Sources compiled in memory, against the class path of this process.
///
/// @param classes  the bytes of each class, by its name; none if there are problems
/// @param problems what the compiler does not understand
record Compilation(Map<String, byte[]> classes, List<TestResult.Problem> problems) {
    private static final Pattern SYMBOL = Pattern.compile("symbol: +(\\w+) (\\w+)");
    private static final List<String> IMPORTED = List.of("java.util", "java.time", "java.util.function",
            "java.util.stream",
            "java.util.concurrent", "java.util.concurrent.locks", "java.util.concurrent.atomic",
            "java.util.zip", "java.nio",
            "java.nio.file", "java.io", "gregor.list", "gregor.producer", "gregor.deque", "gregor.topic",
            "gregor.group",
            "gregor.compact", "gregor.thread");
    private static final Pattern NAME = Pattern.compile("\\b[A-Za-z_]\\w*\\b");

    /// Compiles.
    ///
    /// @param sources the text of each file, by its path below the folder of the sources
    static Compilation of(Map<String, String> sources) {
        if (sources.isEmpty()) {
            return new Compilation(Map.of(), List.of());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var said = new DiagnosticCollector<JavaFileObject>();
        var classes = new TreeMap<String, byte[]>();
        var files = new Memory(compiler.getStandardFileManager(said, Locale.ENGLISH, null), classes);
        List<JavaFileObject> units = sources.entrySet().stream()
                .map(source -> SimpleJavaFileObject.forSource(URI.create("string:///" + source.getKey()),
                        source.getValue()))
                .toList();
        compiler.getTask(null, files, said, List.of("-cp", System.getProperty("java.class.path"), "-proc:none", "-g",
                "-parameters", "-Xlint:none"), null, units).call();
        List<TestResult.Problem> problems = said.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR).limit(5)
                .map(Compilation::problem).toList();
        return new Compilation(problems.isEmpty() ? classes : Map.of(), problems);
    }

    private static TestResult.Problem problem(Diagnostic<? extends JavaFileObject> problem) {
        String text = text(problem.getSource());
        List<String> lines = text.lines().toList();
        int line = Math.clamp(problem.getLineNumber(), 1, Math.max(1, lines.size()));
        String name = problem.getSource() == null ? "" : problem.getSource().getName().replaceFirst(".*/", "");
        String said = problem.getMessage(Locale.ENGLISH).replaceAll("\\R\\s*location:.*", "")
                .replaceAll("\\R\\s*symbol:\\s+", ": ")
                .replaceAll("\\R\\s+", "; ").strip();
        return new TestResult.Problem(name, line, Math.max(1, problem.getColumnNumber()), said,
                lines.isEmpty() ? "" : lines.get(line - 1), advice(problem.getCode(), said, text));
    }

    private static String text(JavaFileObject file) {
        try {
            return file == null ? "" : file.getCharContent(true).toString();
        } catch (java.io.IOException e) {
            return "";
        }
    }

    /// One suggestion, in the learner's words.
    private static String advice(String code, String said, String text) {
        String kind = code.replaceFirst("compiler\\.err\\.", "");
        Matcher symbol = SYMBOL.matcher(said);
        if (kind.startsWith("cant.resolve") && symbol.find()) {
            String name = symbol.group(2);
            var names = new HashSet<String>();
            NAME.matcher(text).results().map(found -> found.group()).filter(found -> !found.equals(name))
                    .forEach(names::add);
            boolean type = symbol.group(1).equals("class") || symbol.group(1).equals("variable")
                    && Character.isUpperCase(name.charAt(0));
            if (type && !packageOf(name).isEmpty()) {
                return "add import " + packageOf(name) + "." + name + ";";
            }
            String guess = NearestWord.nearest(name, names).map(near -> "did you mean " + near + "?").orElse("");
            return !guess.isEmpty() ? guess : type ? "is an import missing?"
                    : "nothing here has that name: is it declared, and spelled as below its declaration?";
        }
        return switch (kind) {
            case "expected", "expected2", "expected3",
                    "expected4" -> said.startsWith("';'") ? "write a ; where the mark is"
                    : "look at the end of the line before, too";
            case "premature.eof" -> "a } is missing somewhere before";
            case "missing.ret.stmt" -> "each way through the method must end with a return, or throw";
            case "prob.found.req" -> "the value has another type than the place wants; convert it, or take another one";
            case "does.not.override.abstract" -> "write that method: the interface promises it";
            case "unreported.exception.need.to.catch.or.throw" -> "catch it, and throw what the doc comment names";
            case "var.might.not.have.been.initialized" -> "give the variable a value first";
            case "cant.apply.symbol", "cant.apply.symbols" -> "compare what you hand over with what the method takes";
            case "already.defined" -> "there are two of that name; take one away";
            case "illegal.start.of.expr",
                    "illegal.start.of.type" -> "a bracket or a brace before it may be missing or too many";
            case "unclosed.str.lit" -> "close the text with a quote";
            case "class.public.should.be.in.file" -> "the class must be called as its file is";
            case "doesnt.exist" -> "is the import spelled right?";
            case "unreachable.stmt" -> "nothing comes here: take away the throw of the to-do, or the return, before it";
            case "not.stmt" -> "this does nothing by itself; a call, or a = is missing";
            default -> "";
        };
    }

    /// The package of a class that has this name, if there is one among those that a lesson may want.
    private static String packageOf(String type) {
        return IMPORTED.stream().filter(name -> exists(name + "." + type)).findFirst().orElse("");
    }

    private static boolean exists(String type) {
        return Compilation.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null
                || Object.class.getResource("/" + type.replace('.', '/') + ".class") != null;
    }

    /// Keeps what the compiler writes.
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
