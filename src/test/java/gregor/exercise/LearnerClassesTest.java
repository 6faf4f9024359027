package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Course;
import gregor.lesson.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which of the learner's classes stand before the originals, and what is said of those that cannot.
class LearnerClassesTest {
    @TempDir
    private Path folder;

    /// What the learner wrote, beside all lessons.
    private LearnerClasses mine(Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = folder.resolve("my").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        var desk = new LearnerFiles(new Course(folder, Tmp.COURSE.chapters()),
                new Progress(folder.resolve("my/progress")));
        return LearnerClasses.of(Tmp.COURSE, desk);
    }

    private static String original(String path) throws IOException {
        return Files.readString(Tmp.COURSE.home().resolve("src/main/java").resolve(path));
    }

    @Test
    void writtenClassesPrecedeTheOriginals() throws IOException {
        LearnerClasses mine = mine(Map.of(Tmp.LOG, original(Tmp.LOG), "gregor/deque/Retention.java",
                original("gregor/deque/Retention.java")));
        assertThat(mine.banner()).isEqualTo("Yours: gregor.deque.Retention, gregor.list.ListLog.");
    }

    @Test
    void withoutClassesTheMessageNamesTheFirstCommand() throws IOException {
        assertThat(mine(Map.of()).banner()).contains("None of your classes can run yet", "./gregor exercise");
    }

    @Test
    void aClassWithToDosIsOmitted() throws IOException {
        Exercise exercise = ExercisePage.named(Tmp.COURSE, "list.1").getFirst();
        assertThat(mine(Map.of(Tmp.LOG, StarterSource.of(exercise, exercise.originalText()))).banner())
                .contains("The original instead of yours: gregor.list.ListLog has to-dos.");
    }

    @Test
    void aClassThatDoesNotCompileIsOmittedAndTheOthersRun() throws IOException {
        LearnerClasses mine = mine(Map.of(Tmp.LOG, "package gregor.list; class ListLog {",
                "gregor/deque/Retention.java", original("gregor/deque/Retention.java")));
        assertThat(mine.banner()).startsWith("Yours: gregor.deque.Retention.").contains(
                "The original instead of yours: gregor.list.ListLog, line 1: reached end of file while parsing.");
    }

    @Test
    void aMethodThatALaterLessonNeedsIsNamedWithThatLesson() throws IOException {
        String consumer = original("gregor/list/Consumer.java").replace("public void seekToEnd()",
                "public void seekToTheEnd()");
        assertThat(mine(Map.of("gregor/list/Consumer.java", consumer)).banner().lines())
                .allMatch(line -> line.length() <= 100);
        assertThat(mine(Map.of("gregor/list/Consumer.java", consumer)).banner().replaceAll("\\s+", " ")).contains(
                "gregor.list.Consumer: Consumer.seekToEnd() is missing; lesson 2, producer (Lesson) needs it");
    }

    @Test
    void aMethodThatIsOnlyInheritedIsNotMissing() throws IOException {
        String log = original(Tmp.LOG).replace("@Override\n    public String toString()", "String text()");
        assertThat(mine(Map.of(Tmp.LOG, log)).omitted()).isEmpty();
    }

    @Test
    void anExceptionIsTheLearnersIfItsFirstFrameIs() throws IOException {
        mine(Map.of(Tmp.LOG, original(Tmp.LOG))).write(folder.resolve("mine"));
        var thrown = new NullPointerException("no batch");
        StackTraceElement inTheJdk = new StackTraceElement("java.util.Objects", "requireNonNull", "Objects.java", 1);
        StackTraceElement mine = new StackTraceElement("gregor.list.ListLog", "append", "ListLog.java", 15);
        StackTraceElement gregors = new StackTraceElement("gregor.list.Lesson", "main", "Lesson.java", 3);
        System.setProperty("gregor.mine", folder.resolve("mine").toString());
        try {
            thrown.setStackTrace(new StackTraceElement[]{inTheJdk, mine, gregors});
            assertThat(LearnerFaults.blame(thrown))
                    .contains("your ListLog.java, line 15, threw NullPointerException: no batch");
            thrown.setStackTrace(new StackTraceElement[]{gregors, mine});
            assertThat(LearnerFaults.blame(thrown)).as("a defect of Gregor").isEmpty();
            var memory = new OutOfMemoryError("Java heap space");
            memory.setStackTrace(new StackTraceElement[]{gregors, mine});
            assertThat(LearnerFaults.blame(memory))
                    .contains("your ListLog.java, line 15, threw OutOfMemoryError: Java heap space");
        } finally {
            System.clearProperty("gregor.mine");
        }
        assertThat(LearnerFaults.blame(thrown)).isEmpty();
    }

