package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Lesson 0 needs nothing but the JDK.
class ToyTest {
    private static final Chapter TOY = Here.COURSE.chapter("0");

    @Test
    void itsScriptPrintsInTheJdksOwnJshellWhatThePageShows() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jshell").toString(), "-s",
                TOY.script().toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        for (Part.Cell cell : TOY.page().cells()) {
            if (!cell.is(Part.Kind.ERROR)) {
                assertThat(printed).as("cell " + cell.number())
                        .contains(cell.expected().replaceAll("(?m)^==> |\"", ""));
            }
        }
    }

    @Test
    void noCellUsesGregor() {
        assertThat(TOY.page().cells()).extracting(Part.Cell::code).noneMatch(code -> code.contains("gregor"));
    }
}
