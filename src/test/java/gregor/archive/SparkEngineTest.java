package gregor.archive;

import module java.base;

import gregor.list.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/// Runs where Apache Spark is: after `mvn -f src/build/spark.xml dependency:copy-dependencies`, with the options in
/// src/build/spark.options.
@Tag("spark")
class SparkEngineTest extends EngineContract {
    private static final SparkEngine ENGINE = new SparkEngine(Sample.home().resolve("target/spark"), "local[*]");

    @Override
    ArchiveQuery engine() {
        return ENGINE;
    }

    @AfterAll
    static void stop() {
        ENGINE.close();
    }
}
