package gregor.notebook;

import module java.base;

import gregor.lesson.Completion;
import gregor.lesson.Course;
import gregor.lesson.JavaSource;

/// Finds the doc comments of names in a cell. JShell finds those of the JDK in its `src.zip`, if that exists; ours are
/// read from `src/main/java`. Any thread may call it.
final class DocComments {
    private static final String TYPE = "(?<type>[A-Z]\\w*(?:\\.[A-Z]\\w*)*)(?:<[^(]*>)?";
    private static final Pattern MEMBER = Pattern
            .compile("(?:.*\\s)?" + TYPE + "\\.(?<name>\\w+)\\((?<parameters>.*)\\)[^)]*");
    private static final Pattern CONSTRUCTOR = Pattern.compile(TYPE + "\\((?<parameters>.*)\\)[^)]*");
    private static final Pattern WHOLE_TYPE = Pattern.compile("(?<package>[a-z][\\w.]*)\\." + TYPE);
    /// `{@code text}`, `{@link Type#member text}`, `{@link Type}`.
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|literal|value|return|(?:link|linkplain)"
            + "(?:\\s+[\\w.#]+(?:\\([^)]*\\))?(?=\\s+[^\\s}]))?)\\s+([^{}]*)}");
    /// The tags after the text.
    private static final Pattern FACTS = Pattern
            .compile("(?s)(^|\\n)\\s*@(param|return|throws|see|since|author|apiNote|implSpec|implNote)\\b.*");
    private static final int MAX_SUPERTYPES = 8;

    private final Path sources;
    private final Map<Path, JavaSource> read = new ConcurrentHashMap<>();

    DocComments(Course course) {
        sources = course.home().resolve("src/main/java");
    }

    /// Returns the doc comment of a declaration as plain text.
    ///
    /// @param packages the packages to search for a type
    /// @param whole    false for only the first paragraph
    String of(Completion.Declared declared, List<String> packages, boolean whole) {
        String own = declared.comment();
        String text = plain(FACTS.matcher(own.isEmpty() ? ours(declared.signature(), packages) : own).replaceFirst(""));
        return whole ? text : text.split("\n\n", 2)[0];
    }

    /// Removes tags, HTML and Markdown from a doc comment.
    static String plain(String comment) {
        return TAG.matcher(comment).replaceAll(tag -> Matcher.quoteReplacement(tag.group(1).replace("<", "&lt;")))
                .replaceAll("\\s*</?(p|li|ul|ol|pre|blockquote|table|tr|h\\d)\\b[^>]*>", "\n\n")
                .replaceAll("<[^>]*>", "").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ")
                .replace("&amp;", "&").replaceAll("\\[([^\\]\\[]+)]\\[[^\\]]*]", "$1")
                .replaceAll("\\[([\\w.]*#?[\\w.]+(?:\\([^)]*\\))?)]", "$1").replace("`", "")
                .replaceAll("[ \\t]*\\n[ \\t]*", "\n").replaceAll("(?<!\\n)\\n(?!\\n)", " ")
                .replaceAll("\\n{2,}", "\n\n").strip();
    }

    private String ours(String signature, List<String> packages) {
        Matcher type = WHOLE_TYPE.matcher(signature);
        if (type.matches()) {
            List<String> names = List.of(type.group("type").split("\\."));
            return sources(names, List.of(type.group("package"))).map(source -> source.comment(names)).findFirst()
                    .orElse("");
        }
        Matcher member = MEMBER.matcher(signature);
        if (member.matches()) {
            List<String> parameters = parameters(member.group("parameters"));
            return member(member.group("type"), member.group("name"), parameters, packages, MAX_SUPERTYPES);
        }
        Matcher constructor = CONSTRUCTOR.matcher(signature);
        return !constructor.matches()
                ? ""
                : member(constructor.group("type"), "new", parameters(constructor.group("parameters")), packages, 0);
    }

    /// Returns the comment of a member, or of the member that it overrides.
    private String member(String type, String name, List<String> parameters, List<String> packages, int higher) {
        List<String> names = List.of(type.split("\\."));
        for (JavaSource source : sources(names, packages).toList()) {
            String comment = source.comment(names, name, parameters);
            if (!comment.isEmpty() || higher == 0) {
                return comment.isEmpty() && name.equals("new") ? source.comment(names) : comment;
            }
            for (String above : source.supertypes(names)) {
                String inherited = member(above, name, parameters, packages, higher - 1);
                if (!inherited.isEmpty()) {
                    return inherited;
                }
            }
        }
        return "";
    }

    private Stream<JavaSource> sources(List<String> names, List<String> packages) {
        return packages.stream()
                .map(each -> sources.resolve(each.replace('.', '/')).resolve(names.getFirst() + ".java"))
                .filter(Files::exists).map(file -> read.computeIfAbsent(file, JavaSource::new));
    }

    /// `Map<String, Long> marks, int n` are a `Map` and an `int`.
    private static List<String> parameters(String text) {
        String bare = text;
        for (String before = ""; !before.equals(bare);) {
            before = bare;
            bare = bare.replaceAll("<[^<>]*>", "");
        }
        var types = new ArrayList<String>();
        Arrays.stream(bare.split(",")).map(String::strip).filter(each -> !each.isEmpty())
                .forEach(each -> types.add(JavaSource.simple(each.split("\\s+")[0])));
        return types;
    }
}
