package gregor.notebook;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.JShellSession;
import gregor.lesson.Page;
import gregor.lesson.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// What the page asks for. Any thread may call it.
final class NotebookApi implements AutoCloseable {
    private static final int MAX_CODE = 1 << 16;

    private final Course course;
    private final NotebookSessions rooms;
    private final NotebookFiles keeper;
    private final ExerciseApi practice;
    private final DocComments comments;

    NotebookApi(Course course, NotebookSessions rooms, NotebookFiles keeper) {
        this.course = course;
        this.rooms = rooms;
        this.keeper = keeper;
        practice = new ExerciseApi(course);
        comments = new DocComments(course);
    }

    /// Does what is asked.
    ///
    /// @throws Gate.Refused if it cannot be done
    Map<String, ?> call(String path, JsonNode body) {
        return switch (path) {
            case "/api/open" -> open(text(body, "lesson"), text(body, "place"), text(body, "file"));
            case "/api/exercise" -> practice.call(text(body, "exercise"), text(body, "action"), text(body, "text"));
            default -> inRoom(path, text(body, "room"), body);
        };
    }

    private Map<String, ?> inRoom(String path, String name, JsonNode body) {
        NotebookSession room = rooms.room(name);
        switch (path) {
            case "/api/run" -> room.run(checked(text(body, "cell"), 100), checked(text(body, "code"), MAX_CODE),
                    body.path("once").asBoolean(false));
            case "/api/leave" -> room.dismiss(text(body, "tab"));
            case "/api/stop" -> room.stop();
            case "/api/restart" -> room.restart();
            case "/api/complete" -> {
                return complete(room, text(body, "code"), body.path("cursor").asInt(0));
            }
            case "/api/describe" -> {
                return describe(room, text(body, "code"), body.path("cursor").asInt(0));
            }
            case "/api/window" -> room.window(text(body, "variable"), body.path("from").asLong(-1));
            case "/api/save" -> keeper.save(name, body.path("document"));
            case "/api/snapshot" -> keeper.snapshot(name, text(body, "name"));
            case "/api/snapshots" -> {
                return Map.of("names", keeper.snapshotNames(name));
            }
            case "/api/revert" -> {
                return Map.of("document", keeper.readSnapshot(name, text(body, "name")));
            }
            case "/api/import" -> {
                return Map.of("document", Ipynb.read(room.chapter().page(), body.path("notebook")));
            }
            case "/api/reached" -> reached(room.chapter(), body);
            case "/api/close" -> {
                keeper.close(name);
                rooms.close(name);
            }
            default -> throw new BrowserAccess.HttpRejection(404, "there is nothing at " + path);
        }
        return Map.of("ok", true);
    }

    /// A tab that was reloaded finds its room again; any other gets a new one.
    private Map<String, ?> open(String lesson, String place, String file) {
        var answer = new LinkedHashMap<String, Object>();
        keeper.releaseUnwatched(rooms::watched);
        String room = rooms.open(lesson, checked(place, 100));
        answer.put("room", room);
        answer.put("file", keeper.open(room, course.chapter(lesson).name(), file));
        answer.put("document", keeper.saved(room).orElse(NullNode.instance));
        return answer;
    }

    /// Remembers how far the learner is, as the terminal does.
    private synchronized void reached(Chapter chapter, JsonNode body) {
        Progress progress = Progress.of(course);
        int cell = body.path("number").asInt(0);
        Page page = chapter.page();
        if (cell < 1 || cell > page.cells().size()) {
            throw new BrowserAccess.HttpRejection(400, "the lesson has no cell " + cell);
        }
        if (body.path("right").isBoolean()) {
            progress.predicted(chapter, cell, body.path("right").asBoolean());
        }
        if (cell == page.cells().size()) {
            progress.finish(chapter);
        } else if (!progress.done(chapter) && cell >= progress.next(chapter)) {
            progress.next(chapter, cell + 1);
        }
    }

    private static Map<String, ?> complete(NotebookSession room, String code, int cursor) {
        JShellSession session = room.idle();
        if (session == null || cursor < 0 || cursor > code.length()) {
            return Map.of("from", cursor, "items", List.of());
        }
        int[] anchor = {cursor};
        List<String> items = session.suggestions(code, cursor, anchor);
        return Map.of("from", anchor[0], "items", items.stream().limit(200).toList());
    }

    private Map<String, ?> describe(NotebookSession room, String code, int cursor) {
        JShellSession session = room.idle();
        if (session == null || cursor < 0 || cursor > code.length()) {
            return Map.of("items", List.of());
        }
        List<JShellSession.Declared> found = session.documentation(code, cursor).stream().limit(20).toList();
        return Map.of("items", found.stream().map(each -> Map.of("signature", each.signature(),
                "comment", comments.of(each, session.packages(), found.size() < 3))).toList());
    }

    /// The notebook of a room, for elsewhere.
    Export export(String name, String as) {
        NotebookSession room = rooms.room(name);
        JsonNode document = keeper.saved(name).orElseThrow(() -> new BrowserAccess.HttpRejection(404, "nothing has been saved yet"));
        return Export.of(course, room, document, as);
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).asString("");
    }

    private static String checked(String text, int most) {
        if (text.length() > most) {
            throw new BrowserAccess.HttpRejection(413, "that is longer than " + most + " letters");
        }
        return text;
    }

    @Override
    public void close() {
        practice.close();
    }
}
