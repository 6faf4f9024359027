package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.ListLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JShellSessionTest {
    private static JShellSession session;

    @BeforeAll
    static void start() {
        session = JShellSession.start();
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void theLastExpressionIsTheValueUnlessItEndsWithASemicolon() {
        assertThat(session.run("int a = 1;\na + 1").text()).isEqualTo("==> 2");
        assertThat(session.run("a + 1;").text()).isEmpty();
        assertThat(session.run("System.out.println(\"→ 🚚\")").text()).isEqualTo("→ 🚚");
        assertThat(session.run("a").text()).isEqualTo("==> 1");
        assertThat(session.run("// only a comment").text()).isEmpty();
    }

    @Test
    void aCompilerErrorNamesTheLine() {
        CellResult result = session.run("int b = 1;\n\nint c = b +\n    unknown;");
        assertThat(result.ok()).isFalse();
        assertThat(result.text()).startsWith("line 4: cannot find symbol").doesNotContain("location: class");
    }

    @Test
    void anExceptionIsOneLineAndTheRestIsNotRun() {
        CellResult result = session.run("int d = 1;\nthrow new IllegalStateException(\"no\");\nd = 2;");
        assertThat(result.text()).isEqualTo("IllegalStateException: no");
        assertThat(session.run("d").value()).isEqualTo("1");
    }

    @Test
    void aStaticInitializerThatFailsShowsItsOwnException() {
        session.run("class Broken { static int x = Integer.parseInt(\"boom\"); }");
        CellResult result = session.run("new Broken()");
        assertThat(result.text()).isEqualTo("NumberFormatException: For input string: \"boom\"");
    }

    /// Here Gregor's own classes are the learner's.
    @Test
    void anExceptionInAClassOfTheLearnerNamesItsLine() throws Exception {
        System.setProperty("gregor.mine",
                Path.of(ListLog.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
        try (var mine = JShellSession.start()) {
            assertThat(mine.run("new gregor.list.ListLog().entries(5)").text())
                    .matches("(?s)OffsetOutOfRangeException: .*\nyour \\w+\\.java, line \\d+");
        } finally {
            System.clearProperty("gregor.mine");
        }
        assertThat(session.run("new gregor.list.ListLog().entries(5)").text()).doesNotContain("your");
    }

    @Test
    void anEditResetsVariablesOfTheOldType() {
        session.run("record Point(int x) {}\nvar point = new Point(1);");
        CellResult result = session.run("record Point(int x, int y) {}");
        assertThat(result.clearedVariables()).containsExactly("point");
        assertThat(result.text()).isEqualTo("your edit reset point");
    }

    @Test
    void aRunawayLoopIsStoppedAndTheValuesStay() throws Exception {
        session.run("int kept = 42;");
        var running = CompletableFuture
                .supplyAsync(() -> session.run("java.util.stream.IntStream.iterate(0, i -> 0).max();"));
        Thread.sleep(500);
        session.stop();
        CellResult result = running.get(20, TimeUnit.SECONDS);
        assertThat(result.interrupted()).isTrue();
        assertThat(result.text()).isEqualTo("interrupted");
        assertThat(session.run("kept").value()).isEqualTo("42");
    }

    @Test
    void knowsWhenCodeIsComplete() {
        assertThat(session.completion().isComplete("int e = 1;")).isTrue();
        assertThat(session.completion().isComplete("1 + 1")).isTrue();
        assertThat(session.completion().isComplete("for (;;) {")).isFalse();
        assertThat(session.completion().isComplete("int f = 1; if (f > 0) {")).isFalse();
        assertThat(session.completion().isComplete("this is no java")).isTrue();
    }

    @Test
    void suggestsCompletions() {
        session.run("var words = new java.util.ArrayList<String>();");
        assertThat(session.completion().suggestions("words.getF", 10, new int[1])).contains("getFirst()");
    }

    @Test
    void survivesACellThatEndsTheProcess() {
        try (JShellSession other = JShellSession.start()) {
            assertThat(other.alive()).isTrue();
            other.run("System.exit(3);");
            assertThat(other.alive()).isFalse();
        }
    }
}
