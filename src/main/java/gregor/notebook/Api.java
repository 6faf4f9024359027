package gregor.notebook;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Page;
import gregor.lesson.Progress;
import gregor.lesson.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// What the page asks for. Any thread may call it.
final class Api implements AutoCloseable {
    private static final int MOST_CODE = 1 << 16;

    private final Course course;
    private final Rooms rooms;
    private final Keeper keeper;
    private final Practice practice;
    private final Comments comments;

    Api(Course course, Rooms rooms, Keeper keeper) {
        this.course = course;
        this.rooms = rooms;
        this.keeper = keeper;
        practice = new Practice(course);
        comments = new Comments(course);
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
        Room room = rooms.room(name);
        switch (path) {
            case "/api/run" -> room.run(checked(text(body, "cell"), 100), checked(text(body, "code"), MOST_CODE),
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
                return Map.of("names", keeper.names(name));
            }
            case "/api/revert" -> {
                return Map.of("document", keeper.revert(name, text(body, "name")));
            }
            case "/api/import" -> {
                return Map.of("document", Ipynb.read(room.chapter().page(), body.path("notebook")));
            }
            case "/api/reached" -> reached(room.chapter(), body);
            case "/api/close" -> {
                keeper.close(name);
                rooms.shut(name);
            }
            default -> throw new Gate.Refused(404, "there is nothing at " + path);
        }
        return Map.of("ok", true);
    }

    /// A tab that was reloaded finds its room again; any other gets a new one.
    private Map<String, ?> open(String lesson, String place, String file) {
        var answer = new LinkedHashMap<String, Object>();
        keeper.release(rooms::watched);
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
            throw new Gate.Refused(400, "the lesson has no cell " + cell);
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

    private static Map<String, ?> complete(Room room, String code, int cursor) {
        Session session = room.idle();
        if (session == null || cursor < 0 || cursor > code.length()) {
            return Map.of("from", cursor, "items", List.of());
        }
        int[] anchor = {cursor};
        List<String> items = session.suggestions(code, cursor, anchor);
        return Map.of("from", anchor[0], "items", items.stream().limit(200).toList());
    }

    private Map<String, ?> describe(Room room, String code, int cursor) {
        Session session = room.idle();
        if (session == null || cursor < 0 || cursor > code.length()) {
            return Map.of("items", List.of());
        }
        List<Session.Declared> found = session.documentation(code, cursor).stream().limit(20).toList();
        return Map.of("items", found.stream().map(each -> Map.of("signature", each.signature(),
                "comment", comments.of(each, session.packages(), found.size() < 3))).toList());
    }

    /// The notebook of a room, for elsewhere.
    Export export(String name, String as) {
        Room room = rooms.room(name);
        JsonNode document = keeper.saved(name).orElseThrow(() -> new Gate.Refused(404, "nothing has been saved yet"));
        return Export.of(course, room, document, as);
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).asString("");
    }

    private static String checked(String text, int most) {
        if (text.length() > most) {
            throw new Gate.Refused(413, "that is longer than " + most + " letters");
        }
        return text;
    }

    @Override
    public void close() {
        practice.close();
    }
}
