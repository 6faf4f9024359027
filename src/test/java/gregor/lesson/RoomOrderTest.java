package gregor.lesson;

import module java.base;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every package may import those before it in one order: lessons, what the doors share, the depth behind a lesson, the
/// ancestors, the tools. Some neighbours may not import each other either.
class RoomOrderTest {
    private static final List<String> ORDER = List.of("data", "list", "producer", "deque", "topic", "group",
            "rebalance", "compact", "thread", "file", "broker", "archive", "packed", "guarantee", "door",
            "kafka.limits", "kafka", "kafka.admin", "kafka.consumer", "kafka.transaction", "kafka.security",
            "kafka.server", "replica", "replica.scenario", "stream", "graduate", "http", "grpc", "schema", "ancestor",
            "ancestor.kaf", "ancestor.katar", "ancestor.wafka", "ancestor.minikafka", "lesson", "exercise", "live",
            "notebook", "judge", "cli.console", "cli.broker", "cli");
    /// Packages that may not import each other, whatever their place in the order.
    private static final List<Set<String>> APART = List.of(Set.of("kafka", "http", "grpc"),
            Set.of("kafka.admin", "kafka.consumer", "kafka.transaction", "kafka.security"),
            Set.of("ancestor.kaf", "ancestor.katar", "ancestor.wafka", "ancestor.minikafka"),
            Set.of("notebook", "judge"), Set.of("broker", "packed", "archive"));
    /// The lesson after `kafka`, whose broker has the finished classes of it already.
    private static final String USED_BY_AN_EARLIER_LESSON = "guarantee";
    /// The ancestors are for the command line alone.
    private static final List<String> NO_ANCESTORS = List.of("lesson", "exercise", "notebook", "judge");
    /// Only in these, and in the packages below them, may there be locks and threads.
    private static final List<String> THREADED = List.of("thread", "broker", "door", "kafka", "graduate", "http",
            "grpc", "schema", "ancestor", "lesson", "exercise", "live", "notebook", "judge", "cli");
    /// Writers that wait for one fsync together, and the memory that all logs lend each other: the two classes of a
    /// package without threads that threads share.
    private static final String SHARED = ".*\\.file\\.(GroupCommit|BufferPool)(\\$.*)?";
    /// The end of the packages of messages and stubs that protoc generates from src/main/protobuf.
    private static final String GENERATED = ".proto";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("gregor");
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("planted");

    @Test
    void everyPackageImportsOnlyThoseBeforeIt() {
        assertThat(faults(CLASSES, "gregor")).isEmpty();
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        var packages = new TreeSet<String>();
        CLASSES.forEach(type -> packages.add(type.getPackageName()));
        packages.removeIf(name -> name.endsWith(GENERATED));
        assertThat(packages).allMatch(name -> ORDER.contains(name.replaceFirst("gregor\\.", "")));
    }

    @Test
    void theOrderIsThatOfTheLessons() {
        List<String> lessons = Here.COURSE.chapters().stream().filter(Chapter::hasClasses).map(Chapter::name)
                .filter(name -> !name.equals(USED_BY_AN_EARLIER_LESSON)).toList();
        assertThat(ORDER).containsSubsequence(lessons);
    }

    @Test
    void everyLessonHasItsPackageAndItsMain() {
        for (Chapter chapter : Here.COURSE.chapters().stream().skip(1).toList()) {
            assertThat(Files.exists(chapter.sources().resolve("Lesson.java"))).as(chapter.name()).isTrue();
        }
    }

    @Test
    void aNameOfAPublicTypeIsUsedOnce() {
        Map<String, List<JavaClass>> types = CLASSES.stream().filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getPackageName().endsWith(GENERATED))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName));
        types.remove("Lesson");
        assertThat(types.values()).allMatch(named -> named.size() == 1);
    }

    @ParameterizedTest
    @CsvSource({"a later lesson in a signature, planted.list.Early.meet", "a door in a door, planted.http.Guest.visit",
            "the depth behind a lesson, planted.kafka.Host.ask", "one depth in another, planted.kafka.admin.Depth.ask",
            "a tool below the tools, planted.kafka.admin.Depth.print", "a lock, planted.file.Locked.hold",
            "an ancestor in a lesson, planted.file.Locked.read", "a tool in an earlier tool, planted.lesson.Page.open",
            "the judge in the notebook, planted.notebook.Sheet.print",
            "a command in the console, planted.cli.console.Screen.run"})
    void aPlantedFaultIsFound(String fault, String place) {
        assertThat(faults(PLANTED, "planted")).filteredOn(found -> found.contains(place)).as(fault).hasSize(1);
    }

    @Test
    void nothingIsFoundThatWasNotPlanted() {
        assertThat(faults(PLANTED, "planted")).hasSize(10);
    }

    private static List<String> faults(JavaClasses classes, String root) {
        var faults = new ArrayList<String>();
        for (String room : ORDER) {
            GivenClassesConjunction inside = noClasses().that().resideInAPackage(root + "." + room);
            String[] forbidden = forbidden(room).map(other -> root + "." + other).toArray(String[]::new);
            if (forbidden.length > 0) {
                faults.addAll(found(inside.should().dependOnClassesThat().resideInAnyPackage(forbidden), classes));
            }
            if (!THREADED.contains(room.split("\\.")[0])) {
                faults.addAll(found(inside.and().haveNameNotMatching(SHARED).should().dependOnClassesThat()
                        .resideInAnyPackage("java.util.concurrent.."), classes));
            }
        }
        return faults;
    }

    private static Stream<String> forbidden(String room) {
        Stream<String> later = ORDER.subList(ORDER.indexOf(room) + 1, ORDER.size()).stream();
        Stream<String> apart = APART.stream().filter(rooms -> rooms.contains(room)).flatMap(Set::stream);
        Stream<String> ancestors = NO_ANCESTORS.contains(room)
                ? ORDER.stream().filter(name -> name.startsWith("ancestor"))
                : Stream.of();
        return Stream.of(later, apart, ancestors).flatMap(names -> names).filter(name -> !name.equals(room)).distinct();
    }

    private static List<String> found(ArchRule rule, JavaClasses classes) {
        return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
    }
}
