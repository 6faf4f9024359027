package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The learner's input, and the output of the stepper.
class StepperTest {
    @TempDir
    private Path folder;
    private Chapter chapter;

    @BeforeEach
    void writeALesson() throws IOException {
        Files.createDirectories(folder.resolve("lessons"));
        Path file = Files.writeString(folder.resolve("lessons/01-tiny.adoc"), """
                = Tiny
                :concept: small

                First prose.

                [source.cell,java]
                ----
                import gregor.list.*;
                var log = new ListLog();
                log.append(Event.of("a"))
                ----

                Second prose.

                [.question]
                How many events?

                [source.cell.predict,java]
                ----
                log.end()
                ----

                Third prose.

                [source.cell,java]
                ----
                int last = 7;
                last
                ----

                The end.
                """);
        chapter = new Chapter(1, "tiny", folder, file);
    }

    private String step(String... lines) throws IOException {
        var screen = new ByteArrayOutputStream();
        byte[] typed = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        Terminal terminal = new DumbTerminal(new ByteArrayInputStream(typed), screen);
        try (var stepper = new Stepper(chapter, progress(), terminal, true)) {
            stepper.run();
        }
        return screen.toString(StandardCharsets.UTF_8);
    }

    /// A listing that is longer than the screen waits for a key, which may be the space bar; with no pager it does not.
    @Test
    void aFullScreenWaitsForAKey() throws IOException {
        String typed = "for (int i = 0; i < 40; i++) System.out.println(\"line\" + i);\n :vars\n:quit\n";
        String paged = page(typed, true);
        assertThat(paged).contains("line39", "Enter goes on ▸", "ListLog log = [0:a]", ":pic  :quit   ? lists all");
        assertThat(paged.indexOf("Enter goes on ▸")).isLessThan(paged.indexOf("line39"));
        assertThat(page(typed, false)).contains("line39").doesNotContain("Enter goes on ▸");
    }

    private String page(String typed, boolean paged) throws IOException {
        var screen = new ByteArrayOutputStream();
        progress().next(chapter, 2);
        Terminal terminal = new DumbTerminal(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), screen);
        terminal.setSize(Size.of(80, 24));
        try (var stepper = new Stepper(chapter, progress(), terminal, paged)) {
            stepper.run();
        }
        return screen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aVariableTakesOneLineAndTheWidthIsThatOfNow() throws IOException {
        String printed = step("String s = \"" + "x".repeat(300) + "\\ny\";", ":vars", ":quit");
        assertThat(printed.lines().map(line -> line.replaceFirst("^Enter runs it ▸ ", ""))
                .filter(line -> line.startsWith("String s = \"xxx"))).as(printed).singleElement().asString()
                .hasSizeLessThanOrEqualTo(80).endsWith(" …");
    }

    private Progress progress() {
        return new Progress(folder.resolve("my/progress"));
    }

    @Test
    void enterRunsCellAfterCellToTheEnd() throws IOException {
        assertThat(step("", "1", "")).contains("1. Tiny", "First prose.", "==> 0", "Second prose.", "==> 1",
                "You said 1, and so does the log.", "==> 7", "The end.", "That was lesson 1.",
                "You predicted 1 of 1 at the first try.");
        assertThat(progress().done(chapter)).isTrue();
    }

    /// Replaces the lesson by one with a set-up, an answer and a folded question.
    private void writeFoldedBlocks() throws IOException {
        Files.writeString(chapter.file(), """
                = Tiny

                .Helpers
                [%collapsible]
                ====
                [source.cell,java]
                ----
                int secret = 40;
                ----
                ====

                [.question]
                How many?

                [source.cell.predict,java]
                ----
                secret + 2
                ----

                .Answer
                [%collapsible]
                ====
                Forty-two, of course.
                ====

                == Check yourself

                .Why?
                [%collapsible]
                ====
                Because.
                ====
                """);
    }

    @Test
    void theExplanationIsHeldBackUntilTheAnswer() throws IOException {
        writeFoldedBlocks();
        assertThat(step("", "", ":quit")).contains("How many?").doesNotContain("of course");
        assertThat(step("7", ":quit")).contains("You said 7; the log says 42.").contains("Forty-two, of course.");
    }

    @Test
    void aSkippedPredictionKeepsItsSecret() throws IOException {
        writeFoldedBlocks();
        assertThat(step("", ":skip", ":quit")).contains("Why?").doesNotContain("of course");
    }

    @Test
    void theSetUpShowsOnlyItsTitleAndRuns() throws IOException {
        writeFoldedBlocks();
        assertThat(step("", ":vars", ":quit")).contains("Helpers (cell 1 of 2, 1 lines; :edit shows them)")
                .contains("int secret = 40").doesNotContain("│ int secret");
    }

