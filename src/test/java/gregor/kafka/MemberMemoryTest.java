package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// The members of all groups together have one limit.
class MemberMemoryTest {
    private static final int LIMIT = 100_000;
    private final MemberMemory memory = new MemberMemory(LIMIT);

    @Test
    void aMemberIsRefusedThatWouldExceedTheLimit() {
        memory.set("one", 60_000);
        memory.set("other", 38_000);
        assertThatCode(() -> memory.require(2_000)).doesNotThrowAnyException();
        assertThatThrownBy(() -> memory.require(2_001)).isInstanceOf(ErrorResponseException.class)
                .hasMessageContaining("take 98000 bytes");
        memory.set("other", 0);
        assertThatCode(() -> memory.require(2_001)).doesNotThrowAnyException();
    }

    @Test
    void largeMembersTakeHalfAtMost() {
        memory.set("one", 48_000);
        assertThatThrownBy(() -> memory.require(5_000)).isInstanceOf(ErrorResponseException.class);
        assertThatCode(() -> memory.require(4_000)).doesNotThrowAnyException();
    }

    @Test
    void expiredMembersAreRemovedBeforeOneIsRefused() {
        var sweeps = new AtomicInteger();
        memory.set("one", LIMIT);
        memory.onFull(() -> {
            sweeps.incrementAndGet();
            memory.set("one", 0);
        });
        assertThatCode(() -> memory.require(2_000)).doesNotThrowAnyException();
        assertThat(sweeps).hasValue(1);
    }

    @Test
    void topicsAndPartitionsCount() {
        assertThat(MemberMemory.of(10, 1_000, 0)).isGreaterThan(MemberMemory.of(10, 0, 0) + 50_000);
        assertThat(MemberMemory.of(10, 0, 10_000)).isGreaterThan(1_000_000);
    }
}
