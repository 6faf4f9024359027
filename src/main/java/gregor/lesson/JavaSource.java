package gregor.lesson;

import module java.base;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A file of Java source: its members, its doc comments, and the pieces that a lesson can show.
public final class JavaSource {
    private final String name;
    private final String text;
    private final List<String> lines;
    private final ClassTree type;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    /// @throws LessonException if it cannot be read
    public JavaSource(Path file) {
        this(file.getFileName().toString(), LessonFiles.text(file));
    }

    /// @param name the name of its file
    /// @throws LessonException if it is not valid Java; the message names the line
    public JavaSource(String name, String text) {
        this.name = name;
        this.text = text;
        lines = text.lines().toList();
        var problems = new DiagnosticCollector<JavaFileObject>();
        var task = (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, problems,
                List.of("-cp", "", "-proc:none"), null,
                List.of(SimpleJavaFileObject.forSource(URI.create("string:///" + name), text)));
        try {
            unit = task.parse().iterator().next();
            positions = Trees.instance(task).getSourcePositions();
        } catch (IOException e) {
            throw new LessonException("cannot read " + name, e);
        }
        problems.getDiagnostics().stream().filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR).findFirst()
                .ifPresent(problem -> {
                    throw new LessonException(
                            name + ", line " + problem.getLineNumber() + ": " + problem.getMessage(Locale.ENGLISH));
                });
        type = unit.getTypeDecls().stream().filter(ClassTree.class::isInstance).map(ClassTree.class::cast).findFirst()
                .orElse(null);
    }

    /// A range of lines of the file.
    ///
    /// @param from the index of the first line
    /// @param to   the index of the last line
    public record Lines(int from, int to) {}

    /// Returns a piece of the file, without the indentation that its lines share.
    ///
    /// @param members as in [#ranges(List)]
    /// @throws LessonException if a member does not exist
    public String piece(List<String> members) {
        return ranges(members).stream().map(range -> String.join("\n", lines(range)).stripIndent())
                .collect(Collectors.joining("\n\n"));
    }

    List<String> lines(Lines range) {
        return lines.subList(range.from(), range.to() + 1);
    }

    /// Returns the lines of the type from its doc comment to its last brace if `members` is empty; else the lines of
    /// these members with their doc comments, in the order of the file. `head` is all before the first method: the
    /// type's doc comment, its declaration and its fields. A constructor has the name `new`. If a field and a method
    /// have the same name, it means the method.
    ///
    /// @throws LessonException if a member does not exist
    public List<Lines> ranges(List<String> members) {
        if (members.isEmpty()) {
            return List.of(new Lines(start(type), end(type)));
        }
        var ranges = new ArrayList<Lines>();
        var missing = new ArrayList<>(members);
        if (missing.remove("head")) {
            ranges.add(head());
        }
        for (Tree member : type.getMembers()) {
            if (members.contains(name(member)) && positions.getStartPosition(unit, member) >= 0
                    && !hasMethodOfItsName(member)) {
                ranges.add(new Lines(start(member), end(member)));
                missing.remove(name(member));
            }
        }
        if (!missing.isEmpty()) {
            throw new LessonException(name + " has no " + String.join(", ", missing));
        }
        return ranges;
    }

    private boolean hasMethodOfItsName(Tree member) {
        return member instanceof VariableTree && type.getMembers().stream()
                .anyMatch(other -> other instanceof MethodTree && name(other).equals(name(member)));
    }

    private Lines head() {
        int last = type.getMembers().stream().filter(MethodTree.class::isInstance)
                .filter(member -> positions.getStartPosition(unit, member) >= 0).mapToInt(this::start).min()
                .orElse(end(type)) - 1;
        while (lines.get(last).isBlank()) {
            last--;
        }
        return new Lines(start(type), last);
    }

    private static String name(Tree member) {
        return switch (member) {
            case MethodTree method -> method.getName().contentEquals("<init>") ? "new" : method.getName().toString();
            case VariableTree field -> field.getName().toString();
            case ClassTree inner -> inner.getSimpleName().toString();
            default -> "";
        };
    }

    /// Returns the first line of a declaration or of its doc comment, from 0.
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

    /// Returns the doc comment of the type or of a nested type, without its slashes; empty if it has none.
    ///
    /// @param names of the types, from the outermost to the wanted one
    public String comment(List<String> names) {
        ClassTree found = inner(names);
        return found == null ? "" : comment(found);
    }

    /// Returns the doc comment of a method or of a constructor; empty if it has none, or does not exist. An implicit
    /// accessor of a record has the comment of its component.
    ///
    /// @param names      of the types, from the outermost to the wanted one
    /// @param member     its name, `new` for a constructor
    /// @param parameters the simple names of their types, without type arguments
    public String comment(List<String> names, String member, List<String> parameters) {
        ClassTree found = inner(names);
        if (found == null) {
            return "";
        }
        String own = found.getMembers().stream().filter(MethodTree.class::isInstance).map(MethodTree.class::cast)
                .filter(method -> name(method).equals(member) && positions.getStartPosition(unit, method) >= 0)
                .filter(method -> types(method).equals(parameters)).map(this::comment).findFirst().orElse("");
        boolean component = own.isEmpty() && parameters.isEmpty() && found.getKind() == Tree.Kind.RECORD;
        return component ? component(comment(found), member) : own;
    }

    private static List<String> types(MethodTree method) {
        return method.getParameters().stream().map(each -> simple(each.getType().toString())).toList();
    }

    private static String component(String comment, String name) {
        return Pattern.compile("@param\\s+" + name + "\\s+([^@]+)").matcher(comment).results()
                .map(match -> match.group(1).strip()).findFirst().orElse("");
    }

    /// Returns the simple name of a type: `List` for `java.util.List<String>`.
    public static String simple(String type) {
        String bare = type.replaceAll("<.*>", "").replaceAll("@\\w+\\s+", "").replace("...", "[]").strip();
        return bare.substring(bare.lastIndexOf('.') + 1);
    }

    /// Returns the simple names of the types that a type extends and implements.
    public List<String> supertypes(List<String> names) {
        ClassTree found = inner(names);
        if (found == null) {
            return List.of();
        }
        var all = new ArrayList<Tree>(found.getImplementsClause());
        if (found.getExtendsClause() != null) {
            all.addFirst(found.getExtendsClause());
        }
        return all.stream().map(each -> simple(each.toString())).toList();
    }

    private ClassTree inner(List<String> names) {
        ClassTree found = type != null && type.getSimpleName().contentEquals(names.getFirst()) ? type : null;
        for (String name : names.subList(1, names.size())) {
            found = found == null
                    ? null
                    : found.getMembers().stream().filter(ClassTree.class::isInstance).map(ClassTree.class::cast)
                            .filter(each -> each.getSimpleName().contentEquals(name)).findFirst().orElse(null);
        }
        return found;
    }

    private String comment(Tree tree) {
        return lines.subList(start(tree), lines.size()).stream().map(String::strip)
                .takeWhile(line -> line.startsWith("///")).map(line -> line.substring(3).strip())
                .collect(Collectors.joining("\n"));
    }

    /// Returns the public types of the file that have no doc comment.
    public List<String> undocumented() {
        var types = new ArrayList<ClassTree>();
        if (type != null && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
            types.add(type);
            boolean open = type.getKind() == Tree.Kind.INTERFACE;
            type.getMembers().stream().filter(ClassTree.class::isInstance).map(ClassTree.class::cast)
                    .filter(inner -> open || inner.getModifiers().getFlags().contains(Modifier.PUBLIC))
                    .forEach(types::add);
        }
        return types.stream().filter(tree -> !lines.get(start(tree)).strip().startsWith("///"))
                .map(tree -> tree.getSimpleName().toString()).toList();
    }

    /// A member of the type.
    ///
    /// @param name   as in [#piece(List)]
    /// @param hidden whether it is private
    /// @param from   the index of the line of its doc comment, or of its declaration if it has none
    /// @param to     the index after its last character
    /// @param body   the index of the brace that begins its body; -1 if it is not a method or has no body
    /// @param first  the call of another constructor that a constructor begins with; may be empty
    public record Member(String name, boolean method, boolean hidden, int from, int to, int body, String first) {}

    /// Returns the members of the type that its source declares, in their order.
    public List<Member> members() {
        return type.getMembers().stream().filter(member -> positions.getStartPosition(unit, member) >= 0)
                .filter(member -> !isComponent(member)).map(this::member).toList();
    }

    /// Components of a record are fields, too, but belong to its head.
    private boolean isComponent(Tree member) {
        return type.getKind() == Tree.Kind.RECORD && member instanceof VariableTree field
                && !field.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private Member member(Tree tree) {
        int from = (int) unit.getLineMap().getPosition(start(tree) + 1L, 1);
        int to = (int) positions.getEndPosition(unit, tree);
        BlockTree body = tree instanceof MethodTree method ? method.getBody() : null;
        String first = "";
        if (body != null && name(tree).equals("new") && !body.getStatements().isEmpty()) {
            String call = text(body.getStatements().getFirst());
            first = call.matches("(?s)(super|this)\\s*\\(.*") ? call : "";
        }
        return new Member(name(tree), tree instanceof MethodTree, isHidden(tree), from, to,
                body == null ? -1 : (int) positions.getStartPosition(unit, body), first);
    }

    private String text(Tree tree) {
        return text.substring((int) positions.getStartPosition(unit, tree), (int) positions.getEndPosition(unit, tree));
    }

    private static boolean isHidden(Tree member) {
        return (switch (member) {
            case MethodTree method -> method.getModifiers();
            case VariableTree field -> field.getModifiers();
            case ClassTree inner -> inner.getModifiers();
            default -> throw new IllegalArgumentException(member.getKind() + " is no member to choose");
        }).getFlags().contains(Modifier.PRIVATE);
    }
}