    @Test
    void aFoldedBlockOpensAtEnter() throws IOException {
        writeFoldedBlocks();
        assertThat(step("", "42", ":quit")).contains("▸ Why?").doesNotContain("Because.");
        assertThat(step("42", "", "")).contains("▸ Why?", "Because.", "You predicted 1 of 1 at the first try.");
    }

    @Test
    void aWrongPredictionIsCorrectedAndRemembered() throws IOException {
        assertThat(step("", "0", "")).contains("You said 0; the log says 1.");
        assertThat(progress().predictions(chapter, false)).isEqualTo(1);
    }

    @Test
    void yesIsTrueAndNoIsFalse() throws IOException {
        Path file = folder.resolve("lessons/01-tiny.adoc");
        Files.writeString(file, Files.readString(file).replace("log.end()\n", "log.end() > 1\n"));
        chapter = new Chapter(1, "tiny", folder, file);
        assertThat(step("", "No", "")).contains("You said No, and so does the log.");
    }

    @Test
    void theNextStartContinuesAfterAQuit() throws IOException {
        assertThat(step("", "1", ":quit")).contains("You stopped before cell 3").doesNotContain("The end.");
        assertThat(step("log.end() + last", "", ":quit")).as("the cells before have run again, this one not yet")
                .contains("You stopped before cell 3. The cells before it run again now", "Third prose.",
                        "cannot find symbol", "variable last")
                .doesNotContain("First prose.").contains("==> 7");
    }

    @Test
    void anExitWordShowsTheCommandsAndIsNoAnswer() throws IOException {
        assertThat(step("quit", "", "exit", "1", ":quit")).containsSubsequence("First prose.", "variable quit",
                "(:quit leaves, :help lists", "Second prose.", "(:quit leaves, :help lists",
                "You said 1, and so does the log.", "You stopped before cell 3");
        assertThat(progress().predictions(chapter, false)).isZero();
        assertThat(step("int q = 5;", "q", ":quit")).contains("==> 5").doesNotContain(":help lists");
    }

    @Test
    void aMissingAnswerIsAskedForAgain() throws IOException {
        assertThat(step("", "", "1", ":quit")).contains("Commit to an answer first");
    }

    @Test
    void theLearnersJavaRunsBetweenTheCells() throws IOException {
        assertThat(
                step("", "1", "for (int i = 0; i < 2; i++) {", "    log.append(Event.of(\"mine\")); }", "log", ":quit"))
                .contains("==> [0:a, 1:mine, 2:mine]");
    }

    @Test
    void commandsDoWhatHelpSays() throws IOException {
        assertThat(step("", ":vars", ":pic", ":help", ":foo", ":quit")).contains("ListLog log = [0:a]", "log\n[ a ]",
                ":edit    change the cell", "There is no :foo.");
    }

    @Test
    void backShowsTheCellBeforeAndSkipGoesOnWithoutRunning() throws IOException {
        assertThat(step("", ":back", ":quit").split("cell 1 of 3", -1)).as("the first cell is shown twice").hasSize(3);
        assertThat(step(":skip", ":skip", ":skip")).contains("The end.").doesNotContain("==>");
    }

    @Test
    void aQuestionMarkListsTheCommandsAndBackNeedsNoColon() throws IOException {
        assertThat(step("?", ":quit")).contains(Stepper.HELP.lines().findFirst().orElseThrow());
        assertThat(step("", "back", ":quit").split("cell 1 of 3", -1)).hasSize(3);
        assertThat(Stepper.HELP.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void leavingInTheProseAfterACellComesBackToThatProse() throws IOException {
        writeFoldedBlocks();
        step("", "42", ":quit");
        assertThat(step(":quit")).contains("You stopped after the last cell").contains("Why?")
                .doesNotContain("How many?");
    }

    @Test
    void resetStartsAFreshJShellAndRunsTheCellsBefore() throws IOException {
        assertThat(step("", "log.append(Event.of(\"mine\"));", ":skip", ":reset", "log", ":quit"))
                .contains("==> [0:a]");
    }

    @Test
    void saveWritesTheCodeThatRanWithoutErrors() throws IOException {
        step("", "1", "nonsense", "int mine = 2;", ":save", ":quit");
        assertThat(Files.readAllLines(folder.resolve("my/01-tiny.jsh"))).contains("int mine = 2;")
                .doesNotContain("nonsense");
    }

    @Test
    void theEndOfTheInputIsAQuit() throws IOException {
        assertThat(step("")).contains("You stopped before cell 2");
    }

    @Test
    void theStepperSurvivesACellThatEndsTheProcess() throws IOException {
        assertThat(step("System.exit(1)", "", ":quit")).contains("Your code has ended the JShell", "==> 0");
    }

    @Test
    void completionKnowsCommandsAndNames() {
        assertThat(List.of(":back", ":vars")).allMatch(command -> Stepper.HELP.contains(command));
    }
}