    @Test
    void theClassesRunInAProcessOfTheirOwn() throws IOException {
        String log = original(Tmp.LOG).replace("long append(Batch batch) {",
                "long append(Batch batch) {\n        System.exit(42);");
        LearnerClasses mine = mine(Map.of(Tmp.LOG, log));
        int code = mine.run(folder.resolve("classes"), gregor.list.Lesson.class.getName(), List.of(),
                List.of("-Dgregor.home=" + Tmp.COURSE.home()));
        assertThat(code).as("the lesson's story met the learner's log").isEqualTo(42);
    }

    /// Runs the story of a lesson with a change of the learner's log, and returns what the process printed.
    private String story(String from, String to) throws Exception {
        String log = original(Tmp.LOG);
        assertThat(log).contains(from);
        Path classes = folder.resolve("classes");
        mine(Map.of(Tmp.LOG, log.replace(from, to))).write(classes);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgregor.mine=" + classes, "-cp", classes + File.pathSeparator + System.getProperty("java.class.path"),
                Hiding.class.getName()).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Appends on a virtual thread, and hides what that throws, as a broker does.
    static final class Hiding {
        public static void main(String... args) throws InterruptedException {
            var log = new gregor.list.ListLog();
            Thread.startVirtualThread(() -> {
                for (int i = 0; i < 3; i++) {
                    try {
                        log.append(gregor.list.Event.of("a"));
                    } catch (RuntimeException e) {
                        System.out.println("hidden");
                    }
                }
            }).join();
        }
    }

    @Test
    void aDefectIsNamedOnceThoughAnotherThreadHidesIt() throws Exception {
        String text = story("Batch placed = batch.at(end);", "Batch placed = null;");
        assertThat(text).contains("hidden").containsOnlyOnce("gregor: your ListLog.java, line ")
                .contains("threw NullPointerException: ");
        assertThat(story("Batch placed = batch.at(end);",
                "Batch placed = batch.at(end);\n        if (end >= 0) throw new IllegalStateException(\"closed\");"))
                .as("an exception that right code may throw").doesNotContain("gregor: your");
    }

    @ParameterizedTest
    @CsvSource({"true, virtual RUNNABLE, 20", "false, virtual RUNNABLE, 0", "true, WAITING, 60",
            "true, virtual WAITING, 0"})
    void aCallThatLastsTooLongIsNamed(boolean sameCall, String state, int seconds) {
        String name = state.equals("WAITING") ? "main" : "kafka";
        var faults = new LearnerFaults("gregor.list.ListLog"::equals);
        for (int second = 1; second <= 100; second++) {
            Optional<String> found = faults.endless("""
                    1234
                    25.0.3+9-LTS

                    #3 "worker" RUNNABLE 2026-11-24T00:31:29.857062357Z
                        at gregor.list.Lesson.main(Lesson.java:7)

                    #23 "%s" %s 2026-11-24T00:31:29.863863206Z
                        at java.base/java.util.ArrayList.size(ArrayList.java:%d)
                        at gregor.list.ListLog.append(ListLog.java:%d)
                        at gregor.list.Log.append(Log.java:%d)
                        at java.base/java.lang.VirtualThread.run(VirtualThread.java:460)
                    """.formatted(name, state, second % 7, 15 + second % 2, sameCall ? 5 : 5 + second % 3));
            assertThat(found.isPresent()).as("second %d", second).isEqualTo(seconds > 0 && second >= seconds);
            found.ifPresent(text -> assertThat(text).startsWith("your ListLog.java, line 1")
                    .contains(", has not ended after ", "loop that never ends"));
        }
    }
}
