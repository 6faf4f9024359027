package gregor.notebook;

import module java.base;

import gregor.lesson.Course;

/// The pages of the notebook and their assets.
final class Pages {
    private static final String EDITOR = "/META-INF/resources/webjars/codemirror/5.65.21/";
    private static final Map<String, String> LIBRARY = Map.of("codemirror.js", "lib/codemirror.js", "codemirror.css",
            "lib/codemirror.css", "clike.js", "mode/clike/clike.js", "matchbrackets.js", "addon/edit/matchbrackets.js",
            "closebrackets.js", "addon/edit/closebrackets.js", "show-hint.js", "addon/hint/show-hint.js",
            "show-hint.css", "addon/hint/show-hint.css");

    private final Course course;
    private final Map<String, Supplier<String>> pages;

    Pages(Course course) {
        this.course = course;
        pages = new Site(course, true, Map.of()).pages();
    }

    String of(String lesson) {
        return Site.name(course.chapter(lesson).file());
    }

    /// Returns a page or an asset; empty if none has this name.
    Optional<byte[]> find(String name) {
        if (pages.containsKey(name)) {
            return Optional.of(pages.get(name).get().getBytes(StandardCharsets.UTF_8));
        }
        if (name.equals(PlotFrame.PAGE)) {
            return Optional.of(PlotFrame.page().getBytes(StandardCharsets.UTF_8));
        }
        if (LIBRARY.containsKey(name)) {
            return Optional.of(Asset.bytes(EDITOR + LIBRARY.get(name)));
        }
        return Asset.SITE.contains(name) || Asset.NOTEBOOK.contains(name)
                ? Optional.of(Asset.bytes(name))
                : Optional.empty();
    }
}
