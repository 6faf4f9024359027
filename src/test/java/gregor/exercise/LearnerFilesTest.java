package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.lesson.LessonException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearnerFilesTest {
    @TempDir
    private Path folder;
    private Tmp tmp;

    @BeforeEach
    void copy() throws IOException {
        tmp = new Tmp(folder);
    }

    private void write(String appendBody) throws IOException {
        Tmp.change(tmp.mine(), "throw new UnsupportedOperationException(\"ListLog.append is not written yet\");",
                appendBody);
    }

    @Test
    void anExerciseIsBegunOnce() throws IOException {
        assertThat(tmp.files().begin(tmp.exercise(1))).isEqualTo("Your file is my/gregor/list/ListLog.java.");
        write("return 7; // mine");
        assertThat(tmp.files().begin(tmp.exercise(1))).isEmpty();
        assertThat(tmp.mine()).content().contains("return 7; // mine");
    }

    @Test
    void theNextExerciseOfTheSameClassKeepsWhatWasWritten() throws IOException {
        tmp.files().begin(tmp.exercise(1));
        write("return 7; // mine");
        Exercise delete = new Exercise(tmp.course.chapter("list"), 1, 9, "Delete", "ListLog", List.of(), "",
                new LinkedHashMap<>(Map.of("deleteBefore", "Delete.")), List.of(), List.of(), null, List.of());
        assertThat(tmp.files().begin(delete)).contains("There is a new to-do");
        assertThat(tmp.mine()).content().contains("return 7; // mine", "ListLog.deleteBefore is not written yet");
    }

    @Test
    void aWholeClassStartsOverAndUndoRestoresTheOldText() throws IOException {
        tmp.files().begin(tmp.exercise(1));
        write("return 7; // mine");
        assertThat(tmp.files().begin(tmp.exercise(3))).contains("starts over");
        assertThat(tmp.mine()).content().doesNotContain("mine", "indexOf");
        assertThat(tmp.files().undo(tmp.exercise(3))).isTrue();
        assertThat(tmp.mine()).content().contains("return 7; // mine");
        assertThat(tmp.files().versions(tmp.exercise(3))).as("what the undo replaced is kept").hasSize(2);
    }

    @Test
    void aResetIsUndone() throws IOException {
        tmp.files().begin(tmp.exercise(1));
        assertThat(tmp.files().reset(tmp.exercise(1))).as("nothing is written yet").isFalse();
        assertThat(tmp.files().undo(tmp.exercise(1))).as("nothing to bring back").isFalse();
        write("return 7; // mine");
        assertThat(tmp.files().reset(tmp.exercise(1))).isTrue();
        assertThat(tmp.mine()).content().contains("ListLog.append is not written yet").doesNotContain("mine");
        assertThat(tmp.files().undo(tmp.exercise(1))).isTrue();
        assertThat(tmp.mine()).content().contains("return 7; // mine");
    }

    @Test
    void aSecondResetKeepsTheFirstCopy() throws IOException {
        tmp.files().begin(tmp.exercise(1));
        write("return 7; // mine");
        tmp.files().reset(tmp.exercise(1));
        tmp.files().reset(tmp.exercise(1));
        assertThat(tmp.files().undo(tmp.exercise(1))).isTrue();
        assertThat(tmp.mine()).content().contains("return 7; // mine");
    }

    @Test
    void aResetDoesNotMakeTheSolutionUnseen() {
        tmp.files().begin(tmp.exercise(1));
        tmp.progress().exercise(tmp.course.chapter("list"), tmp.exercise(1).name(), "shown");
        tmp.files().reset(tmp.exercise(1));
        assertThat(tmp.progress().exercise(tmp.course.chapter("list"), tmp.exercise(1).name())).isEqualTo("shown");
    }

    @Test
    void aFileThatIsNotJavaCanBeReset() throws IOException {
        tmp.files().begin(tmp.exercise(1));
        Files.writeString(tmp.mine(), "nonsense {{{");
        tmp.files().reset(tmp.exercise(1));
        assertThat(tmp.mine()).content().contains("ListLog.append is not written yet");
        tmp.files().undo(tmp.exercise(1));
        assertThat(tmp.mine()).hasContent("nonsense {{{");
    }

    @Test
    void aNewVersionOfTheLessonIsMergedIntoTheLearnersFile() throws IOException {
        tmp.files().begin(tmp.exercise(1));
        write("return 7; // mine");
        Tmp.change(tmp.original(), "if (upTo > start) {", "if (start < upTo) {");
        Tmp.change(tmp.original(), "batches.add(placed);", "batches.addLast(placed);");
        assertThat(tmp.files().begin(tmp.exercise(1))).contains("The lesson has changed since you began")
                .doesNotContain("place");
        assertThat(tmp.mine()).content().contains("return 7; // mine", "if (start < upTo) {").doesNotContain("addLast");
        assertThat(tmp.files().begin(tmp.exercise(1))).as("merged once").isEmpty();
    }

    @Test
    void aConflictIsShownAndTheEditIsNotLost() throws IOException {
        tmp.files().begin(tmp.exercise(1));
        Tmp.change(tmp.mine(), "if (upTo > start) {", "if (upTo - start > 0) { // mine");
        Tmp.change(tmp.original(), "if (upTo > start) {", "if (start < upTo) {");
        assertThat(tmp.files().begin(tmp.exercise(1))).contains("In one place you have both changed", "<<<<<<<");
        assertThat(tmp.mine()).content().contains(
                "<<<<<<< yours\n        if (upTo - start > 0) { // mine\n=======\n        if (start < upTo) {\n>>>>>>>");
        tmp.files().undo(tmp.exercise(1));
        assertThat(tmp.mine()).content().contains("// mine").doesNotContain("<<<<<<<");
    }

    @Test
    void aNewVersionWithoutTheMethodLeavesTheFileUnchanged() throws IOException {
        tmp.files().begin(tmp.exercise(1));
        write("return 7; // mine");
        String before = Files.readString(tmp.mine());
        Tmp.change(tmp.original(), "public long append(Batch batch)", "public long take(Batch batch)");
        assertThat(tmp.files().begin(tmp.exercise(1))).contains("stays as it is: ListLog has no append");
        assertThat(tmp.mine()).hasContent(before);
    }

    @ParameterizedTest
    @CsvSource({"UTF-16, is a binary file", "ISO-8859-1, is not UTF-8", "BOM, begins with a byte order mark"})
    void aFileOfAnotherEncodingIsNamed(String encoding, String says) throws IOException {
        Path file = folder.resolve("ListLog.java");
        Files.writeString(file, encoding.equals("BOM") ? "\ufeffclass" : "class Ä",
                encoding.equals("BOM") ? StandardCharsets.UTF_8 : Charset.forName(encoding));
        assertThatThrownBy(() -> Exercise.read(file)).isInstanceOf(LessonException.class)
                .hasMessageContaining("ListLog.java " + says);
    }

    @Test
    void theLearnersOwnClassesAreTestedToo() throws IOException {
        tmp.files().begin(tmp.exercise(1));
        Files.writeString(tmp.mine().resolveSibling("Helper.java"), "package gregor.list;\n\nclass Helper {}\n");
        Files.writeString(tmp.mine().resolveSibling("Consumer.java"), "of another exercise");
        assertThat(tmp.files().sources(tmp.exercise(1))).containsOnlyKeys("gregor/list/Helper.java",
                "gregor/list/ListLog.java");
    }
}
