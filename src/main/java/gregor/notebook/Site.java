package gregor.notebook;

import gregor.exercise.Exercise;
import gregor.exercise.ExercisePage;
import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.Page;
import gregor.lesson.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Renders the whole course as static pages, which need no server and no network.
public final class Site {
    private final Course course;
    private final HtmlParts parts = new HtmlParts(new HtmlProse(Site::target));

    private final boolean live;

    /// Creates the site of a course.
    public Site(Course course) {
        this(course, false);
    }

    /// @param live whether the cells run, in the notebook
    Site(Course course, boolean live) {
        this.course = course;
        this.live = live;
    }

    /// Returns all pages by their file names; each is rendered on demand.
    SequencedMap<String, Supplier<String>> pages() {
        var pages = new LinkedHashMap<String, Supplier<String>>();
        pages.put("index.html", this::front);
        for (Chapter chapter : course.chapters()) {
            chapter.files().forEach(file -> pages.put(name(file), () -> lesson(chapter, file)));
            if (!ExercisePage.of(chapter).isEmpty()) {
                pages.put(name(chapter.exercises()), () -> exercises(chapter));
            }
        }
        course.appendices().forEach(file -> pages.put(name(file), () -> appendix(file)));
        return pages;
    }

    /// Writes all pages into a folder, replacing older ones, and returns the files.
    ///
    /// @throws LessonException if the folder cannot be written, or a lesson breaks the grammar
    public List<Path> write(Path folder) {
        var written = new ArrayList<Path>();
        try {
            Files.createDirectories(folder);
            for (var page : pages().entrySet()) {
                written.add(Files.writeString(folder.resolve(page.getKey()), page.getValue().get()));
            }
            written.add(Files.writeString(folder.resolve(PlotFrame.PAGE), PlotFrame.page()));
            for (String asset : Asset.SITE) {
                written.add(Files.write(folder.resolve(asset), Asset.bytes(asset)));
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

    /// Maps a link to another page of the site or to the web; a link to a source file becomes empty.
    private static String target(String url) {
        if (url.matches("(\\d\\d-[a-z-]+|glossary|ancestors|commands)\\.adoc(#.*)?")) {
            return url.replaceFirst("\\.adoc", ".html");
        }
        return url.startsWith("../README.adoc") ? "index.html" : url.startsWith("http") ? url : "";
    }

    private PageTemplate template(String title, String chapter, boolean runs) {
        return runs
                ? new PageTemplate(course, title, chapter,
                        List.of("gregor.css", "codemirror.css", "show-hint.css", "notebook.css"),
                        List.of("codemirror.js", "clike.js", "matchbrackets.js", "closebrackets.js", "show-hint.js",
                                "notebook.mjs"))
                : new PageTemplate(course, title, chapter);
    }

    private String front() {
        String rungs = course.chapters().reversed().stream().map(chapter -> {
            Page page = chapter.page();
            return "<li><a href=\"%s\"><span class=\"number\">%d</span><span class=\"what\"><strong>%s</strong> <span class=\"concept\">%s</span></span></a></li>"
                    .formatted(name(chapter.file()), chapter.number(), HtmlProse.escape(page.title()),
                            HtmlProse.escape(page.concept()));
        }).collect(Collectors.joining("\n"));
        var drawing = new LogDrawing("", 10, 21,
                IntStream.range(10, 21)
                        .mapToObj(
                                offset -> new LogDrawing.Box(offset, "" + (char) ('a' + offset), LogDrawing.Kind.EVENT))
                        .toList(),
                List.of("drivers", "warehouses"),
                List.of(new LogDrawing.ReaderMark("auditor", 10, "10"), new LogDrawing.ReaderMark("display", 21, "21")),
                List.of(), -1, "");
        String how = live
                ? "Choose one, and its cells run here."
                : "To run the cells, change them and break them: "
                        + "<code>./gregor</code> in a terminal, <code>./gregor notebook</code> in a browser.";
        return template("Gregor", "", false)
                .page("""
                        <div class="front">
                        <h1>Gregor</h1>
                        <p class="motto">One morning a list woke to find itself transformed into a broker.</p>
                        <p>Gregor explains Apache Kafka by building it, in Java, from <code>java.util.ArrayList</code> up. Each lesson adds one
                        idea and a few small classes, and no lesson throws away what an earlier one built: the broker at the end <em>is</em> the lessons.</p>
                        %s
                        <h2 id="lessons">The ladder</h2>
                        <p>Begin at the bottom.</p>
                        <ol class="ladder" reversed>
                        %s
                        </ol>
                        <p>%s</p>
                        <p>%s</p>
                        </div>"""
                        .formatted(HtmlParts.figure(drawing), rungs, how, course.appendices().stream()
                                .map(file -> link(file, Page.read(file).title())).collect(Collectors.joining(" · "))));
    }

    private String lesson(Chapter chapter, Path file) {
        Page page = Page.read(file);
        int cells = page.cells().size();
        boolean main = file.equals(chapter.file());
        boolean cellsRun = live && main;
        String body = page.parts().stream()
                .map(part -> part instanceof Part.Cell cell
                        ? parts.cell(cell, cells, cellsRun ? "" : plot(page, cell))
                        : parts.part(part))
                .collect(Collectors.joining("\n"));
        String head = "<header class=\"title\"><p class=\"number\">Lesson %d%s</p><h1>%s</h1><p class=\"concept\">%s</p></header>"
                .formatted(chapter.number(), main ? "" : ", in depth", HtmlProse.escape(page.title()),
                        HtmlProse.escape(page.concept()));
        String article = "<article>" + head + body + "</article>" + onward(chapter, main);
        return template(page.title(), chapter.name(), cellsRun).page(cellsRun
                ? "<div id=\"notebook\" data-lesson=\"" + chapter.name() + "\">" + article + "</div>"
                : article);
    }

    private String appendix(Path file) {
        Page page = Page.read(file);
        return template(page.title(), "", false)
                .page("<article><header class=\"title\"><h1>%s</h1><p class=\"concept\">%s</p></header>%s</article>"
                        .formatted(HtmlProse.escape(page.title()), HtmlProse.escape(page.concept()),
                                parts.parts(page.parts())));
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
        String title = chapter.page().title() + ": exercises";
        return template(title, chapter.name(), live).page("<article><header class=\"title\"><p class=\"number\">Lesson "
                + chapter.number() + "</p><h1>" + HtmlProse.escape(title)
                + "</h1><p class=\"concept\">you write the class, the lesson's own tests check it</p></header>"
                + exercises.stream().map(parts::exercise).collect(Collectors.joining("\n")) + "</article>"
                + onward(chapter, false));
    }

    /// Renders the links at the foot of a page: in-depth pages, exercises, previous and next lesson.
    private String onward(Chapter chapter, boolean main) {
        var links = new ArrayList<String>();
        int at = course.chapters().indexOf(chapter);
        if (!main) {
            links.add(link(chapter.file(), "Back to lesson " + chapter.number()));
        } else {
            if (at > 0) {
                Chapter previous = course.chapters().get(at - 1);
                links.add(link(previous.file(), "← " + previous.number() + ". " + previous.page().title()));
            }
            chapter.inDepth().forEach(file -> links.add(link(file, Page.read(file).title())));
            if (!ExercisePage.of(chapter).isEmpty()) {
                links.add(link(chapter.exercises(), "Exercises"));
            }
            if (at + 1 < course.chapters().size()) {
                Chapter next = course.chapters().get(at + 1);
                links.add(link(next.file(), next.number() + ". " + next.page().title() + " →"));
            }
        }
        return "<nav class=\"onward\" aria-label=\"Onward\"><ul>"
                + links.stream().map(link -> "<li>" + link + "</li>").collect(Collectors.joining()) + "</ul></nav>";
    }

    private static String link(Path file, String text) {
        return "<a href=\"" + name(file) + "\">" + HtmlProse.escape(text) + "</a>";
    }
}
