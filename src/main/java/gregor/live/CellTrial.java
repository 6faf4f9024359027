package gregor.live;

import module java.base;

/// Runs cells in a process of its own, from the class files of the page, and prints how they end: a line for each cell
/// with lesson, number, whether it failed, what it lacked, and its text in Base64.
final class CellTrial {
    private static final Duration MAX_DURATION = Duration.ofSeconds(20);

    private CellTrial() {}

    /// @param lessons the number of each lesson, and how many cells it has: `3/18`
    static void main(String[] lessons) throws InterruptedException {
        PrintStream out = System.out;
        for (String lesson : lessons) {
            String[] numbers = lesson.split("/");
            Thread thread = Thread.ofPlatform().daemon()
                    .start(() -> run(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), out));
            thread.join(MAX_DURATION);
            System.setOut(out);
        }
        out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void run(int lesson, int cells, PrintStream out) {
        for (int cell = 1; cell <= cells; cell++) {
            CellRunner.Result result = result(lesson, cell);
            out.printf("%d/%d\t%b\t%s\t%s%n", lesson, cell, result.failed(), result.absent(),
                    Base64.getEncoder().encodeToString(result.text().getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static CellRunner.Result result(int lesson, int cell) {
        try {
            return (CellRunner.Result) Class.forName("gregor.live.Lessons")
                    .getDeclaredMethod("run", int.class, int.class).invoke(null, lesson, cell);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
