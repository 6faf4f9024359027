package gregor.notebook;

import gregor.lesson.Course;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// All tabs that are open. Any thread may call it.
final class NotebookSessions implements AutoCloseable {
    private static final int MOST = 8;
    private static final Duration EMPTY = Duration.ofMinutes(2);

    private final Course course;
    private final Duration longest;
    private final WarmProcess spares = new WarmProcess();
    private final Map<String, NotebookSession> rooms = new ConcurrentHashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final Thread cleaner = Thread.ofPlatform().daemon().name("gregor-rooms").start(this::closeIdle);

    NotebookSessions(Course course, Duration longest) {
        this.course = course;
        this.longest = longest;
    }

    /// Opens a room for a lesson, and returns its name; the one that is open already if the same tab asks again.
    ///
    /// @param place what the tab calls itself in this lesson
    /// @throws Gate.Refused if there are too many
    synchronized String open(String lesson, String place) {
        String seat = course.chapter(lesson).name() + " " + place;
        places.values().retainAll(rooms.keySet());
        if (places.containsKey(seat)) {
            return places.get(seat);
        }
        if (rooms.size() >= MOST) {
            rooms.entrySet().stream().filter(entry -> !entry.getValue().watched()).findFirst()
                    .ifPresent(entry -> close(entry.getKey()));
        }
        if (rooms.size() >= MOST) {
            throw new BrowserAccess.HttpRejection(429, "there are " + MOST + " notebooks open; close a tab first");
        }
        String name = UUID.randomUUID().toString();
        rooms.put(name, new NotebookSession(course.chapter(lesson), spares, longest));
        places.put(seat, name);
        return name;
    }

    /// @throws Gate.Refused if there is none of this name
    NotebookSession room(String name) {
        NotebookSession room = rooms.get(name);
        if (room == null) {
            throw new BrowserAccess.HttpRejection(410, "this session has ended");
        }
        return room;
    }

    /// Whether there is such a room, and somebody in it.
    boolean watched(String name) {
        return rooms.containsKey(name) && rooms.get(name).watched();
    }

    /// Closes a room: its process ends.
    void close(String name) {
        NotebookSession room = rooms.remove(name);
        if (room != null) {
            Thread.ofPlatform().daemon().start(room::close);
        }
    }

    /// Closes the rooms in which nobody has been for a while.
    private void closeIdle() {
        var empty = new ConcurrentHashMap<String, Long>();
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(5));
                rooms.forEach((name, room) -> {
                    if (room.watched()) {
                        empty.remove(name);
                    } else if (System.nanoTime() - empty.computeIfAbsent(name,
                            since -> System.nanoTime()) > EMPTY.toNanos()) {
                        empty.remove(name);
                        close(name);
                    }
                });
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    void awaitWarm() {
        spares.await();
    }

    @Override
    public void close() {
        cleaner.interrupt();
        rooms.values().forEach(NotebookSession::close);
        rooms.clear();
        spares.close();
    }
}
