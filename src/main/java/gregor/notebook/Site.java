package gregor.notebook;

import module java.base;

import gregor.exercise.Exercise;
import gregor.exercise.ExercisePage;
import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.LessonSize;
import gregor.lesson.Page;
import gregor.lesson.Part;
import gregor.lesson.Progress;
import gregor.live.LiveScript;

/// Renders the whole course as static pages, which need no server and no network.
public final class Site {
    private static final Pattern HEADING = Pattern.compile("<h2 id=\"([^\"]*)\">(.*?)</h2>");

    private final Course course;
    private final HtmlParts parts = new HtmlParts(new HtmlProse(Site::target));

    /// Whether the pages are those of the notebook, which runs their cells.
    private final boolean notebook;
    private final Map<String, String> lanes;
    private final Map<String, List<PredictionRecorder.Answer>> answers;
    private final LiveScript.Built script;

    /// Creates the site of a course, without recorded logs and answers.
    public Site(Course course) {
        this(course, false, Map.of());
    }

    /// @param lanes   the recorded lanes, by the names of the lessons
    /// @param answers to the predictions among the exercises, by the paths of the exercises
    Site(Course course, Map<String, String> lanes, Map<String, List<PredictionRecorder.Answer>> answers,
            LiveScript.Built script) {
        this.course = course;
        this.notebook = false;
        this.lanes = lanes;
        this.answers = answers;
        this.script = script;
    }

    /// @param notebook whether the pages are those of the notebook
    /// @param lanes    the recorded lanes, by the names of the lessons
    Site(Course course, boolean notebook, Map<String, String> lanes) {
        this.course = course;
        this.notebook = notebook;
        this.lanes = lanes;
        this.answers = Map.of();
        this.script = new LiveScript.Built(new byte[0], Map.of());
    }

    /// Runs the cells of all lessons and the tests of the predictions among the exercises, and creates the site with the
    /// logs beside the pages and the answers in them.
    ///
    /// @param progress receives a line for each lesson
    public static Site recorded(Course course, Consumer<String> progress) {
        return new Site(course, LaneRecorder.record(course.chapters(), progress),
                PredictionRecorder.record(course.chapters(), progress), new LiveScript.Built(new byte[0], Map.of()));
    }

    /// Returns this site with cells that run in their pages.
    public Site with(LiveScript.Built built) {
        return new Site(course, lanes, answers, built);
    }

    /// Returns all pages by their file names; each is rendered on demand.
    SequencedMap<String, Supplier<String>> pages() {
        var pages = new LinkedHashMap<String, Supplier<String>>();
        pages.put("index.html", this::front);
        for (Chapter chapter : course.chapters()) {
            chapter.files().forEach(file -> pages.put(name(file), () -> lesson(chapter, file)));
            if (lanes.containsKey(chapter.name())) {
                pages.put(laneName(chapter), () -> lanes.get(chapter.name()));
            }
            if (!ExercisePage.of(chapter).isEmpty()) {
                pages.put(name(chapter.exercises()), () -> exercises(chapter));
            }
        }
        course.appendices().forEach(file -> pages.put(name(file), () -> appendix(file)));
        if (!script.cells().isEmpty()) {
            pages.put(LivePages.TABLE,
                    () -> PageTemplate.page(course, "Live cells", "", false,
                            article("", "Live cells", "which cells run in the page, and which do not", "",
                                    LivePages.table(course, script.cells()))));
        }
        pages.put("search-index.js", this::searchIndex);
        pages.put(SimulationPage.NAME,
                () -> SimulationPage.html(course, notebook ? "server" : script.cells().isEmpty() ? "" : "page"));
        pages.put(SimulationPage.DATA, () -> SimulationPage.data(course));
        return pages;
    }

    /// Writes all pages into a folder, replacing older ones, and returns the files.
    ///
    /// @throws LessonException if the folder cannot be written, or a lesson breaks the grammar
    public List<Path> write(Path folder) {
        var written = new ArrayList<Path>();
        try {
            Files.createDirectories(folder);
            boolean frames = false;
            for (var page : pages().entrySet()) {
                String text = page.getKey().endsWith(".html")
                        ? LivePages.strict(page.getValue().get())
                        : page.getValue().get();
                frames |= text.contains("\"" + PlotFrame.PAGE + "#");
                written.add(Files.writeString(folder.resolve(page.getKey()), text));
            }
            if (frames) {
                written.add(Files.writeString(folder.resolve(PlotFrame.PAGE), PlotFrame.page()));
            }
            for (String asset : Asset.SITE) {
                written.add(Files.write(folder.resolve(asset), Asset.bytes(asset)));
            }
            if (!script.cells().isEmpty()) {
                written.add(Files.write(folder.resolve(LivePages.CONTROLS), Asset.bytes(LivePages.CONTROLS)));
                written.add(Files.write(folder.resolve(LivePages.CLASSES), script.script()));
            }
        } catch (IOException e) {
            throw new LessonException(
                    "cannot write the site to " + folder + ": " + e.getMessage() + "; choose another folder with --out",
                    e);
        }
        return List.copyOf(written);
    }

