package gregor.live;

import module java.base;

import gregor.lesson.JShellSession;
import gregor.lesson.LessonException;
import gregor.lesson.Part;
import java.lang.classfile.ClassFile;
import jdk.jshell.ErroneousSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/// The class files that JShell makes of the cells of a lesson, and the methods that it calls to run them. Nothing runs.
final class CellClasses implements AutoCloseable {
    /// A call of JShell's method for a snippet.
    ///
    /// @param type  the class of the method `do_it$`
    /// @param shown whether its value is the last line of the cell
    record Step(String type, boolean shown) {}

    /// A cell.
    ///
    /// @param literals the literals that the reader may change
    record Compiled(List<Step> steps, List<Integer> literals) {}

    private final SequencedMap<String, byte[]> classes = new LinkedHashMap<>();
    private final List<String> invoked = new ArrayList<>();
    private final JShell shell;

    /// @param classPath of the cells
    CellClasses(String classPath) {
        shell = JShell.builder().executionEngine(new Recording(), Map.of())
                .compilerOptions("-cp", classPath, "-Xlint:none").build();
        JShellSession.IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
    }

    /// Compiles a cell.
    ///
    /// @param name the beginning of the names of its literals
    /// @throws LessonException if it does not compile
    Compiled add(String name, Part.Cell cell) {
        var steps = new ArrayList<Step>();
        var literals = new ArrayList<Integer>();
        int tokens = 0;
        String rest = cell.code().strip();
        boolean valued = !rest.endsWith(";");
        while (!rest.isEmpty()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String source = next.completeness().isComplete() ? next.source() : rest;
            rest = next.completeness().isComplete() ? next.remaining().strip() : "";
            invoked.clear();
            var changeable = new ChangeableLiterals(name, tokens);
            Optional<Boolean> expression = evaluate(changeable.replaceIn(source));
            if (expression.isPresent()) {
                literals.addAll(changeable.numbers());
            }
            tokens = changeable.next();
            boolean shown = expression.or(() -> evaluate(source))
                    .orElseThrow(() -> new LessonException("does not compile: " + source)) && valued && rest.isEmpty();
            for (String type : invoked) {
                steps.add(new Step(type, shown && type.equals(invoked.getLast())));
            }
        }
        return new Compiled(steps, literals);
    }

    /// Compiles a snippet, and returns whether it is an expression; empty if it does not compile.
    private Optional<Boolean> evaluate(String source) {
        boolean expression = false;
        for (SnippetEvent event : shell.eval(source)) {
            Snippet snippet = event.snippet();
            if (event.status() == Snippet.Status.REJECTED || snippet instanceof ErroneousSnippet) {
                return Optional.empty();
            }
            expression |= event.causeSnippet() == null && (snippet instanceof ExpressionSnippet
                    || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND);
        }
        return Optional.of(expression);
    }

    /// Returns the variables in one of the class files that may have a log, a topic, a client or a group.
    static List<String> variables(byte[] file) {
        return ClassFile.of().parse(file).fields().stream()
                .filter(field -> field.flags().has(AccessFlag.STATIC) && field.flags().has(AccessFlag.PUBLIC)
                        && field.fieldType().stringValue().matches("L(gregor|REPL)/.*")
                        && !field.fieldName().stringValue().contains("$"))
                .map(field -> field.fieldName().stringValue()).toList();
    }

    /// Returns the class files by their names.
    Map<String, byte[]> classes() {
        return classes;
    }

    @Override
    public void close() {
        shell.close();
    }

    /// Keeps what JShell would load and call.
    private final class Recording implements ExecutionControlProvider, ExecutionControl {
        @Override
        public String name() {
            return "recording";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return this;
        }

        @Override
        public void load(ClassBytecodes[] loaded) {
            for (ClassBytecodes type : loaded) {
                classes.put(type.name(), type.bytecodes());
            }
        }

        @Override
        public void redefine(ClassBytecodes[] types) throws NotImplementedException {
            throw new NotImplementedException("a class is never replaced");
        }

        @Override
        public String invoke(String type, String method) {
            invoked.add(type);
            return "";
        }

        @Override
        public String varValue(String type, String variable) {
            return "";
        }

        @Override
        public void addToClasspath(String path) {}

        @Override
        public void stop() {}

        @Override
        public Object extensionCommand(String command, Object argument) {
            return "";
        }

        @Override
        public void close() {}
    }
}
