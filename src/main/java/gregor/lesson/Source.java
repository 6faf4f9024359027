package gregor.lesson;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// A file of Java source, and the pieces of it that a lesson can show.
public final class Source {
    private final Path file;
    private final List<String> lines;
    private final ClassTree type;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    /// Reads a file.
    ///
    /// @throws LessonException if it cannot be read
    public Source(Path file) {
        this.file = file;
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            lines = Files.readAllLines(file);
            var task = (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(file));
            unit = task.parse().iterator().next();
            positions = Trees.instance(task).getSourcePositions();
        } catch (IOException e) {
            throw new LessonException("cannot read " + file, e);
        }
        type = unit.getTypeDecls().stream().filter(ClassTree.class::isInstance).map(ClassTree.class::cast)
                .findFirst().orElse(null);
    }

    /// All Java files of a folder.
    public static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new LessonException("cannot read the sources in " + folder, e);
        }
    }

    /// Returns a piece of the file: without members the type from its doc comment to its last brace, else these
    /// members with their doc comments, in the order of the file. `head` is what stands before the first method:
    /// the type's doc comment, its declaration and its fields. A constructor has the name `new`.
    ///
    /// @throws LessonException if there is no such member
    public String piece(List<String> members) {
        if (members.isEmpty()) {
            return text(start(type), end(type));
        }
        var pieces = new ArrayList<String>();
        var missing = new ArrayList<>(members);
        if (missing.remove("head")) {
            pieces.add(head());
        }
        for (Tree member : type.getMembers()) {
            if (members.contains(name(member)) && positions.getStartPosition(unit, member) >= 0) {
                pieces.add(text(start(member), end(member)));
                missing.remove(name(member));
            }
        }
        if (!missing.isEmpty()) {
            throw new LessonException(file.getFileName() + " has no " + String.join(", ", missing));
        }
        return String.join("\n\n", pieces);
    }

    private String head() {
        int last = type.getMembers().stream().filter(MethodTree.class::isInstance)
                .filter(member -> positions.getStartPosition(unit, member) >= 0)
                .mapToInt(this::start).min().orElse(end(type) - 1);
        return text(start(type), last - 1).stripTrailing();
    }

    private static String name(Tree member) {
        return switch (member) {
            case MethodTree method -> method.getName().contentEquals("<init>") ? "new" : method.getName().toString();
            case VariableTree field -> field.getName().toString();
            case ClassTree inner -> inner.getSimpleName().toString();
            default -> "";
        };
    }

    /// The first line of a declaration, with its doc comment; counted from 0.
    private int start(Tree tree) {
        int line = (int) unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree)) - 1;
        while (line > 0 && lines.get(line - 1).strip().startsWith("///")) {
            line--;
        }
        return line;
    }

    private int end(Tree tree) {
        return (int) unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree)) - 1;
    }

    private String text(int from, int to) {
        return String.join("\n", lines.subList(from, to + 1)).stripIndent();
    }

    /// The lines that some lesson must show: all but the package, imports, blank lines and lone brackets.
    public List<String> mainLines() {
        return lines.stream().map(String::strip)
                .filter(line -> !line.startsWith("package ") && !line.startsWith("import ") && !line.matches("[\\s})\\];]*"))
                .toList();
    }

    /// The public types of the file that no doc comment explains.
    public List<String> undocumented() {
        var types = new ArrayList<ClassTree>();
        if (type != null && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
            types.add(type);
            boolean open = type.getKind() == Tree.Kind.INTERFACE;
            type.getMembers().stream().filter(ClassTree.class::isInstance).map(ClassTree.class::cast)
                    .filter(inner -> open || inner.getModifiers().getFlags().contains(Modifier.PUBLIC)).forEach(types::add);
        }
        return types.stream().filter(tree -> !lines.get(start(tree)).strip().startsWith("///"))
                .map(tree -> tree.getSimpleName().toString()).toList();
    }
}
