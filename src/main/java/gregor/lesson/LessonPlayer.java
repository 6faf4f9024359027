package gregor.lesson;

import java.io.PrintStream;

/// Plays a lesson from its first line to its last, without waiting for anybody.
public final class LessonPlayer {
    private final Chapter chapter;
    private final TerminalCells screen;
    private final PrintStream out;

    /// Makes a player.
    public LessonPlayer(Chapter chapter, TerminalCells screen, PrintStream out) {
        this.chapter = chapter;
        this.screen = screen;
        this.out = out;
    }

    /// Shows the prose, runs the cells, and shows what they print.
    ///
    /// @throws LessonException if a cell fails that should not; it names file and line
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
                CellResult outcome = session.run(cell.code());
                out.println(screen.outcome(outcome));
                out.println();
                cell.check(page, outcome);
            }
        }
    }
}
