package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Course;
import gregor.lesson.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            assertThat(LearnerClasses.blame(thrown))
                    .contains("your ListLog.java, line 15, threw NullPointerException: no batch");
            thrown.setStackTrace(new StackTraceElement[]{gregors, mine});
            assertThat(LearnerClasses.blame(thrown)).as("a defect of Gregor").isEmpty();
            var memory = new OutOfMemoryError("Java heap space");
            memory.setStackTrace(new StackTraceElement[]{gregors, mine});
            assertThat(LearnerClasses.blame(memory))
                    .contains("your ListLog.java, line 15, threw OutOfMemoryError: Java heap space");
        } finally {
            System.clearProperty("gregor.mine");
        }
        assertThat(LearnerClasses.blame(thrown)).isEmpty();
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
}
