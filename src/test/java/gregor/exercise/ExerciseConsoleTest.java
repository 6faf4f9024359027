package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a learner presses and saves, and what the screen says.
@Timeout(120)
class ExerciseConsoleTest {
    @TempDir
    private Path folder;
    private Tmp tmp;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PipedOutputStream keys = new PipedOutputStream();
    private FutureTask<Void> working;

    @BeforeEach
    void open() throws IOException {
        tmp = new Tmp(folder);
        var terminal = new DumbTerminal(new PipedInputStream(keys), screen);
        working = new FutureTask<>(() -> {
            try (var console = new ExerciseConsole(tmp.course, tmp.progress(), tmp.exercise(1), terminal,
                    new TestRunner(100))) {
                console.run();
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(working);
    }

    @AfterEach
    void leave() throws Exception {
        press("q");
        working.get();
        keys.close();
    }

    private void press(String typed) throws IOException {
        keys.write(typed.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private void until(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            assertThat(working.isDone()).as(this::shown).isFalse();
            Thread.sleep(10);
        }
    }

    private void untilShown(String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
        until(() -> {
            assertThat(System.nanoTime()).as(() -> text + " is not on the screen:\n" + shown()).isLessThan(deadline);
            return shown().contains(text);
        });
    }

    @Test
    void aSaveRunsTheTestsAndNothingMovesOnByItself() throws Exception {
        untilShown("ListLog.append is not written yet");
        Files.copy(tmp.original(), tmp.mine(), StandardCopyOption.REPLACE_EXISTING);
        untilShown("tests pass (");
        untilShown("Done. d compares with the original, t runs all tests of the lesson, n continues.");
        assertThat(shown()).doesNotContain("Exercise 1.2");
        press("n");
        untilShown("Exercise 1.2");
        untilShown("Consumer.poll is not written yet");
    }

    @Test
    void theKeysLiveWhileALoopNeverEnds() throws Exception {
        untilShown("ListLog.append is not written yet");
        Tmp.change(tmp.mine(), "throw new UnsupportedOperationException(\"ListLog.append is not written yet\");",
                "while (end >= 0) { }\n        return 0;");
        untilShown("(. stops it)");
        press("h");
        untilShown("Hint 1 of 3");
        press(".");
        untilShown("You stopped it");
        Files.copy(tmp.original(), tmp.mine(), StandardCopyOption.REPLACE_EXISTING);
        untilShown("Done.");
    }

    @Test
    void theSolutionIsShownWhenAskedTwiceAndAResetIsUndone() throws Exception {
        untilShown("ListLog.append is not written yet");
        press("s");
        untilShown("Press s again");
        assertThat(shown()).doesNotContain("batches.add(placed);");
        press("s");
        untilShown("batches.add(placed);");
        Files.copy(tmp.original(), tmp.mine(), StandardCopyOption.REPLACE_EXISTING);
        untilShown("You have seen the solution.");
        press("x");
        untilShown("The to-dos are back");
        press("u");
        untilShown("as it was before");
        assertThat(tmp.mine()).hasSameTextualContentAs(tmp.original());
    }

    @Test
    void theListGoesToAnExerciseAndAPredictionIsAnswered() throws Exception {
        untilShown("ListLog.append is not written yet");
        press("l");
        untilShown(" ▸ 1.1");
        press("jjj\r");
        untilShown("Which of these promises is broken then?");
        press("?2");
        untilShown("You said 2, and so do the tests.");
        press("c");
        untilShown("that you have begun pass.");
    }
}
