package gregor.cli;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import org.junit.jupiter.api.Test;

/// The rooms of the command line import only those below them: console, broker, ancestor, cli.
class RoomsTest {
    private static LayeredArchitecture order(String root) {
        return layeredArchitecture().consideringOnlyDependenciesInAnyPackage(root + "..").withOptionalLayers(true)
                .layer("cli").definedBy(root)
                .layer("ancestor").definedBy(root + ".ancestor..").layer("broker").definedBy(root + ".broker..")
                .layer("console").definedBy(root + ".console..")
                .whereLayer("cli").mayNotBeAccessedByAnyLayer()
                .whereLayer("ancestor").mayOnlyBeAccessedByLayers("cli")
                .whereLayer("broker").mayOnlyBeAccessedByLayers("ancestor", "cli");
    }

    @Test
    void noRoomImportsOneAboveIt() {
        JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("gregor.cli");
        assertThat(classes).hasSizeGreaterThan(50);
        order("gregor.cli").check(classes);
    }

    @Test
    void aPlantedViolationIsFound() {
        JavaClasses planted = new ClassFileImporter().importPackages("planted.cli");
        assertThat(planted).hasSize(2);
        assertThat(order("planted.cli").evaluate(planted).getFailureReport().toString())
                .contains("planted.cli.console.Low", "planted.cli.broker.High");
    }
}
