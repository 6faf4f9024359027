package gregor.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.group.Subscription;
import gregor.rebalance.JoinRequest;
import gregor.rebalance.MemberIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions end by a clock that does not jump with the time of day.
class SessionClockTest {
    private static final Duration SESSION = Duration.ofSeconds(10);

    @TempDir
    private Path folder;
    private Instant timeOfDay = Instant.parse("2026-03-29T01:30:00Z");
    private Instant steady = timeOfDay;
    private Broker broker;
    private MemberIdentity member;

    @BeforeEach
    void join() {
        broker = Broker.open(BrokerSettings.inMemory(folder).with(() -> timeOfDay).withSteadyClock(() -> steady));
        broker.createTopic("a", 1, Map.of());
        member = broker.groups().in("g",
                group -> group.join(new JoinRequest("client", "range", Subscription.to("a"), SESSION, SESSION)));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private Set<String> members() {
        broker.keepHouse();
        return broker.groups().in("g", group -> Set.copyOf(group.memberIds()));
    }

    @ParameterizedTest
    @ValueSource(longs = {3600, -3600})
    void noSessionEndsWhenTheTimeOfDayJumps(long seconds) {
        timeOfDay = timeOfDay.plusSeconds(seconds);
        assertThat(members()).containsExactly(member.member());
        timeOfDay = timeOfDay.minusSeconds(2 * seconds);
        assertThat(members()).containsExactly(member.member());
    }

    @Test
    void aSessionEndsWhenItsTimeHasPassed() {
        steady = steady.plus(SESSION);
        assertThat(members()).containsExactly(member.member());
        steady = steady.plusMillis(1);
        assertThat(members()).isEmpty();
    }

    @Test
    void theClockOfABrokerDoesNotGoBack() {
        var clock = new SteadyClock();
        Instant before = clock.instant();
        for (int i = 0; i < 1_000; i++) {
            Instant now = clock.instant();
            assertThat(now).isAfterOrEqualTo(before);
            before = now;
        }
    }
}
