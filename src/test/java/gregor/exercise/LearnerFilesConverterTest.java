package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder `my/` that was recorded before classes were renamed.
class LearnerFilesConverterTest {
    private static final Path RECORDED = Tmp.COURSE.home().resolve("src/test/resources/gregor/exercise/old-my");

    @TempDir
    private Path home;
    private Path my;

    @BeforeEach
    void copy() throws IOException {
        my = home.resolve("my");
        try (Stream<Path> files = Files.walk(RECORDED)) {
            files.filter(Files::isRegularFile).forEach(this::copy);
        }
    }

    private void copy(Path file) {
        try {
            Path target = my.resolve(RECORDED.relativize(file).toString().replaceFirst("^original", ".original"));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String path) throws IOException {
        return Files.readString(my.resolve(path));
    }

    @Test
    void sourcesUseTheNewNamesAndTheOldFilesRemain() throws IOException {
        String message = LearnerFilesConverter.convert(my);
        assertThat(message).contains("my/gregor/compact/CompactionFilter.java", "my/gregor/rebalance/Member.java",
                "my/gregor/topic/RoundRobinPartitioner.java", "my/notebook/group.json", "end with .old");
        assertThat(read("gregor/compact/CompactionFilter.java")).contains("final class CompactionFilter {",
                "isRetained(");
        assertThat(my.resolve("gregor/compact/Sieve.java")).doesNotExist();
        assertThat(my.resolve("gregor/compact/Sieve.java.old"))
                .hasSameTextualContentAs(RECORDED.resolve("gregor/compact/Sieve.java"));
        assertThat(read("gregor/deque/SpillingLog.java")).contains("import gregor.list.ForwardingLog;",
                "extends ForwardingLog<Log>", "public void deleteBefore(long upTo)",
                "deleteBefore(retention.firstRetainedOffset(");
        assertThat(read(".original/gregor/compact/CompactionFilter.java")).contains("class CompactionFilter");
    }

    @Test
    void aMovedClassHasItsNewPackageAndImports() throws IOException {
        LearnerFilesConverter.convert(my);
        assertThat(read("gregor/rebalance/Member.java"))
                .contains("package gregor.rebalance;", "import gregor.group.*;", "MemberIdentity", "JoinResponse")
                .doesNotContainPattern("\\b(Badge|Round|Roster|Commit)\\b(?! )");
    }

    @Test
    void convertedFilesCompile() throws IOException {
        LearnerFilesConverter.convert(my);
        for (String path : new String[]{"gregor/topic/RoundRobinPartitioner.java",
                "gregor/compact/CompactionFilter.java"}) {
            assertThat(Compilation.of(Map.of(path, read(path))).problems()).as(path).isEmpty();
        }
    }

    @Test
    void aDeletedClassIsSetAside() {
        assertThat(LearnerFilesConverter.convert(my)).contains("BoundedLog.java (no longer part of Gregor)");
        assertThat(my.resolve("gregor/thread/BoundedLog.java")).doesNotExist();
        assertThat(my.resolve("gregor/thread/BoundedLog.java.old")).exists();
    }

    @Test
    void cellsOfASavedNotebookUseTheNewNamesAndStringsStay() throws IOException {
        LearnerFilesConverter.convert(my);
        var items = TestProcess.JSON.readTree(read("notebook/group.json")).path("items");
        String code = String.join("\n", items.valueStream().map(item -> item.path("code").asString("")).toList());
        assertThat(code).contains("import gregor.group.*; import gregor.rebalance.*;", "log.deleteBefore(2);",
                "\"forget(2), Actor\"");
        assertThat(items.size()).isEqualTo(
                TestProcess.JSON.readTree(RECORDED.resolve("notebook/group.json").toFile()).path("items").size());
        assertThat(my.resolve("notebook/group.json.old")).exists();
    }

    @Test
    void theFolderIsConvertedOnce() throws IOException {
        LearnerFilesConverter.convert(my);
        Path own = my.resolve("gregor/list/Mine.java");
        Files.createDirectories(own.getParent());
        Files.writeString(own, "package gregor.list;\n\nclass Actor {}\n");
        assertThat(LearnerFilesConverter.convert(my)).isEmpty();
        assertThat(own).content().contains("class Actor");
    }

    @Test
    void aNewFolderIsNotConverted() throws IOException {
        var tmp = new Tmp(home.resolve("other"));
        tmp.files().begin(tmp.exercise(1));
        assertThat(LearnerFilesConverter.convert(tmp.home.resolve("my"))).isEmpty();
        assertThat(tmp.mine()).exists();
    }

    @Test
    void theFirstExerciseReportsTheConversion() throws IOException {
        var tmp = new Tmp(home);
        LearnerFiles files = tmp.files();
        assertThat(files.begin(tmp.exercise(1))).contains("Classes of Gregor have new names", "Your file is");
        assertThat(files.begin(tmp.exercise(1))).isEmpty();
    }

    @Test
    void exercisesThatMovedToTheLessonRebalanceKeepTheirState() {
        var progress = new Progress(my.resolve("progress"));
        var rebalance = new Chapter(6, "rebalance", home, home.resolve("lessons/06-rebalance.adoc"));
        assertThat(progress.exercise(rebalance, "who-may-commit")).isEqualTo("shown");
        assertThat(progress.exercise(Tmp.COURSE.chapter("compact"), "what-stays")).isEqualTo("shown");
    }
}
