package gregor.exercise;

import gregor.lesson.JavaHighlighter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces the old names of renamed classes and members in Java. The table is `renames.txt`.
///
/// A simple name is replaced only where the code sees the old class: by an import, or in its package. Strings stay as
/// they are.
public final class Renames {
    private static final List<ClassRename> CLASSES = new ArrayList<>();
    private static final List<MemberRename> MEMBERS = new ArrayList<>();
    private static final Pattern IMPORT = Pattern.compile("\\bimport\\s+(?:static\\s+)?([\\w.]+(?:\\.\\*)?)\\s*;");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.]+)\\s*;");

    static {
        try (InputStream in = Renames.class.getResourceAsStream("renames.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .forEach(line -> add(line.split("[ #]")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read renames.txt in the jar", e);
        }
    }

    private Renames() {}

    /// @param to empty if the class was deleted
    private record ClassRename(String from, String to) {
        boolean isDeleted() {
            return to.isEmpty();
        }

        boolean isMoved() {
            return !isDeleted() && !packageOf(from).equals(packageOf(to));
        }
    }

    /// @param parameters the number of parameters; -1 for any
    private record MemberRename(String owner, String from, int parameters, String to) {}

    private static void add(String... fields) {
        if (fields.length == 3) {
            String[] member = fields[1].split("/");
            MEMBERS.add(new MemberRename(fields[0], member[0], member.length == 1 ? -1 : Integer.parseInt(member[1]),
                    fields[2]));
        } else {
            CLASSES.add(new ClassRename(fields[0], fields[1].equals("-") ? "" : fields[1]));
        }
    }

    private static String packageOf(String type) {
        return type.replaceFirst("\\.[A-Z].*", "");
    }

    /// Returns the name without its package: `Group`, or `FileLog.Part` for a nested class.
    private static String simple(String type) {
        return type.substring(packageOf(type).length() + 1);
    }

    /// Returns the new path of a source file, such as `gregor/rebalance/Group.java` for `gregor/group/Group.java`;
    /// empty if its class was deleted.
    static Optional<String> path(String path) {
        String type = path.replace(".java", "").replace('/', '.');
        return CLASSES.stream().filter(rename -> rename.from().equals(type)).findFirst()
                .map(rename -> rename.isDeleted()
                        ? Optional.<String>empty()
                        : Optional.of(rename.to().replace('.', '/') + ".java"))
                .orElse(Optional.of(path));
    }

    /// Converts a source file.
    ///
    /// @param path of the file below the source folder
    static String file(String path, String text) {
        String type = path.replace(".java", "").replace('/', '.');
        String converted = code(text, text);
        String home = packageOf(type);
        var imports = new StringBuilder();
        String newHome = packageOf(path(path).orElse(path).replace(".java", "").replace('/', '.'));
        for (ClassRename rename : CLASSES) {
            boolean mentioned = Pattern
                    .compile("\\b" + simple(rename.to().isEmpty() ? rename.from() : rename.to()) + "\\b")
                    .matcher(converted).find();
            if (rename.isMoved() && packageOf(rename.from()).equals(home) && mentioned
                    && !packageOf(rename.to()).equals(newHome)) {
                imports.append("import ").append(rename.to()).append(";\n");
            }
        }
        if (!newHome.equals(home)) {
            imports.append("import ").append(home).append(".*;\n");
            converted = PACKAGE.matcher(converted).replaceFirst("package " + newHome + ";");
        }
        return imports.isEmpty()
                ? converted
                : PACKAGE.matcher(converted)
                        .replaceFirst("$0\n\n" + Matcher.quoteReplacement(imports.toString().strip()));
    }

    /// Converts code that has no file, such as a cell.
    ///
    /// @param context the code with the package and the imports that the code sees
    public static String code(String code, String context) {
        String converted = code;
        for (ClassRename rename : CLASSES) {
            if (!rename.isDeleted()) {
                converted = replaceClass(converted, rename, context);
            }
        }
        for (MemberRename rename : MEMBERS) {
            if (seesPackage(packageOf(rename.owner()), context)) {
                converted = outsideStrings(converted,
                        "\\b" + rename.from() + "\\b(?=\\s*\\()|(?<=::)" + rename.from() + "\\b", rename.to(),
                        rename.parameters());
            }
        }
        return converted;
    }

    private static String replaceClass(String code, ClassRename rename, String context) {
        String converted = outsideStrings(code, "(?<![\\w.])" + Pattern.quote(rename.from()) + "\\b", rename.to(), -1);
        if (seesClass(rename.from(), context)) {
            converted = outsideStrings(converted, "(?<![\\w.])" + Pattern.quote(simple(rename.from())) + "\\b",
                    simple(rename.to()), -1);
        }
        String wildcard = "import " + packageOf(rename.from()) + ".*;";
        String added = "import " + packageOf(rename.to()) + ".*;";
        boolean mentioned = Pattern.compile("\\b" + simple(rename.from()) + "\\b").matcher(context).find();
        return rename.isMoved() && mentioned && !converted.contains(added)
                ? converted.replace(wildcard, wildcard + " " + added)
                : converted;
    }

    private static boolean seesClass(String type, String context) {
        Matcher home = PACKAGE.matcher(context);
        return home.find() && home.group(1).equals(packageOf(type)) || IMPORT.matcher(context).results()
                .map(match -> match.group(1)).anyMatch(name -> name.equals(type) || name.startsWith(type + ".")
                        || type.startsWith(name + ".") || name.equals(packageOf(type) + ".*"));
    }

    private static boolean seesPackage(String name, String context) {
        Matcher home = PACKAGE.matcher(context);
        return home.find() && home.group(1).equals(name)
                || IMPORT.matcher(context).results().anyMatch(match -> match.group(1).startsWith(name + "."));
    }

    /// Replaces matches outside strings.
    ///
    /// @param arguments the number of arguments that must follow the match in brackets; -1 if none need to follow
    private static String outsideStrings(String code, String regex, String replacement, int arguments) {
        Pattern pattern = Pattern.compile(regex);
        if (!pattern.matcher(code).find()) {
            return code;
        }
        var strings = new ArrayList<String>();
        String masked = JavaHighlighter.paint(code, text -> text, (kind, text) -> {
            if (!kind.equals("string")) {
                return text;
            }
            strings.add(text);
            return "\"" + (char) 0 + "\"";
        });
        String[] parts = pattern.matcher(masked)
                .replaceAll(match -> Matcher.quoteReplacement(
                        arguments < 0 || arguments == arguments(masked, masked.indexOf('(', match.end()))
                                ? replacement
                                : match.group()))
                .split("\"\0\"", -1);
        var result = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            result.append(strings.get(i - 1)).append(parts[i]);
        }
        return result.toString();
    }

    /// Counts the arguments in the brackets that open at an index.
    private static int arguments(String code, int open) {
        int depth = 0;
        int commas = 0;
        for (int i = open; i >= 0 && i < code.length(); i++) {
            char c = code.charAt(i);
            depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
            commas += c == ',' && depth == 1 ? 1 : 0;
            if (depth == 0) {
                return code.substring(open + 1, i).isBlank() ? 0 : commas + 1;
            }
        }
        return 0;
    }
}