    static String name(Path adoc) {
        return adoc.getFileName().toString().replaceFirst("\\.adoc$", ".html");
    }

    private static String laneName(Chapter chapter) {
        return name(chapter.file()).replace(".html", ".lane.js");
    }

    /// Maps a link to another page of the site or to the web; a link to a source file becomes empty.
    private static String target(String url) {
        if (url.matches("(\\d\\d-[a-z-]+|glossary|ancestors|commands|ide|teaching)\\.adoc(#.*)?")) {
            return url.replaceFirst("\\.adoc", ".html");
        }
        return url.startsWith("../README.adoc") ? "index.html" : url.startsWith("http") ? url : "";
    }

    /// Renders the texts of all pages for the search: address, title and text of each section.
    private String searchIndex() {
        var entries = new ArrayList<List<String>>();
        Stream.concat(course.chapters().stream().flatMap(chapter -> chapter.files().stream()),
                course.appendices().stream()).forEach(file -> {
                    Page page = Page.read(file);
                    String html = "<h2 id=\"main\">" + HtmlProse.escape(page.title()) + "</h2>"
                            + page.all(Part.Prose.class).map(parts::part).collect(Collectors.joining());
                    for (String section : html.split("(?=<h2 id=)")) {
                        String[] titleAndText = section.replaceFirst("^<h2 id=\"([^\"]*)\">", "$1\n").split("\n|</h2>",
                                3);
                        entries.add(List.of(name(file) + "#" + titleAndText[0], plain(titleAndText[1]),
                                plain(titleAndText[2])));
                    }
                });
        return "gregorIndex = " + VariableInspector.JSON.writeValueAsString(entries) + ";\n";
    }

    private static String plain(String html) {
        return html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").replace("&lt;", "<").replace("&gt;", ">")
                .replace("&quot;", "\"").replace("&amp;", "&").strip();
    }

    private String front() {
        String rungs = course.chapters().reversed().stream().map(this::rung).collect(Collectors.joining("\n"));
        var drawing = new LogDrawing("", 10, 21,
                IntStream.range(10, 21)
                        .mapToObj(
                                offset -> new LogDrawing.Box(offset, "" + (char) ('a' + offset), LogDrawing.Kind.EVENT))
                        .toList(),
                List.of("drivers", "warehouses"),
                List.of(new LogDrawing.ReaderMark("auditor", 10, "10"), new LogDrawing.ReaderMark("display", 21, "21")),
                List.of(), -1, "");
        String how = notebook || !script.cells().isEmpty()
                ? "Choose one, and its cells run here."
                : "To run the cells, change them and break them: "
                        + "<code>./gregor</code> in a terminal, <code>./gregor notebook</code> in a browser.";
        String appendices = course.appendices().stream().map(file -> link(file, Page.read(file).title()))
                .collect(Collectors.joining(" · ")) + " · " + SimulationPage.LINK
                + (script.cells().isEmpty() ? "" : " · <a href=\"" + LivePages.TABLE + "\">Live cells</a>");
        return PageTemplate.page(course, "Gregor", "", false,
                Asset.text("front.html").formatted(HtmlParts.figure(drawing, Long.MAX_VALUE), notebook ? resume() : "",
                        rungs, how, appendices) + (notebook ? "" : score("")));
    }

    private String rung(Chapter chapter) {
        Page page = chapter.page();
        return ("<li data-lesson=\"%s\"><a href=\"%s\"><span class=\"number\">%d</span><span class=\"what\"><strong>%s</strong> "
                + "<span class=\"concept\">%s</span></span><span class=\"time\">%.0f min%s</span></a></li>")
                .formatted(chapter.name(), name(chapter.file()), chapter.number(), HtmlProse.escape(page.title()),
                        HtmlProse.escape(page.concept()), LessonSize.of(page).minutes(), notebook ? done(chapter) : "");
    }

    /// Describes the learner's progress in a lesson.
    private String done(Chapter chapter) {
        Progress progress = Progress.of(course);
        int cells = chapter.page().cells().size();
        int next = Math.min(progress.next(chapter), cells);
        return progress.done(chapter) ? "<br>done" : next > 1 ? "<br>cell " + next + " of " + cells : "";
    }

    private String resume() {
        Progress progress = Progress.of(course);
        Chapter chapter = progress.current(course);
        boolean begun = progress.next(chapter) > 1 || course.chapters().stream().anyMatch(progress::done);
        return "<p class=\"resume\"><a href=\"%s\">%s lesson %d: %s</a></p>".formatted(name(chapter.file()),
                begun ? "Continue with" : "Begin with", chapter.number(), HtmlProse.escape(chapter.page().title()));
    }

    /// Renders a table of contents from the headings of a page; empty if it has fewer than two.
    private static String contents(String body) {
        List<String> links = HEADING.matcher(body).results().map(heading -> "<li><a href=\"#" + heading.group(1) + "\">"
                + heading.group(2).replaceAll("</?a\\b[^>]*>", "") + "</a></li>").toList();
        return links.size() < 2
                ? ""
                : "<details class=\"toc\"><summary>Contents</summary><ul>" + String.join("", links) + "</ul></details>";
    }

