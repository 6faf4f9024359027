package gregor.lesson;

import module java.base;

/// Plays a lesson from its first line to its last without waiting for input.
public final class LessonPlayer {
    private final Chapter chapter;
    private final TerminalCells screen;
    private final PrintStream out;

    public LessonPlayer(Chapter chapter, TerminalCells screen, PrintStream out) {
        this.chapter = chapter;
        this.screen = screen;
        this.out = out;
    }

    /// Prints the prose, runs the cells, and prints their results.
    ///
    /// @throws LessonException if a cell fails that should not; the message names file and line
    public void play() {
        Page page = chapter.page();
        int cells = page.cells().size();
        out.println(screen.title(chapter, page));
        try (JShellSession session = JShellSession.start()) {
            for (Part part : page.parts()) {
                if (!(part instanceof Part.Cell cell)) {
                    out.println(screen.part(part));
                    continue;
                }
                out.println(screen.cell(cell, cells));
                CellResult result = session.run(cell.code());
                out.println(screen.result(result));
                out.println();
                if (session.hasProcessEnded()) {
                    throw new LessonException("cell " + cell.number() + " has ended the JShell that it ran in");
                }
                cell.check(page, result);
                if (cell.answer() != null) {
                    out.println(screen.parts(cell.explanation()) + "\n");
                }
            }
        }
    }
}
