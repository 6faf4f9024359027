package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalProseTest {
    private static String plain(String adoc) {
        return new TerminalProse(new TerminalStyle(false), 40).text(adoc);
    }

    @Test
    void wrapsParagraphsAndKeepsTheSpaceAtALineEnd() {
        assertThat(plain("One *two.*\nThree `four`\nfive and so on until the line is full."))
                .isEqualTo("One two. Three four five and so on until\nthe line is full.");
    }

    @Test
    void listsAreIndented() {
        assertThat(plain("* one `a`\n* two that is so long that it does not fit into one line\n\n. first\n. second"))
                .isEqualTo(String.join("\n", "  • one a", "  • two that is so long that it does not",
                        "    fit into one line", "", "  1. first", "  2. second"));
    }

    @Test
    void tablesHaveBoxes() {
        assertThat(plain("|===\n| name | what\n\n| `a` | first\n| b | second\n|===")).isEqualTo("""
                ┌──────┬────────┐
                │ name │ what   │
                ├──────┼────────┤
                │ a    │ first  │
                │ b    │ second │
                └──────┴────────┘""");
    }

    @Test
    void coloursAreLeftOutWithoutInk() {
        assertThat(plain("*bold* and `code`")).doesNotContain("\u001b");
        assertThat(new TerminalProse(new TerminalStyle(true), 40).text("*bold*")).isEqualTo("\u001b[1mbold\u001b[0m");
    }

    @Test
    void javaIsColouredAndOtherwiseUnchanged() {
        String code = "/// int in a comment\nvar s = \"if \\\" else\"; // 3\nint i = 42;";
        String painted = new TerminalStyle(true).java(code);
        assertThat(painted).contains("\u001b[2m/// int in a comment\u001b[0m", "\u001b[32m\"if \\\" else\"\u001b[0m",
                "\u001b[36m42\u001b[0m");
        assertThat(painted.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(code);
    }

    @Test
    void wideLettersCountTwice() {
        assertThat(TerminalStyle.width("🚚")).isEqualTo(2);
        assertThat(TerminalStyle.width("\u001b[1mab\u001b[0m")).isEqualTo(2);
    }

    @Test
    void longLinesOfCodeAreFoldedInsideTheirBox() {
        for (boolean colour : new boolean[]{true, false}) {
            String shown = new TerminalCells(new TerminalStyle(colour), 40)
                    .part(new Part.Shown(1, "A", "", 0, "int x = " + "1234567890 + ".repeat(5) + "0;"));
            assertThat(shown.lines()).hasSizeGreaterThan(4).allMatch(line -> TerminalStyle.width(line) <= 40);
            assertThat(shown.replaceAll("\u001b\\[[0-9;]*m|│ |↪ |\n", ""))
                    .contains("int x = " + "1234567890 + ".repeat(5) + "0;");
            assertThat(shown.replaceAll("\u001b\\[[0-9;]*m", "")).as("numbers stay whole")
                    .doesNotContainPattern("[1-9]\n").doesNotContainPattern("↪ [02-9]\\d");
        }
    }

    static Stream<Path> lessons() {
        return CellsTest.lessons();
    }

    /// The parser is lenient: it drops unknown markup, or leaves it unchanged.
    @ParameterizedTest
    @MethodSource("lessons")
    void noProseIsLostAndNoMarkupLeft(Path lesson) {
        for (Part part : Page.read(lesson).all().toList()) {
            if (part instanceof Part.Prose prose) {
                // So wide that no cell of a table needs a second line: its words would mix with the next cell's.
                String shown = new TerminalProse(new TerminalStyle(false), 1000).text(prose.adoc());
                assertThat(words(shown)).as(prose.adoc())
                        .isEqualTo(words(prose.adoc().replaceAll("(?:link|xref):[^\\[]+\\[([^\\]]+)]", "$1")
                                .replaceAll("(https?:[^\\[ ]+)\\[([^\\]]+)]", "$2$1")));
                assertThat(shown).doesNotContain("`", "xref:", "link:", "==").doesNotContainPattern("\\w:: ");
            }
        }
    }

    private static String words(String text) {
        return text.replaceAll("(?m)^\\s*\\d+\\. |^\\. ", "").replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
