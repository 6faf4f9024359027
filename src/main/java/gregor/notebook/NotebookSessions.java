package gregor.notebook;

import gregor.lesson.Course;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The sessions of all open tabs. Any thread may call it.
final class NotebookSessions implements AutoCloseable {
    private static final int MAX_SESSIONS = 8;
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration CLEANING_INTERVAL = Duration.ofSeconds(5);

    private final Course course;
    private final Duration maxDuration;
    private final WarmProcess warmProcess = new WarmProcess();
    private final Map<String, NotebookSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, String> idsByTab = new HashMap<>();
    private final Thread cleaner = Thread.ofPlatform().daemon().name("gregor-sessions").start(this::closeIdle);

    /// @param maxDuration of a cell
    NotebookSessions(Course course, Duration maxDuration) {
        this.course = course;
        this.maxDuration = maxDuration;
    }

    /// Opens a session for a lesson, or finds the open one of the same tab, and returns its id.
    ///
    /// @param tab identifies the tab, also after a reload
    /// @throws HttpRejection if too many are open
    synchronized String open(String lesson, String tab) {
        String tabKey = course.chapter(lesson).name() + " " + tab;
        idsByTab.values().retainAll(sessions.keySet());
        if (idsByTab.containsKey(tabKey)) {
            return idsByTab.get(tabKey);
        }
        if (sessions.size() >= MAX_SESSIONS) {
            sessions.entrySet().stream().filter(entry -> !entry.getValue().isWatched()).findFirst()
                    .ifPresent(entry -> close(entry.getKey()));
        }
        if (sessions.size() >= MAX_SESSIONS) {
            throw new HttpRejection(429, MAX_SESSIONS + " notebooks are open; close a tab first");
        }
        String id = UUID.randomUUID().toString();
        sessions.put(id, new NotebookSession(course.chapter(lesson), warmProcess, maxDuration));
        idsByTab.put(tabKey, id);
        return id;
    }

    /// @throws HttpRejection if the session does not exist
    NotebookSession session(String id) {
        NotebookSession session = sessions.get(id);
        if (session == null) {
            throw new HttpRejection(410, "this session has ended");
        }
        return session;
    }

    /// Reports whether a session exists and a tab watches it.
    boolean isWatched(String id) {
        NotebookSession session = sessions.get(id);
        return session != null && session.isWatched();
    }

    /// Closes a session and ends its process.
    void close(String id) {
        NotebookSession session = sessions.remove(id);
        if (session != null) {
            Thread.ofPlatform().daemon().start(session::close);
        }
    }

    /// Closes sessions that no tab has watched for the idle timeout.
    private void closeIdle() {
        var idleSince = new HashMap<String, Long>();
        try {
            while (true) {
                Thread.sleep(CLEANING_INTERVAL);
                sessions.forEach((id, session) -> {
                    if (session.isWatched()) {
                        idleSince.remove(id);
                    } else if (System.nanoTime()
                            - idleSince.computeIfAbsent(id, key -> System.nanoTime()) > IDLE_TIMEOUT.toNanos()) {
                        idleSince.remove(id);
                        close(id);
                    }
                });
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    void awaitWarm() {
        warmProcess.await();
    }

    @Override
    public void close() {
        cleaner.interrupt();
        sessions.values().forEach(NotebookSession::close);
        sessions.clear();
        warmProcess.close();
    }
}
