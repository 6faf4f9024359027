package gregor.notebook;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Part;

/// Runs the cells of lessons, and records how their logs change, for the lane beside the pages of the site.
final class LaneRecorder {
    private static final Duration MAX_DURATION = Duration.ofMinutes(2);
    private static final int LESSONS_AT_ONCE = 2;
    private static final String END = "end";

    private final WarmProcess warmProcess;
    private final Consumer<String> progress;

    private LaneRecorder(WarmProcess warmProcess, Consumer<String> progress) {
        this.warmProcess = warmProcess;
        this.progress = progress;
    }

    /// Records the lanes of lessons; each is a script for the page, by the lesson's name. Lessons whose cells create no log
    /// have none.
    ///
    /// @param progress receives a line for each lesson
    static Map<String, String> record(List<Chapter> chapters, Consumer<String> progress) {
        var lanes = new ConcurrentHashMap<String, String>();
        try (var warmProcess = new WarmProcess(); var threads = Executors.newFixedThreadPool(LESSONS_AT_ONCE)) {
            var recorder = new LaneRecorder(warmProcess, progress);
            chapters.forEach(chapter -> threads.execute(() -> {
                SequencedMap<String, Map<String, Object>> frames = recorder.frames(chapter);
                if (!frames.isEmpty()) {
                    lanes.put(chapter.name(), script(frames));
                }
            }));
        }
        return lanes;
    }

    /// Returns the last event of the lane for each cell that has changed it. Recording ends at a cell that ends in another
    /// way than in the lesson.
    private SequencedMap<String, Map<String, Object>> frames(Chapter chapter) {
        var frames = new LinkedHashMap<String, Map<String, Object>>();
        var ended = new LinkedBlockingQueue<Map<String, Object>>();
        progress.accept("Lesson %d: running %d cells …".formatted(chapter.number(), chapter.page().cells().size()));
        try (var session = new NotebookSession(chapter, warmProcess, MAX_DURATION, event -> {
            if ("lane".equals(event.get("type"))) {
                synchronized (frames) {
                    frames.put((String) event.get("cell"), event);
                }
            } else if ("cell".equals(event.get("type"))) {
                ended.add(event);
            }
        })) {
            String differs = run(session, chapter.page().cells(), ended);
            // The lane of the last cell is published before the next cell begins.
            run(session, END, "0", ended);
            synchronized (frames) {
                frames.remove(END);
                frames.remove(differs);
            }
            if (!differs.isEmpty()) {
                progress.accept(
                        "Lesson %d: cell %s ended in another way than in the lesson; its logs are shown up to there."
                                .formatted(chapter.number(), differs));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return frames;
    }

    /// Runs cells up to the first that ends in another way than in the lesson, and returns its name; empty if none does.
    private static String run(NotebookSession session, List<Part.Cell> cells, BlockingQueue<Map<String, Object>> ended)
            throws InterruptedException {
        for (Part.Cell cell : cells) {
            String name = String.valueOf(cell.number());
            if (run(session, name, cell.code(), ended) == cell.is(Part.Kind.ERROR)) {
                return name;
            }
        }
        return "";
    }

    /// Runs a cell and reports whether it succeeded.
    private static boolean run(NotebookSession session, String cell, String code,
            BlockingQueue<Map<String, Object>> ended) throws InterruptedException {
        session.run(cell, code, true);
        Map<String, Object> event = ended.take();
        while (!cell.equals(event.get("cell")) || "running".equals(event.get("state"))) {
            event = ended.take();
        }
        return (Boolean) event.get("ok");
    }

    /// Writes frames as a script in which each drawing occurs once.
    private static String script(SequencedMap<String, Map<String, Object>> frames) {
        var sections = new ArrayList<String>();
        var steps = new ArrayList<Map<String, Object>>();
        frames.forEach((cell, event) -> {
            List<Integer> parts = Stream.of(((String) event.get("html")).split("(?=<section class=\"variable)"))
                    .map(section -> index(sections, section)).toList();
            steps.add(Map.of("cell", Integer.valueOf(cell), "change", event.get("change"), "parts", parts));
        });
        return "gregorLane = "
                + VariableInspector.JSON.writeValueAsString(Map.of("sections", sections, "frames", steps)) + ";\n";
    }

    private static int index(List<String> sections, String section) {
        int known = sections.indexOf(section);
        if (known < 0) {
            sections.add(section);
        }
        return known < 0 ? sections.size() - 1 : known;
    }
}
