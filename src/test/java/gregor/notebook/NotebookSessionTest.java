package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Course;
import gregor.list.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A session and its cells: streamed output, states, the lane, and stopping.
class NotebookSessionTest {
    private static final Course COURSE = Course.of(Sample.home());
    private static WarmProcess warmProcess;
    private static final Duration MAX_DURATION = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    private NotebookSession session;
    private BlockingQueue<Map<String, Object>> events;
    private final List<Map<String, Object>> seen = new ArrayList<>();

    @BeforeEach
    void open() {
        open(MAX_DURATION);
    }

    private void open(Duration maxDuration) {
        var received = new LinkedBlockingQueue<Map<String, Object>>();
        events = received;
        session = new NotebookSession(COURSE.chapter("list"), warmProcess, maxDuration, received::add);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @BeforeAll
    static void warm() {
        warmProcess = new WarmProcess();
    }

    @AfterAll
    static void closeWarmProcess() {
        warmProcess.close();
    }

    private Map<String, Object> await(Predicate<Map<String, Object>> wanted) {
        try {
            for (Map<String, Object> event = events.poll(30, TimeUnit.SECONDS); event != null; event = events.poll(30,
                    TimeUnit.SECONDS)) {
                seen.add(event);
                if (wanted.test(event)) {
                    return event;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("it did not come; what came is " + seen);
    }

    /// The lane as it is now, which may have been told while the cell still ran, or as it will be.
    private Map<String, Object> lane(Predicate<String> wanted) {
        Predicate<Map<String, Object>> isWanted = event -> wanted.test(String.valueOf(event.get("html")));
        return seen.stream().filter(event -> "lane".equals(event.get("type"))).reduce((first, second) -> second)
                .filter(isWanted)
                .orElseGet(() -> await(event -> "lane".equals(event.get("type")) && isWanted.test(event)));
    }

    private Map<String, Object> ended(String cell) {
        return await(event -> "cell".equals(event.get("type")) && cell.equals(event.get("cell")));
    }

    private Map<String, Object> run(String cell, String code) {
        session.run(cell, code, false);
        return ended(cell);
    }

    @Test
    void aCellRunsAndItsOutputIsReported() {
        Map<String, Object> state = run("a", "System.out.println(\"héllo → 🐞\");\n6 * 7");
        assertThat(state).containsEntry("text", "héllo → 🐞\n==> 42").containsEntry("state", "fresh")
                .containsEntry("last", "42");
    }

    @Test
    void outputComesWhileTheCellRuns() {
        session.run("a", "for (int i = 0; i < 20; i++) { System.out.println(\"é\" + i); Thread.sleep(30); }", false);
        ended("a");
        String streamed = seen.stream().filter(event -> "output".equals(event.get("type")))
                .map(event -> (String) event.get("text")).reduce("", String::concat);
        assertThat(streamed).startsWith("é0\né1\n");
        assertThat(seen.stream().filter(event -> "output".equals(event.get("type")))).hasSizeGreaterThan(3);
    }

    @Test
    void errorsHaveTheirColumn() {
        Map<String, Object> state = run("a", "int a = 1;\nint b = a + missing;");
        assertThat(state).containsEntry("state", "failed");
        assertThat(state.get("errors")).asString().contains("line=2, column=13, length=7");
    }

    @Test
    void anExceptionHasItsStackTrace() {
        Map<String, Object> state = run("a", "int f(int x) { return 1 / x; }\nf(0)");
        assertThat((String) state.get("text")).isEqualTo("ArithmeticException: / by zero");
        assertThat(state.get("trace")).asString().contains("f(#");
    }

    @Test
    void aCellThatUsesAChangedDeclarationIsStale() {
        run("a", "int x = 1;");
        run("b", "int y = x + 1;");
        run("c", "y * 2");
        run("d", "\"x and y\".length() // x");
        session.run("a", "int x = 5;", false);
        ended("a");
        assertThat(ended("b")).containsEntry("state", "stale");
        assertThat(ended("c")).containsEntry("state", "stale");
        assertThat(run("b", "int y = x + 1;")).containsEntry("state", "fresh");
        assertThat(seen.stream().filter(event -> "d".equals(event.get("cell")) && "stale".equals(event.get("state"))))
                .isEmpty();
    }

    @Test
    void aRecordDeclaredAgainResetsItsVariables() {
        run("a", "record R(int a) {}");
        run("b", "var r = new R(1);");
        assertThat(run("a", "record R(int a, int b) {}").get("cleared")).isEqualTo(List.of("r"));
    }

    @Test
    void aLoopStopsAndTheValuesStay() {
        run("a", "int x = 8;");
        session.run("b", "while (true) { x++; x--; }", false);
        await(event -> "started".equals(event.get("type")));
        session.stop();
        assertThat(ended("b")).containsEntry("state", "interrupted");
        assertThat(run("c", "x > 0")).containsEntry("last", "true");
        assertThat(seen.stream().noneMatch(event -> "restarted".equals(event.get("type")))).isTrue();
    }

    @Test
    void aCellThatDoesNotStopLosesItsProcessAndTheOthersRunAgain() {
        run("a", "int x = 8;");
        session.run("once",
                "java.nio.file.Files.writeString(java.nio.file.Path.of(System.getProperty(\"java.io.tmpdir\"), \"gregor-once\"), \"!\", java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);\nint once = 1;",
                true);
        ended("once");
        session.run("b", """
                int rounds = 0;
                while (true) {
                    try {
                        if (rounds++ == 0) System.out.println("round");
                        Thread.sleep(10);
                    } catch (Throwable t) { }
                }""", false);
        // Before its first round, the loop would stop.
        await(event -> "output".equals(event.get("type")) && "b".equals(event.get("cell")));
        session.stop();
        Map<String, Object> stopped = ended("b");
        assertThat(stopped).containsEntry("state", "interrupted");
        assertThat((String) stopped.get("note")).contains("its process was ended");
        await(event -> "restarted".equals(event.get("type")));
        ended("a");
        assertThat(run("c", "x")).containsEntry("last", "8");
        assertThat(run("d", "once")).containsEntry("state", "failed");
    }

    @Test
    void aProcessThatEndsIsReplaced() {
        run("a", "int x = 8;");
        Map<String, Object> state = run("b", "System.exit(3);");
        assertThat(state).containsEntry("state", "failed");
        assertThat((String) state.get("note")).contains("its process ended");
        await(event -> "restarted".equals(event.get("type")));
        ended("a");
        assertThat(run("c", "x")).containsEntry("last", "8");
    }

    @Test
    void theLimitsHold() {
        session.close();
        open(Duration.ofSeconds(1));
        assertThat((String) run("a", "while (true) { }").get("note")).contains("ran for more than 1 seconds");
        close();
        open();
        Map<String, Object> loud = run("b",
                "while (true) { System.out.println(\"loud loud loud loud loud loud loud\"); }");
        assertThat((String) loud.get("note")).contains("printed more than");
        assertThat((String) loud.get("text")).hasSizeLessThan(CellMonitor.MAX_PRINTED + 100);
        assertThat(run("c", "var all = new ArrayList<byte[]>(); while (true) { all.add(new byte[1 << 24]); }"))
                .containsEntry("state", "failed");
        assertThat(run("d", "6 * 7")).containsEntry("last", "42");
    }

    @Test
    void theLaneShowsLogsReadersTopicsAndGroups() {
        run("a", """
                import gregor.list.*; import gregor.list.Consumer; import gregor.producer.*; import gregor.topic.*; import gregor.deque.*;
                var log = new DequeLog(); var p = new Producer("P", log); var c = new Consumer("C", log);
                for (int i = 0; i < 100_000; i++) { log.append(Event.of("e" + i)); }
                log.deleteBefore(10); c.seek(99_990); var topic = new Topic("letters", 2, tp -> new ListLog()); topic.partition(1).append(Event.of("k", null));
                """);
        Map<String, Object> lane = await(
                event -> "lane".equals(event.get("type")) && event.get("html").toString().contains("letters-1"));
        String html = (String) lane.get("html");
        assertThat(html).contains("data-variable=\"log\"", "C(99990)", "e99999", ">P</text>", "tombstone", "letters-0",
                "offsets 10 to 99999, the next is 100000;").doesNotContain(">e5<");
        assertThat(html.length()).as("only what can be seen is sent").isLessThan(40_000);
        assertThat((String) lane.get("change")).contains("log: offsets 10 to 99999");
        session.window("log", 50_000);
        assertThat((String) await(
                event -> "lane".equals(event.get("type")) && event.get("html").toString().contains("e50000"))
                .get("html")).contains("data-from=\"50000\"");
        run("b", "log = null;");
        run("c", "1");
        assertThat(lane(now -> !now.contains("data-variable=\"log\"")).get("html")).asString().contains("letters-0");
    }

    @Test
    void theLaneMovesWhileACellRuns() {
        run("a", "import gregor.list.*; var log = new ListLog();");
        session.run("b", "for (int i = 0; i < 30; i++) { log.append(Event.of(\"m\" + i)); Thread.sleep(50); }", false);
        ended("b");
        assertThat(seen.stream().filter(event -> "lane".equals(event.get("type")))).hasSizeGreaterThan(2);
    }

    @Test
    void eventsOfOpenAndAbortedTransactionsAreMarkedInTheLane() {
        run("a", """
                import gregor.guarantee.*; import gregor.list.*; import gregor.packed.*;
                PackedBatch event(int producer, String text) {
                    var batch = ListBatch.of(new Origin(producer, (short) 0, 0), java.util.List.of(Event.of(text)));
                    return PackedBatch.of(batch, Codec.NONE).transactional();
                }
                var log = new TransactionalLog(new ListLog());
                for (int producer = 1; producer < 4; producer++) log.append(event(producer, "of" + producer));
                log.end(new Origin(1, (short) 0, -1), ControlRecord.Type.ABORT);
                log.end(new Origin(2, (short) 0, -1), ControlRecord.Type.COMMIT);
                """);
        assertThat(lane(html -> html.contains("marker commit")).get("html")).asString()
                .contains("rect class=\"uncommitted", "uncommitted of1, of2, uncommitted of3");
    }

    @Test
    void aBrokerAndAGroupAreInTheLaneToo() {
        run("a", """
                import gregor.list.*; import gregor.topic.*; import gregor.group.*; import gregor.broker.*; import java.time.*;
                var broker = Broker.open(BrokerSettings.inMemory(java.nio.file.Path.of("unused")));
                broker.createTopic("orders", 1, Map.of()); var orders = new TopicPartition("orders", 0);
                broker.append(orders, ListBatch.of(Event.of("hello")));
                broker.append(orders, ListBatch.of(Event.of("gone", null)));
                var commit = org.apache.kafka.common.record.internal.MemoryRecords.withEndTransactionMarker(0, 1000, 0, 7, (short) 2,
                    new org.apache.kafka.common.record.internal.EndTransactionMarker(
                        org.apache.kafka.common.record.internal.ControlRecordType.COMMIT, 9)).buffer();
                broker.append(orders, gregor.packed.PackedBatch.take(commit, gregor.packed.DecompressionLimits.DEFAULT));
                """);
        Map<String, Object> lane = lane(html -> html.contains("control"));
        assertThat((String) lane.get("html")).contains("data-variable=\"broker\"", "orders-0", "hello",
                "rect class=\"tombstone\"", "rect class=\"control\"", ">commit</text>", "path class=\"readable\"",
                "high watermark 3");
        assertThat((String) lane.get("html")).contains("tombstone gone", "marker commit", "high watermark 3");
        assertThat(run("b", """
                var reads = Partition.class.getDeclaredField("reads");
                reads.setAccessible(true);
                reads.get(broker.partition(orders)).toString()""")).as("the inspection is not counted as a read")
                .containsEntry("last", "\"0\"");
    }

    @Test
    void theLaneDoesNotOpenALog() {
        run("a", """
                import gregor.list.*; import gregor.topic.*; import gregor.group.*; import gregor.broker.*;
                var settings = BrokerSettings.in(java.nio.file.Files.createTempDirectory("gregor"));
                var broker = Broker.open(settings);
                broker.createTopic("orders", 2, Map.of());
                for (int i = 0; i < 2; i++) broker.append(new TopicPartition("orders", i), ListBatch.of(Event.of("hello")));
                broker.groups().commit("billing", Map.of(new TopicPartition("orders", 0), CommittedOffset.of(1), new TopicPartition("orders", 1), CommittedOffset.of(1)));
                """);
        lane(html -> html.contains("<td>orders-1</td>"));
        run("b", "broker.close(); broker = Broker.open(settings);");
        lane(html -> !html.contains("orders"));
        run("c", "broker.append(new TopicPartition(\"orders\", 0), ListBatch.of(Event.of(\"again\"))); broker.groups().names()");
        Map<String, Object> lane = lane(html -> html.contains("<td>orders-0</td>"));
        assertThat((String) lane.get("html")).doesNotContain("orders-1");
        assertThat(run("d", """
                var log = Partition.class.getDeclaredField("log");
                log.setAccessible(true);
                String.valueOf(log.get(broker.partition("orders", 1)))""")).containsEntry("last", "\"null\"");
        run("e", "broker.close();");
    }

    @Test
    void aLateTabReceivesWhatHasHappened() {
        run("a", "1 + 1");
        events.clear();
        session.publishState();
        assertThat(ended("a")).containsEntry("last", "2");
        await(event -> "ready".equals(event.get("type")));
    }

    @Test
    void afterARestartNothingHasRun() {
        run("a", "int x = 1;");
        session.restart();
        await(event -> "restarted".equals(event.get("type")));
        assertThat(run("b", "x")).containsEntry("state", "failed");
    }

    @Test
    void cellsThatEndTheirProcessDoNotReplayEachOther() {
        run("a", "int x = 8;");
        run("one", "System.exit(1);");
        run("two", "System.exit(2);");
        assertThat(run("c", "x")).containsEntry("last", "8");
        assertThat(seen.stream().filter(event -> "restarted".equals(event.get("type")))).hasSize(2);
        assertThat(seen.stream().filter(event -> event.containsValue("started") && event.containsValue("one")))
                .hasSize(1);
    }

    @Test
    void aStoppedLoopIsNotReplayed() {
        session.run("loop", "while (true) { }", false);
        await(event -> "started".equals(event.get("type")));
        session.stop();
        assertThat(ended("loop")).containsEntry("state", "interrupted");
        run("b", "System.exit(1);");
        assertThat(run("c", "1")).containsEntry("last", "1");
        assertThat(seen.stream().filter(event -> event.containsValue("started") && event.containsValue("loop")))
                .hasSize(1);
    }

    @Test
    void replaysEnd() {
        for (int i = 0; i < 5; i++) {
            run("bomb" + i, "if (new java.io.File(\"" + marker() + "\").exists()) System.exit(1);");
        }
        run("plant", "new java.io.File(\"" + marker() + "\").createNewFile(); System.exit(1);");
        assertThat(run("after", "2 + 2")).containsEntry("last", "4");
        assertThat(seen.stream().filter(event -> "restarted".equals(event.get("type")))).hasSize(4);
        assertThat(seen).anyMatch(event -> "stale".equals(event.get("state"))
                && "its process was lost; run it again".equals(event.get("note")));
    }

    private String marker() {
        return folder.resolve("marker").toString();
    }

    @Test
    void aRestartGetsThroughWhateverRunsOrWaits() {
        session.run("loop", "while (true) { try { Thread.sleep(10); } catch (Throwable t) { } }", false);
        for (int i = 0; i < 5; i++) {
            session.run("waits" + i, "while (true) { }", false);
        }
        await(event -> "started".equals(event.get("type")));
        session.restart();
        await(event -> "ready".equals(event.get("type")));
        assertThat(run("b", "1 + 1")).containsEntry("last", "2");
        assertThat(seen.stream().filter(event -> "dropped".equals(event.get("type")))).hasSize(5);
        assertThat(seen.stream().filter(event -> "started".equals(event.get("type")))).hasSize(2);
    }

    @Test
    void aCellReadsALineOfTheLearner() {
        session.run("a", "System.out.println(\"Who?\"); var in = new Scanner(System.in); \"Hello \" + in.nextLine()",
                false);
        await(event -> "input".equals(event.get("type")));
        session.input("Grete");
        assertThat(ended("a")).containsEntry("last", "\"Hello Grete\"");
        session.run("b", "System.in.read()", false);
        await(event -> "input".equals(event.get("type")));
        session.stop();
        assertThat(ended("b")).containsEntry("state", "interrupted");
        assertThat(run("c", "6 * 7")).containsEntry("last", "42");
    }

    @Test
    void aPositionOutsideTheWindowIsNamedAtItsEdge() {
        run("a", """
                import gregor.list.*; import gregor.list.Consumer;
                var log = new ListLog(); for (int i = 0; i < 1000; i++) { log.append(Event.of("e" + i)); }
                var ann = new Consumer("Ann", log); ann.seek(100); var ben = new Consumer("Ben", log); ben.seek(990);
                """);
        assertThat((String) lane(html -> html.contains("Ben reads next: 990")).get("html"))
                .contains("← Ann 100, 900 behind", ">Ben(990)<");
        session.window("log", 90);
        assertThat((String) await(event -> String.valueOf(event.get("html")).contains(">Ann(100)<")).get("html"))
                .contains("Ben 990, 10 behind →");
    }

    @Test
    void clientsBelongToTheirLogAndNotToAnotherOfTheSameName() {
        run("a", """
                import gregor.list.*; import gregor.topic.*;
                var one = new Topics(p -> new ListLog()); one.create("letters", 1);
                var two = new Topics(p -> new ListLog()); two.create("letters", 1);
                var ann = new TopicConsumer("Ann", two); ann.assign("letters");
                var orders = two.topic("letters");
                one.log(new TopicPartition("letters", 0)).append(Event.of("x"));
                """);
        String html = (String) lane(found -> found.contains("data-variable=\"one\"")).get("html");
        assertThat(html.split("Ann\\(0\\)")).as("drawn once").hasSize(2);
        assertThat(html).contains("data-variable=\"orders\"").doesNotContain("data-variable=\"two\"");
        assertThat(html.substring(html.indexOf("data-variable=\"one\"")).replaceFirst("(?s)data-variable=\"orders\".*",
                "")).doesNotContain("Ann");
    }

    @Test
    void aClosedLogKeepsItsLastPicture() {
        run("a", """
                import gregor.list.*; import gregor.file.*; import gregor.list.Event;
                var log = FileLog.open(java.nio.file.Files.createTempDirectory("gregor"));
                log.append(Event.of("kept"));
                """);
        lane(html -> html.contains("kept"));
        run("b", "log.close();");
        Map<String, Object> lane = lane(html -> html.contains("closed; this is its last state"));
        assertThat((String) lane.get("html")).contains("kept").doesNotContain("cannot be read");
        assertThat(lane).containsEntry("change", "log closed").containsEntry("cell", "b");
    }

    @Test
    void aLogThatBlocksDoesNotStopTheLane() {
        run("a", """
                import gregor.list.*; import gregor.thread.*;
                var log = new ListLog(); var stuck = new LogThread(new ListLog()); var go = new Semaphore(0);
                Thread.startVirtualThread(() -> stuck.exclusively(() -> { go.acquireUninterruptibly(); return 1; }));
                """);
        run("b", "Thread.sleep(50); log.append(Event.of(\"after\"));");
        assertThat(lane(html -> html.contains(">after<"))).containsEntry("cell", "b");
        run("c", "go.release();");
        lane(html -> html.contains("data-variable=\"stuck\""));
    }

    /// On a busy machine the first drawing of a kind of log may take as long as this one waits for its thread.
    @Test
    void aLogThatIsSlowToReadIsShownWithoutAnotherCell() {
        run("a", """
                import gregor.list.*; import gregor.thread.*;
                var slow = new LogThread(new ListLog());
                Thread.startVirtualThread(() -> slow.exclusively(() -> { java.util.concurrent.locks.LockSupport.parkNanos(2_500_000_000L); return 1; }));
                Thread.sleep(100);
                """);
        lane(html -> html.contains("data-variable=\"slow\""));
    }

    @Test
    void theLaneNamesWhatChanged() {
        run("a", "import gregor.list.*; var log = new ListLog(); var other = new ListLog();");
        run("b", "log.append(Event.of(\"x\")); log.append(Event.of(\"y\"));");
        Map<String, Object> lane = lane(html -> html.contains(">y<"));
        assertThat(lane).containsEntry("change", "2 appended to log").containsEntry("cell", "b");
        assertThat((String) lane.get("html")).contains("class=\"event new\"", "class=\"variable changed\"");
        assertThat(((String) lane.get("html")).indexOf("data-variable=\"log\""))
                .isLessThan(((String) lane.get("html")).indexOf("data-variable=\"other\""));
        events.clear();
        seen.clear();
        session.publishState();
        await(event -> "ready".equals(event.get("type")));
        assertThat(seen.stream().filter(event -> "lane".equals(event.get("type")))).as("the history")
                .hasSizeGreaterThan(1);
    }
}
