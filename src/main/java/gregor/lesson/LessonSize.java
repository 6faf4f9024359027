package gregor.lesson;

import module java.base;

/// The size of a lesson, and the time it takes to read.
///
/// @param words         of its prose, questions and titles, also of what is folded; the table of the package's files is
///                      left out, since it is for reference
/// @param fragmentLines displayed lines of our own source
/// @param cellLines     lines of the cells; the folded set-up is left out
public record LessonSize(int words, int fragmentLines, int cellLines, int cells, int predictions) {
    private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");
    private static final Pattern LINK = Pattern.compile("(?:(?:link|xref):\\S+?|https?:[^\\[\\s]+)\\[([^\\]]*)]");
    private static final Pattern ATTRIBUTES = Pattern.compile("(?m)^\\[.*]$");
    private static final double WORDS_A_MINUTE = 200;
    private static final double LINES_A_MINUTE = 20;

    public static LessonSize of(Page page) {
        List<Part.Cell> cells = page.cells();
        return new LessonSize(page.all().flatMap(LessonSize::texts).mapToInt(LessonSize::count).sum(),
                page.all(Part.Shown.class).mapToInt(LessonSize::lines).sum(),
                cells.stream().filter(cell -> cell.setup() == null).mapToInt(cell -> lines(cell.code())).sum(),
                cells.size(), (int) cells.stream().filter(cell -> cell.is(Part.Kind.PREDICT)).count());
    }

    /// Returns the minutes to read the lesson: 200 words, or 20 lines of source, take a minute.
    public double minutes() {
        return words / WORDS_A_MINUTE + (fragmentLines + cellLines) / LINES_A_MINUTE;
    }

    /// Returns the number of displayed lines of a fragment.
    static int lines(Part.Shown shown) {
        return lines(shown.code());
    }

    private static int lines(String code) {
        return (int) code.lines().count();
    }

    private static Stream<String> texts(Part part) {
        return switch (part) {
            case Part.Prose prose -> Stream.of(prose.adoc());
            case Part.Block block -> Stream.of(block.title());
            case Part.Diagram diagram -> Stream.of(diagram.description());
            case Part.Cell cell when cell.question() != null -> Stream.of(cell.question());
            default -> Stream.empty();
        };
    }

    private static int count(String adoc) {
        String text = ATTRIBUTES.matcher(LINK.matcher(adoc).replaceAll("$1")).replaceAll("");
        return (int) WORD.matcher(text).results().count();
    }
}
