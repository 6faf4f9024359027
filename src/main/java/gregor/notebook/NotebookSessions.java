package gregor.notebook;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;

/// The open sessions, one for each lesson. Any thread may call it.
final class NotebookSessions implements AutoCloseable {
    private static final int MAX_SESSIONS = 12;
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration CLEANING_INTERVAL = Duration.ofSeconds(5);

    private final Course course;
    private final Duration maxDuration;
    private final WarmProcess warmProcess = new WarmProcess();
    private final EventQueues queues = new EventQueues();
    private final Map<String, NotebookSession> sessions = new ConcurrentHashMap<>();
    /// Whether all tabs are hidden, so that none of them watches.
    private volatile boolean hidden;
    private final Thread cleaner = Thread.ofPlatform().daemon().name("gregor-sessions").start(this::closeIdle);

    /// @param maxDuration of a cell
    NotebookSessions(Course course, Duration maxDuration) {
        this.course = course;
        this.maxDuration = maxDuration;
    }

    EventQueues queues() {
        return queues;
    }

    BlockingQueue<Map<String, Object>> watch() {
        hidden = false;
        return queues.add();
    }

    /// Keeps the sessions of a browser that stops to watch while all its tabs are hidden.
    void hidden() {
        hidden = true;
    }

    /// Opens the session of a lesson, or finds it, and returns its id.
    ///
    /// @throws HttpRejection if too many are open
    synchronized String open(String lesson) {
        Chapter chapter = course.chapter(lesson);
        for (var entry : sessions.entrySet()) {
            if (entry.getValue().chapter().equals(chapter)) {
                entry.getValue().left(false);
                return entry.getKey();
            }
        }
        if (sessions.size() >= MAX_SESSIONS) {
            sessions.entrySet().stream().filter(entry -> !isWatched(entry.getValue())).findFirst()
                    .ifPresent(entry -> close(entry.getKey()));
        }
        if (sessions.size() >= MAX_SESSIONS) {
            throw new HttpRejection(429, MAX_SESSIONS + " lessons are open; close a tab first");
        }
        String id = UUID.randomUUID().toString();
        sessions.put(id, new NotebookSession(chapter, warmProcess, maxDuration, event -> queues.publish(id, event)));
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

    boolean isWatched() {
        return !hidden && queues.isWatched();
    }

    private boolean isWatched(NotebookSession session) {
        return !session.left() && (hidden || queues.isWatched());
    }

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
                    if (isWatched(session)) {
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
