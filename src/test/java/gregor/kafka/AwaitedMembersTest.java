package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Awaited ids expire, and their number is limited.
class AwaitedMembersTest {
    private long now = 5;
    private final AwaitedMembers awaited = new AwaitedMembers(() -> now);

    @Test
    void anIdIsAwaitedInItsGroupUntilItIsRemoved() {
        awaited.add("g", "a");
        assertThat(awaited.contains("g", "a")).isTrue();
        assertThat(awaited.contains("h", "a")).isFalse();
        assertThat(awaited.remove("g", "a")).isTrue();
        assertThat(awaited.remove("g", "a")).isFalse();
        assertThat(awaited.contains("g", "a")).isFalse();
    }

    @Test
    void anIdExpiresAfterAMinute() {
        awaited.add("g", "a");
        now += TimeUnit.SECONDS.toNanos(61);
        assertThat(awaited.contains("g", "a")).isFalse();
        awaited.add("g", "b");
        assertThat(awaited.size()).isEqualTo(1);
    }

    @Test
    void theOldestOfTooManyExpire() {
        for (int i = 0; i < AwaitedMembers.MAX + 10; i++) {
            awaited.add("g" + i, "a");
        }
        assertThat(awaited.size()).isEqualTo(AwaitedMembers.MAX);
        assertThat(awaited.contains("g9", "a")).isFalse();
        assertThat(awaited.contains("g10", "a")).isTrue();
    }
}
