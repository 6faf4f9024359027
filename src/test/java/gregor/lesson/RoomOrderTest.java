package gregor.lesson;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A lesson's package imports only those of earlier lessons; what stands above the ladder is imported by none.
class RoomOrderTest {
    private static final List<String> ABOVE = List.of("data", "lesson", "exercise", "notebook", "judge", "cli");
    /// Only in these may there be locks and threads.
    private static final List<String> THREADED = List.of("thread", "broker", "http", "grpc", "kafka");
    /// Writers that wait for one fsync together, and the memory that all logs lend each other: the two classes of an
    /// unthreaded floor that threads share.
    private static final String SHARED = "gregor\\.file\\.(GroupCommit|BufferPool)";
    /// What protoc writes from src/main/protobuf: messages and stubs, and nothing of Gregor's.
    private static final String GENERATED = "grpc.proto";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("gregor");
    private static final List<String> FLOORS = Here.COURSE.chapters().stream().map(Chapter::name).toList();

    @Test
    void aLessonImportsOnlyEarlierLessons() {
        assertThat(faults(CLASSES, "gregor", FLOORS, ABOVE)).isEmpty();
        assertThat(CLASSES.stream().map(type -> type.getPackageName().replaceFirst("gregor\\.", "")).distinct())
                .as("every package is on the ladder or above it")
                .allMatch(name -> FLOORS.contains(name) || ABOVE.contains(name.split("\\.")[0])
                        || name.equals(GENERATED));
    }

    @Test
    void everyLessonHasItsPackageAndItsMain() {
        for (Chapter chapter : Here.COURSE.chapters()) {
            assertThat(Files.exists(chapter.sources().resolve("Lesson.java"))).as(chapter.name()).isTrue();
        }
    }

    @Test
    void theFirstFloorsHaveNoLocks() {
        for (String floor : FLOORS) {
            if (!THREADED.contains(floor)) {
                noClasses().that().resideInAPackage("gregor." + floor).and().haveNameNotMatching(SHARED).should()
                        .dependOnClassesThat().resideInAnyPackage("java.util.concurrent..").check(CLASSES);
            }
        }
    }

    @Test
    void aPlantedViolationIsFoundEvenIfItIsOnlyInASignature() {
        JavaClasses planted = new ClassFileImporter().importPackages("planted");
        assertThat(planted).hasSizeGreaterThan(1);
        assertThat(faults(planted, "planted", List.of("list", "producer"), List.of()))
                .singleElement().asString().contains("planted.list.Early.meet");
    }

    private static List<String> faults(JavaClasses classes, String root, List<String> floors, List<String> above) {
        var faults = new ArrayList<String>();
        for (int floor = 0; floor < floors.size(); floor++) {
            var later = new ArrayList<>(floors.subList(floor + 1, floors.size()));
            later.addAll(above);
            if (!later.isEmpty()) {
                ArchRule rule = noClasses().that().resideInAPackage(root + "." + floors.get(floor)).should()
                        .dependOnClassesThat().resideInAnyPackage(later.stream().map(name -> root + "." + name + "..")
                                .toArray(String[]::new));
                faults.addAll(rule.evaluate(classes).getFailureReport().getDetails());
            }
        }
        return faults;
    }
}
