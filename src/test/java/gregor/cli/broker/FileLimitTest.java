package gregor.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.cli.console.CommandException;
import org.junit.jupiter.api.Test;

/// Partitions and clients share the files that a process may open.
class FileLimitTest {
    private static final int WANTED = 50_000;

    @Test
    void partitionsGetHalfOfTheFiles() {
        assertThat(new FileLimit(20_000, 200).partitions(WANTED)).isEqualTo(5_000);
        assertThat(new FileLimit(1_000_000, 200).partitions(WANTED)).isEqualTo(WANTED);
        assertThat(new FileLimit(Long.MAX_VALUE, 0).partitions(WANTED)).isEqualTo(WANTED);
        assertThat(new FileLimit(60, 50).partitions(WANTED)).isEqualTo(20);
    }

    @Test
    void partitionsThatCannotAllBeOpenAreRefused() {
        var files = new FileLimit(20_000, 200);
        assertThatCode(() -> files.checkPartitions(7_500)).doesNotThrowAnyException();
        assertThatThrownBy(() -> files.checkPartitions(40_004)).isInstanceOf(CommandException.class)
                .hasMessageContaining("may open 20000").hasMessageContaining("ulimit -n");
        assertThatCode(() -> new FileLimit(Long.MAX_VALUE, 0).checkPartitions(WANTED)).doesNotThrowAnyException();
    }
}
