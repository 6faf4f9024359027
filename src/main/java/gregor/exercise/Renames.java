package gregor.exercise;

import module java.base;

/// Replaces the old names of renamed classes and members in Java. The table is `renames.txt`.
///
/// A simple name is replaced only where the code imports the package of the old class or a class of it, or belongs to it.
/// Strings stay as they are.
final class Renames {
    private static final String STRING = "\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"";
    /// The new name of each class; empty if it was deleted.
    private static final Map<String, String> CLASSES = new LinkedHashMap<>();
    /// The new name of each method; the key consists of its class, `#` and its old name.
    private static final Map<String, String> METHODS = new LinkedHashMap<>();

    static {
        Exercise.resource("renames.txt").lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] names = line.replaceFirst("/\\d+ ", " ").split(" ");
            (names[0].contains("#") ? METHODS : CLASSES).put(names[0], names[1].equals("-") ? "" : names[1]);
        });
    }

    private Renames() {}

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
        return converted.replaceFirst("(?m)^package\\s+[\\w.]+\\s*;", Matcher.quoteReplacement(header));
    }

    /// Converts code that has no file, such as a cell.
    ///
    /// @param context the code with the package and the imports that the code sees
    static String code(String code, String context) {
        var classes = new HashMap<String, String>();
        CLASSES.forEach((from, to) -> {
            if (!to.isEmpty()) {
                classes.put(from, to);
                if (sees(packageOf(from), context)) {
                    classes.putIfAbsent(simple(from), simple(to));
                }
            }
        });
        var methods = new HashMap<String, String>();
        METHODS.forEach((from, to) -> {
            if (sees(packageOf(from), context)) {
                methods.putIfAbsent(from.replaceFirst(".*#", ""), to);
            }
        });
        String converted = replace(code, "(?<![\\w.])(?:%s)\\b", classes);
        return withImports(replace(converted, "\\b(?:%1$s)\\b(?=\\s*\\()|(?<=::)(?:%1$s)\\b", methods), context);
    }

    /// Replaces names outside strings.
    ///
    /// @param form the regular expression of a name, with a place for the names
    private static String replace(String code, String form, Map<String, String> names) {
        if (names.isEmpty()) {
            return code;
        }
        String any = names.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile(STRING + "|" + form.formatted(any)).matcher(code)
                .replaceAll(found -> Matcher.quoteReplacement(names.getOrDefault(found.group(), found.group())));
    }

    /// Adds the new package of each class next to an import of all classes of its old one.
    private static String withImports(String code, String context) {
        String converted = code;
        for (var rename : CLASSES.entrySet()) {
            String wildcard = "import " + packageOf(rename.getKey()) + ".*;";
            String added = "import " + packageOf(rename.getValue()) + ".*;";
            if (!rename.getValue().isEmpty() && converted.contains(wildcard) && !converted.contains(added)
                    && word(simple(rename.getKey())).matcher(context).find()) {
                converted = converted.replace(wildcard, wildcard + " " + added);
            }
        }
        return converted;
    }

    private static Pattern word(String word) {
        return Pattern.compile("\\b" + word + "\\b");
    }

    private static boolean sees(String home, String context) {
        return Pattern.compile("\\b(?:package|import(?:\\s+static)?)\\s+" + Pattern.quote(home) + "\\s*[.;]\\s*[^a-z]")
                .matcher(context + "\n").find();
    }
}
