package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every cell of every lesson runs and prints what the lesson says.
class CellsTest {
    static Stream<Path> lessons() {
        return Here.COURSE.chapters().stream().flatMap(chapter -> chapter.files().stream());
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void everyCellPrintsWhatTheLessonSays(Path lesson) {
        assertThat(faults(Page.read(lesson))).isEmpty();
    }

    private static List<String> faults(Page page) {
        var faults = new ArrayList<String>();
        if (page.cells().isEmpty()) {
            return faults;
        }
        try (JShellSession session = JShellSession.start()) {
            for (Part.Cell cell : page.cells()) {
                CellResult result = session.run(cell.code());
                String place = page.file().getFileName() + ", line " + cell.line() + ": cell " + cell.number();
                if (result.ok() == cell.is(Part.Kind.ERROR)) {
                    faults.add(place + (result.ok() ? " should fail" : " failed: " + result.text()));
                } else if (!trimmed(result.text()).equals(trimmed(cell.expected()))) {
                    faults.add(place + " printed\n" + result.text() + "\nand the lesson says\n" + cell.expected());
                } else if (!session.plot().equals(recorded(page.plot(cell)))) {
                    faults.add(place + " plots something else than " + page.plot(cell));
                }
            }
        }
        return faults;
    }

    private static Optional<String> recorded(Path plot) {
        try {
            return Files.exists(plot) ? Optional.of(Files.readString(plot)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String trimmed(String text) {
        return String.join("\n", text.lines().map(String::stripTrailing).toList());
    }

    @Test
    void plantedFaultsAreFound() {
        Page page = Page.parse(Path.of("planted.adoc"), """
                = Planted

                [source.cell,java]
                ----
                int x = 1;
                x + 1
                ----

                [listing.output]
                ----
                ==> 3
                ----

                [source.cell,java]
                ----
                x +
                ----

                [source.cell.error,java]
                ----
                x
                ----

                [source.cell,java]
                ----
                throw new IllegalStateException("no");
                ----

                [source.cell,java]
                ----
                System.out.println("nobody expects this");
                ----

                [source.cell,java]
                ----
                x + 1
                ----

                [listing.output]
                ----
                ==> 2
                ----
                """.lines().toList());
        assertThat(faults(page)).hasSize(5).satisfiesExactly(
                wrong -> assertThat(wrong).contains("line 5: cell 1", "==> 2", "==> 3"),
                broken -> assertThat(broken).contains("line 16: cell 2 failed"),
                tame -> assertThat(tame).contains("cell 3 should fail"),
                thrown -> assertThat(thrown).contains("IllegalStateException: no"),
                loud -> assertThat(loud).contains("nobody expects this"));
    }
}