    private String lesson(Chapter chapter, Path file) {
        Page page = Page.read(file);
        int cells = page.cells().size();
        boolean main = file.equals(chapter.file());
        boolean cellsRun = notebook && main;
        String body = page.parts().stream()
                .map(part -> part instanceof Part.Cell cell
                        ? LivePages.cell(chapter, cell, parts.cell(cell, cells, cellsRun ? "" : plot(page, cell)),
                                main ? script.cells() : Map.of())
                        : parts.part(part))
                .collect(Collectors.joining("\n"));
        String article = article("Lesson " + chapter.number() + (main ? "" : ", in depth"), page.title(),
                page.concept(), steps(chapter), contents(body) + body) + onward(chapter, main);
        boolean live = main && LivePages.runs(chapter, script.cells());
        if (main && !notebook) {
            article += score(chapter.name());
        }
        return PageTemplate.page(course, page.title(), chapter.name(), cellsRun, cellsRun
                ? "<div id=\"notebook\" class=\"beside\" data-lesson=\"" + chapter.name() + "\">" + article + "</div>"
                : live || main && lanes.containsKey(chapter.name()) ? withLane(chapter, article, live) : article);
    }

    /// Renders the script that remembers the reader's predictions in the browser.
    private static String score(String lesson) {
        return "<script src=\"score.js\" data-lesson=\"" + lesson + "\" defer></script>";
    }

    private String withLane(Chapter chapter, String article, boolean live) {
        var scripts = new ArrayList<>(List.of("lane.js"));
        if (lanes.containsKey(chapter.name())) {
            scripts.addFirst(laneName(chapter));
        }
        if (live) {
            scripts.add(LivePages.CONTROLS);
        }
        return "<div class=\"beside\"" + (live ? " data-live=\"" + chapter.number() + "\"" : "") + ">" + article
                + "</div>"
                + scripts.stream().map("<script src=\"%s\" defer></script>"::formatted).collect(Collectors.joining());
    }

    private String appendix(Path file) {
        Page page = Page.read(file);
        return PageTemplate.page(course, page.title(), "", false,
                article("", page.title(), page.concept(), "", parts.parts(page.parts())));
    }

    private static String article(String number, String title, String concept, String steps, String body) {
        return "<article><header class=\"title\"><p class=\"number\">%s</p><h1>%s</h1><p class=\"concept\">%s</p>%s</header>%s</article>"
                .formatted(number, HtmlProse.escape(title), HtmlProse.escape(concept), steps, body);
    }

    private static String plot(Page page, Part.Cell cell) {
        try {
            Path file = page.plot(cell);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new LessonException("cannot read " + page.plot(cell), e);
        }
    }

    private String exercises(Chapter chapter) {
        List<Exercise> exercises = ExercisePage.of(chapter);
        Progress progress = Progress.of(course);
        String title = chapter.page().title() + ": exercises";
        String body = exercises.stream()
                .map(exercise -> parts.exercise(exercise,
                        notebook && !progress.exercise(chapter, exercise.name()).isEmpty(),
                        answers.getOrDefault(exercise.path(), List.of())))
                .collect(Collectors.joining("\n"));
        return PageTemplate
                .page(course, title, chapter.name(), notebook,
                        article("Lesson " + chapter.number(), title,
                                "you write the class, the lesson's own tests check it", "", body)
                                + onward(chapter, false) + (notebook ? "" : score(chapter.name())));
    }

    /// Renders the links to the lessons before and after.
    private String steps(Chapter chapter) {
        int at = course.chapters().indexOf(chapter);
        var links = new ArrayList<String>();
        for (Chapter other : course.chapters().subList(Math.max(0, at - 1),
                Math.min(at + 2, course.chapters().size()))) {
            if (other != chapter) {
                String title = other.number() + ". " + other.page().title();
                links.add(link(other.file(), other.number() < chapter.number() ? "← " + title : title + " →"));
            }
        }
        return "<p class=\"steps\">" + String.join(" ", links) + "</p>";
    }

    /// Renders the links at the foot of a page: in-depth pages, exercises, previous and next lesson.
    private String onward(Chapter chapter, boolean main) {
        var links = new ArrayList<String>();
        if (main) {
            chapter.inDepth().forEach(file -> links.add(link(file, Page.read(file).title())));
            if (!ExercisePage.of(chapter).isEmpty()) {
                links.add(link(chapter.exercises(), "Exercises of lesson " + chapter.number()));
            }
            if (chapter.name().equals("replica")) {
                links.add(SimulationPage.LINK);
            }
        } else {
            links.add(link(chapter.file(), "Back to lesson " + chapter.number()));
        }
        return "<nav class=\"onward\" aria-label=\"Onward\">"
                + (main ? "<h2>The end of lesson %d</h2>".formatted(chapter.number()) : "") + "<ul>"
                + links.stream().map(link -> "<li>" + link + "</li>").collect(Collectors.joining()) + "</ul>"
                + (main ? steps(chapter) : "") + "</nav>";
    }

    private static String link(Path file, String text) {
        return "<a href=\"" + name(file) + "\">" + HtmlProse.escape(text) + "</a>";
    }
}
