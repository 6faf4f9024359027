package gregor.lesson;

import module java.base;

/// Writes the table of a package's files: a link to each file, and the first sentence of its doc comment.
final class ClassTable {
    private static final Pattern SENTENCE = Pattern.compile(".*?(?<!e\\.g|i\\.e)[.!?](?=\\s|$)");

    private ClassTable() {}

    /// @throws LessonException if a type does not exist or has no doc comment
    static List<String> of(Chapter chapter, Path page, Part.ClassMap map) {
        var table = new ArrayList<String>(List.of("|===", "|File |What it does", ""));
        for (String type : map.types()) {
            Path source = GeneratedFiles.source(chapter, type);
            String sentence = Files.exists(source) ? sentence(new JavaSource(source), source) : "";
            if (sentence.isEmpty()) {
                throw new LessonException(page + ", line " + (map.line() - 1) + ": " + source
                        + (Files.exists(source) ? " has no doc comment" : " does not exist"));
            }
            table.add("|link:" + page.toAbsolutePath().getParent().relativize(source.toAbsolutePath()) + "["
                    + type.substring(type.lastIndexOf('.') + 1) + "] |" + sentence);
        }
        table.add("|===");
        return table;
    }

    private static String sentence(JavaSource source, Path file) {
        String type = file.getFileName().toString().replace(".java", "");
        return SENTENCE.matcher(String.join(" ", source.comment(List.of(type)).lines().toList())).results().findFirst()
                .map(match -> adoc(match.group())).orElse("");
    }

    /// Turns Markdown into AsciiDoc: references to types become code.
    private static String adoc(String markdown) {
        return markdown.replaceAll("\\[([^\\]]+)]\\([^)]*\\)", "$1").replaceAll("\\[([\\w.#(),]+)]", "`$1`")
                .replace("|", "\\|");
    }

    /// Returns the names of the types of the lesson's package that a map leaves out.
    static List<String> missing(Chapter chapter, Part.ClassMap map) {
        return LessonFiles.below(chapter.sources(), ".java").stream()
                .filter(file -> file.getParent().equals(chapter.sources()))
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .filter(name -> !List.of("package-info", "Lesson").contains(name) && !map.types().contains(name))
                .toList();
    }
}
