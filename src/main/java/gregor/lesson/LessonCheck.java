package gregor.lesson;

import module java.base;

/// Checks that a lesson is short enough and has the parts that every lesson has.
public final class LessonCheck {
    private static final int MAX_MINUTES = 25;
    private static final int MAX_FRAGMENT_LINES = 25;
    private static final int MAX_SOURCE_LINES = 150;
    private static final int OBJECTIVES = 3;
    private static final int QUESTIONS = 5;
    private static final String OBJECTIVES_LINE = "After this lesson you can";
    private static final List<String> ENDING = List.of("Recap", "Check yourself", "Exercises", "Open challenge", "Map");
    /// The lessons from this number on are optional: they have no neighbours.
    private static final int OPTIONAL = 18;

    private final Course course;
    private final Chapter chapter;
    private final Page page;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Section> sections = new LinkedHashMap<>();

    /// A section of the page.
    private record Section(List<String> lines, List<Part> parts) {
        Section() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        long written() {
            return lines.stream().filter(line -> !line.isBlank()).count();
        }
    }

    private LessonCheck(Course course, Chapter chapter) {
        this.course = course;
        this.chapter = chapter;
        page = chapter.page();
    }

    public static List<String> faults(Course course, Chapter chapter) {
        var check = new LessonCheck(course, chapter);
        check.split();
        check.size();
        check.beginning();
        check.predictions();
        check.ending();
        check.links();
        return List.copyOf(check.faults);
    }

    public static List<String> faults(Course course) {
        return course.chapters().stream().flatMap(chapter -> faults(course, chapter).stream()).toList();
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private void need(boolean condition, String fault, Object... values) {
        if (!condition) {
            faults.add(page.file().getFileName() + ": " + fault.formatted(values));
        }
    }

    private void split() {
        var section = new Section();
        sections.put("", section);
        for (Part part : page.parts()) {
            if (!(part instanceof Part.Prose prose)) {
                section.parts().add(part);
                continue;
            }
            for (String line : prose.adoc().lines().toList()) {
                if (line.startsWith("== ")) {
                    section = new Section();
                    sections.put(line.substring(3).strip(), section);
                } else {
                    section.lines().add(line);
                }
            }
        }
    }

    private void size() {
        LessonSize size = LessonSize.of(page);
        need(size.minutes() <= MAX_MINUTES,
                "takes %.1f minutes (%d words, %d lines of fragments, %d of cells); at most %d", size.minutes(),
                size.words(), size.fragmentLines(), size.cellLines(), MAX_MINUTES);
        need(size.fragmentLines() <= MAX_SOURCE_LINES, "displays %d lines of source; at most %d", size.fragmentLines(),
                MAX_SOURCE_LINES);
        page.all(Part.Shown.class).forEach(shown -> {
            need(LessonSize.lines(shown) <= MAX_FRAGMENT_LINES,
                    "line %d: %s has %d lines; display at most %d, with from= and lines=", shown.line(), shown.piece(),
                    LessonSize.lines(shown), MAX_FRAGMENT_LINES);
            need(!shown.type().matches("(.*\\.)?Lesson"), "line %d: a page does not display a Lesson class",
                    shown.line());
        });
    }

    private void beginning() {
        List<String> all = sections.values().stream().flatMap(section -> section.lines().stream()).toList();
        List<String> after = all.stream().dropWhile(line -> !line.startsWith(OBJECTIVES_LINE)).skip(1)
                .dropWhile(String::isBlank).toList();
        long items = after.stream().takeWhile(line -> !line.isBlank()).filter(line -> line.startsWith("* ")).count();
        need(items == OBJECTIVES, "needs the line '%s' and a list of %d; it has %d", OBJECTIVES_LINE, OBJECTIVES,
                items);
    }

    private void predictions() {
        page.cells().stream().filter(cell -> cell.is(Part.Kind.PREDICT) && cell.answer() == null)
                .forEach(cell -> need(false, "line %d: prediction without a folded block .Answer", cell.line()));
    }

    private void ending() {
        Section none = new Section();
        long recap = sections.getOrDefault("Recap", none).written();
        need(recap >= 3 && recap <= 5, "needs == Recap with 3 to 5 lines; it has %d", recap);
        long questions = sections.getOrDefault("Check yourself", none).parts().stream()
                .filter(part -> part instanceof Part.Block block && block.folded()).count();
        need(questions == QUESTIONS, "needs == Check yourself with %d folded answers; it has %d", QUESTIONS, questions);
        need(!Files.exists(chapter.exercises()) || sections.getOrDefault("Exercises", none).lines().stream()
                .anyMatch(line -> line.contains("./gregor exercise " + chapter.name())),
                "needs == Exercises with `./gregor exercise %s`", chapter.name());
        need(sections.getOrDefault("Open challenge", none).written() > 0, "needs == Open challenge");
        if (chapter.hasClasses()) {
            map(sections.getOrDefault("Map", none));
        }
        List<String> found = sections.keySet().stream().filter(ENDING::contains).toList();
        need(found.equals(ENDING.stream().filter(found::contains).toList()), "needs its last sections in the order %s",
                String.join(", ", ENDING));
    }

    private void map(Section section) {
        List<Part.ClassMap> maps = section.parts().stream().filter(Part.ClassMap.class::isInstance)
                .map(Part.ClassMap.class::cast).toList();
        need(maps.size() == 1, "needs == Map with [map=\"…\"] above a table");
        maps.forEach(map -> {
            List<String> missing = ClassTable.missing(chapter, map);
            need(missing.isEmpty(), "the map misses %s", String.join(", ", missing));
        });
    }

    private void links() {
        String last = page.parts().getLast() instanceof Part.Prose prose ? prose.adoc() : "";
        if (chapter.number() >= OPTIONAL) {
            need(last.matches("(?s).*xref:\\d\\d-[a-z]+\\.adoc\\[.*"), "needs a link to another lesson at its end");
            return;
        }
        List<Chapter> ladder = course.chapters().stream().filter(each -> each.number() < OPTIONAL).toList();
        int at = ladder.indexOf(chapter);
        for (int neighbour : new int[]{at - 1, at + 1}) {
            if (neighbour >= 0 && neighbour < ladder.size()) {
                String link = "xref:" + ladder.get(neighbour).file().getFileName() + "[";
                need(last.contains(link), "needs a link at its end: %s…]", link);
            }
        }
    }
}
