package gregor.notebook;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Completion;
import gregor.lesson.Course;
import gregor.lesson.JShellSession;
import gregor.lesson.Page;
import gregor.lesson.Progress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// The requests of the page. Any thread may call it.
final class NotebookApi implements AutoCloseable {
    private static final int MAX_CODE = 1 << 16;

    private final Course course;
    private final NotebookSessions sessions;
    private final NotebookFiles files;
    private final ExerciseApi exercises;
    private final DocComments comments;

    NotebookApi(Course course, NotebookSessions sessions, NotebookFiles files) {
        this.course = course;
        this.sessions = sessions;
        this.files = files;
        exercises = new ExerciseApi(course);
        comments = new DocComments(course);
    }

    /// @throws HttpRejection if that is not possible
    Map<String, ?> call(String path, JsonNode body) {
        return switch (path) {
            case "/api/open" -> open(text(body, "lesson"));
            case "/api/hidden" -> {
                sessions.hidden();
                yield Map.of();
            }
            case "/api/exercise/complete" ->
                    exercises.complete(checked(text(body, "text"), MAX_CODE), body.path("cursor").asInt(0));
            case "/api/exercise" -> exercises.call(text(body, "exercise"), text(body, "action"), text(body, "text"));
            case "/api/simulate" -> SimulationPage.run(checked(text(body, "text"), MAX_CODE));
            default -> inSession(path, text(body, "session"), body);
        };
    }

    private Map<String, ?> inSession(String path, String id, JsonNode body) {
        NotebookSession session = sessions.session(id);
        String lesson = session.chapter().name();
        switch (path) {
            case "/api/run" -> session.run(checked(text(body, "cell"), 100), checked(text(body, "code"), MAX_CODE),
                    body.path("once").asBoolean(false));
            case "/api/watch" -> session.publishState();
            case "/api/leave" -> session.left(true);
            case "/api/input" -> session.input(checked(text(body, "text"), MAX_CODE));
            case "/api/plot" -> {
                return Map.of("html", PlotFrame.plot(text(body, "script")));
            }
            case "/api/stop" -> session.stop();
            case "/api/restart" -> session.restart();
            case "/api/complete" -> {
                return complete(session, text(body, "code"), body.path("cursor").asInt(0));
            }
            case "/api/describe" -> {
                return describe(session, text(body, "code"), body.path("cursor").asInt(0));
            }
            case "/api/window" -> session.window(text(body, "variable"), body.path("from").asLong(-1));
            case "/api/save" -> files.save(lesson, body.path("document"));
            case "/api/snapshot" -> files.snapshot(lesson, text(body, "name"));
            case "/api/snapshots" -> {
                return Map.of("names", files.snapshotNames(lesson));
            }
            case "/api/revert" -> {
                return Map.of("document", files.readSnapshot(lesson, text(body, "name")));
            }
            case "/api/reached" -> {
                return reached(session.chapter(), body);
            }
            case "/api/close" -> sessions.close(id);
            default -> throw new HttpRejection(404, "not found: " + path);
        }
        return Map.of("ok", true);
    }

    private Map<String, ?> open(String lesson) {
        Chapter chapter = course.chapter(lesson);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("session", sessions.open(lesson));
        files.convertCopies(chapter.name());
        answer.put("notice", files.notice());
        answer.put("document", files.saved(chapter.name()).orElse(NullNode.instance));
        answer.putAll(score(Progress.of(course), chapter));
        return answer;
    }

    /// Counts the predictions that the learner has answered, and those that were right.
    private static Map<String, Long> score(Progress progress, Chapter chapter) {
        long right = progress.predictions(chapter, true);
        return Map.of("right", right, "answered", right + progress.predictions(chapter, false));
    }

    /// Records the learner's progress, as the terminal does, and returns the score.
    private synchronized Map<String, Long> reached(Chapter chapter, JsonNode body) {
        Progress progress = Progress.of(course);
        int cell = body.path("number").asInt(0);
        Page page = chapter.page();
        if (cell < 1 || cell > page.cells().size()) {
            throw new HttpRejection(400, "the lesson has no cell " + cell);
        }
        if (body.path("right").isBoolean()) {
            progress.predicted(chapter, cell, body.path("right").asBoolean());
        }
        if (cell == page.cells().size()) {
            progress.finish(chapter);
        } else if (!progress.done(chapter) && cell >= progress.next(chapter)) {
            progress.next(chapter, cell + 1);
        }
        return score(progress, chapter);
    }

    private static Map<String, ?> complete(NotebookSession session, String code, int cursor) {
        JShellSession shell = session.idle();
        if (shell == null || cursor < 0 || cursor > code.length()) {
            return Map.of("from", cursor, "items", List.of());
        }
        int[] anchor = {cursor};
        List<String> items = shell.completion().suggestions(code, cursor, anchor);
        return Map.of("from", anchor[0], "items", items.stream().limit(200).toList());
    }

    private Map<String, ?> describe(NotebookSession session, String code, int cursor) {
        JShellSession shell = session.idle();
        if (shell == null || cursor < 0 || cursor > code.length()) {
            return Map.of("items", List.of());
        }
        List<Completion.Declared> found = shell.completion().documentation(code, cursor).stream().limit(20).toList();
        return Map.of("items", found.stream().map(each -> Map.of("signature", each.signature(), "comment",
                comments.of(each, shell.packages(), found.size() < 3))).toList());
    }

    Export export(String id) {
        Chapter chapter = sessions.session(id).chapter();
        JsonNode document = files.saved(chapter.name())
                .orElseThrow(() -> new HttpRejection(404, "nothing has been saved yet"));
        return Export.of(course, chapter, document);
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).asString("");
    }

    private static String checked(String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new HttpRejection(413, "the text is longer than " + maxLength + " characters");
        }
        return text;
    }

    @Override
    public void close() {
        exercises.close();
    }
}
