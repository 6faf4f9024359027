package gregor.exercise;

import module java.base;

import gregor.lesson.JavaHighlighter;

/// Replaces the old names of renamed classes and members in Java. The table is `renames.txt`.
///
/// A simple name is replaced only where the code imports the package of the old class or a class of it, or belongs to it.
/// Strings stay as they are.
final class Renames {
    /// The new name of each class; empty if it was deleted.
    private static final Map<String, String> CLASSES = new LinkedHashMap<>();
    private static final List<MemberRename> MEMBERS = new ArrayList<>();
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.]+)\\s*;");

    private record MemberRename(String owner, String from, String to) {}

    static {
        Exercise.resource("renames.txt").lines().filter(line -> !line.startsWith("#")).map(line -> line.split("[ #]"))
                .forEach(Renames::add);
    }

    private Renames() {}

    private static void add(String... fields) {
        if (fields.length == 3) {
            MEMBERS.add(new MemberRename(fields[0], fields[1].replaceFirst("/.*", ""), fields[2]));
        } else {
            CLASSES.put(fields[0], fields[1].equals("-") ? "" : fields[1]);
        }
    }

    private static String packageOf(String type) {
        return type.replaceFirst("\\.[A-Z].*", "");
    }

    /// Returns the name without its package: `Group`, or `FileLog.Part` for a nested class.
    private static String simple(String type) {
        return type.substring(packageOf(type).length() + 1);
    }

    private static String type(String path) {
        return path.replace(".java", "").replace('/', '.');
    }

    /// Returns the new path of a source file, such as `gregor/rebalance/Group.java` for `gregor/group/Group.java`;
    /// empty if its class was deleted.
    static Optional<String> path(String path) {
        String to = CLASSES.getOrDefault(type(path), type(path));
        return to.isEmpty() ? Optional.empty() : Optional.of(to.replace('.', '/') + ".java");
    }

    /// Converts a source file.
    ///
    /// @param path of the file below the source folder
    static String file(String path, String text) {
        String home = packageOf(type(path));
        String newHome = packageOf(type(path(path).orElse(path)));
        String converted = code(text, text);
        var imports = new StringBuilder(newHome.equals(home) ? "" : "import " + home + ".*;\n");
        for (var rename : CLASSES.entrySet()) {
            String to = rename.getValue();
            if (!to.isEmpty() && packageOf(rename.getKey()).equals(home) && !packageOf(to).equals(home)
                    && !packageOf(to).equals(newHome) && word(simple(to)).matcher(converted).find()) {
                imports.append("import ").append(to).append(";\n");
            }
        }
        String header = "package " + newHome + ";" + (imports.isEmpty() ? "" : "\n\n" + imports.toString().strip());
        return PACKAGE.matcher(converted).replaceFirst(Matcher.quoteReplacement(header));
    }

    /// Converts code that has no file, such as a cell.
    ///
    /// @param context the code with the package and the imports that the code sees
    static String code(String code, String context) {
        String converted = code;
        for (var rename : CLASSES.entrySet()) {
            if (!rename.getValue().isEmpty()) {
                converted = replaceClass(converted, rename.getKey(), rename.getValue(), context);
            }
        }
        for (MemberRename rename : MEMBERS) {
            if (sees(packageOf(rename.owner()), context)) {
                converted = outsideStrings(converted,
                        "\\b" + rename.from() + "\\b(?=\\s*\\()|(?<=::)" + rename.from() + "\\b", rename.to());
            }
        }
        return converted;
    }

    private static String replaceClass(String code, String from, String to, String context) {
        String converted = outsideStrings(code, "(?<![\\w.])" + Pattern.quote(from) + "\\b", to);
        if (!sees(packageOf(from), context)) {
            return converted;
        }
        converted = outsideStrings(converted, "(?<![\\w.])" + Pattern.quote(simple(from)) + "\\b", simple(to));
        String wildcard = "import " + packageOf(from) + ".*;";
        String added = "import " + packageOf(to) + ".*;";
        return !converted.contains(added) && word(simple(from)).matcher(context).find()
                ? converted.replace(wildcard, wildcard + " " + added)
                : converted;
    }

    private static Pattern word(String word) {
        return Pattern.compile("\\b" + word + "\\b");
    }

    private static boolean sees(String home, String context) {
        return Pattern.compile("\\b(?:package|import(?:\\s+static)?)\\s+" + Pattern.quote(home) + "\\s*[.;]\\s*[^a-z]")
                .matcher(context + "\n").find();
    }

    /// Replaces matches outside strings.
    private static String outsideStrings(String code, String regex, String replacement) {
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
        String[] parts = pattern.matcher(masked).replaceAll(Matcher.quoteReplacement(replacement)).split("\"\0\"", -1);
        var result = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            result.append(strings.get(i - 1)).append(parts[i]);
        }
        return result.toString();
    }
}
