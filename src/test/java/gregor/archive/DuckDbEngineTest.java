package gregor.archive;

import org.junit.jupiter.api.Tag;

/// Runs where DuckDB is: mvn -Pduckdb test.
@Tag("duckdb")
class DuckDbEngineTest extends EngineContract {
    @Override
    ArchiveQuery engine() {
        return new DuckDbEngine();
    }
}
