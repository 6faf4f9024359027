package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Course;
import gregor.list.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A session whose process is killed from outside: every queued cell still ends.
class LostProcessTest {
    private static final Duration MAX_DURATION = Duration.ofMinutes(10);
    private static final int SECONDS = 60;
    /// Prints the process id, so that the test can kill the process, and lasts long enough for that.
    private static final String PID = "System.out.println(\"pid \" + ProcessHandle.current().pid()); Thread.sleep(200);";
    private static WarmProcess warmProcess;

    private final BlockingQueue<Map<String, Object>> events = new LinkedBlockingQueue<>();
    private final Map<String, Map<String, Object>> ended = new HashMap<>();
    private final List<String> kills = new ArrayList<>();
    private volatile ProcessHandle process;
    private volatile String stage = "";

    @BeforeAll
    static void warm() {
        warmProcess = new WarmProcess();
    }

    @AfterAll
    static void closeWarmProcess() {
        warmProcess.close();
    }

    /// Receives the events in the thread of the session, so that nothing happens between an event and the kill.
    private synchronized void receive(Map<String, Object> event) {
        String text = String.valueOf(event.get("text"));
        if ("output".equals(event.get("type")) && text.startsWith("pid ")) {
            process = ProcessHandle.of(Long.parseLong(text.substring(4).strip())).orElseThrow();
        }
        if ((event.get("type") + " " + event.get("cell")).equals(stage)) {
            stage = "";
            kill();
        }
        events.add(event);
    }

    private void kill() {
        kills.add(String.valueOf(process.pid()));
        process.destroyForcibly();
        process.onExit().join();
    }

    private void await(Predicate<Map<String, Object>> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        for (Map<String, Object> event = null; event == null || !wanted.test(event);) {
            event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(event).as("what ended is %s", ended).isNotNull();
            if ("cell".equals(event.get("type"))) {
                ended.put((String) event.get("cell"), event);
            }
        }
    }

    /// Cells: `a` declares, `b` reads a line or sleeps, `c` uses a's variable, `d` ends last.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            idle                      |                | Thread.sleep(1);   | fresh
            while a cell runs         | started b      | Thread.sleep(9000); | failed
            between cells             | cell b         | Thread.sleep(1);   | fresh
            while a line is asked for | input b        | System.in.read();  | failed
            before a queued cell runs | started c      | Thread.sleep(1);   | fresh
            """)
    void everyQueuedCellEnds(String name, String killedAt, String code, String stateOfB) throws InterruptedException {
        try (var session = new NotebookSession(Course.of(Sample.home()).chapter("list"), warmProcess, MAX_DURATION,
                this::receive)) {
            session.run("a", "int x = 8; " + PID, false);
            await(event -> ended.containsKey("a"));
            stage = String.valueOf(killedAt);
            if (killedAt == null) {
                kill();
            }
            Stream.of("b " + code, "c x + 1", "d x + 2")
                    .forEach(cell -> session.run(cell.substring(0, 1), cell.substring(2), false));
            await(event -> ended.containsKey("d"));
            assertThat(kills).as(name).hasSize(1);
            assertThat(ended.get("b")).as(name).containsEntry("state", stateOfB);
            assertThat(ended.get("c").get("last")).as(name).isIn("9", "", "its process ended");
            assertThat(ended.get("d")).as(name).containsEntry("last", "10");
        }
    }

    /// The process that replays the cells is lost, too.
    @Test
    void everyQueuedCellEndsWhenAReplayIsLost() throws InterruptedException {
        try (var session = new NotebookSession(Course.of(Sample.home()).chapter("list"), warmProcess, MAX_DURATION,
                this::receive)) {
            session.run("a", "int x = 8; " + PID, false);
            session.run("b", "int y = 7; " + PID, false);
            await(event -> ended.containsKey("b"));
            stage = "output b";
            session.run("c", "System.exit(1);", false);
            session.run("d", "x + 2", false);
            await(event -> ended.containsKey("d"));
            assertThat(kills).hasSize(1);
            assertThat(ended.get("b")).containsEntry("state", "failed");
            assertThat(ended.get("c")).containsEntry("state", "failed");
            assertThat(ended.get("d")).containsEntry("last", "10");
        }
    }

    /// A replay has no learner who answers.
    @Test
    void aCellThatReadALineIsNotReplayed() throws InterruptedException {
        try (var session = new NotebookSession(Course.of(Sample.home()).chapter("list"), warmProcess, MAX_DURATION,
                this::receive)) {
            session.run("a", "var line = new Scanner(System.in).nextLine();", false);
            await(event -> "input".equals(event.get("type")));
            session.input("Grete");
            await(event -> ended.containsKey("a"));
            session.run("b", "System.exit(1);", false);
            session.run("c", "6 * 7", false);
            await(event -> ended.containsKey("c"));
            assertThat(ended.get("a")).containsEntry("state", "stale").containsEntry("note",
                    "its process was lost; run it again");
            assertThat(ended.get("c")).containsEntry("last", "42");
        }
    }
}
