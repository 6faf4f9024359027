package gregor.grpc;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Properties of a backoff, whatever its random numbers.
class ConnectionBackoffTest {
    private static final int CLIENTS = 2000;
    private static final int FAILURES = 20;

    /// The delays of many clients after each failure, in milliseconds.
    private static List<List<Long>> delays() {
        var delays = new ArrayList<List<Long>>();
        var clients = IntStream.range(0, CLIENTS).mapToObj(seed -> new ConnectionBackoff(new SplittableRandom(seed)))
                .toList();
        for (int failure = 0; failure < FAILURES; failure++) {
            delays.add(clients.stream().map(client -> client.failed().toMillis()).toList());
        }
        return delays;
    }

    private static long middle(int failure) {
        return Math.round(Math.min(120_000, 1000 * Math.pow(1.6, failure)));
    }

    @Test
    void eachDelayIsLongerUpToTheLargest() {
        List<List<Long>> delays = delays();
        for (int failure = 0; failure < FAILURES; failure++) {
            assertThat(delays.get(failure).stream().mapToLong(delay -> delay).average().orElseThrow())
                    .as("the mean delay of %d clients after failure %d, in ms", CLIENTS, failure + 1)
                    .isBetween(middle(failure) * 0.98, middle(failure) * 1.02);
        }
    }

    @Test
    void aDelayDiffersByUpToAFifth() {
        List<List<Long>> delays = delays();
        for (int failure = 0; failure < FAILURES; failure++) {
            long middle = middle(failure);
            assertThat(Collections.min(delays.get(failure)))
                    .as("the shortest delay after failure %d, in ms", failure + 1)
                    .isBetween(Math.round(middle * 0.8) - 1, Math.round(middle * 0.82));
            assertThat(Collections.max(delays.get(failure)))
                    .as("the longest delay after failure %d, in ms", failure + 1)
                    .isBetween(Math.round(middle * 1.18), Math.round(middle * 1.2) + 1);
        }
    }

    @Test
    void theClientsDoNotComeBackAtOnce() {
        for (List<Long> delays : delays()) {
            var tenths = new HashMap<Long, Integer>();
            long shortest = Collections.min(delays);
            long span = Collections.max(delays) - shortest + 1;
            delays.forEach(delay -> tenths.merge((delay - shortest) * 10 / span, 1, Integer::sum));
            assertThat(tenths.values()).as("clients in each tenth of the time, of %d", CLIENTS).hasSize(10)
                    .allMatch(clients -> clients > 100 && clients < 300);
        }
    }

    @Test
    void theDelaysOfAClientDifferFromEachOther() {
        var backoff = new ConnectionBackoff(new Random(1));
        IntStream.range(0, FAILURES).forEach(failure -> backoff.failed());
        assertThat(IntStream.range(0, 50).mapToObj(failure -> backoff.failed()).distinct().count())
                .as("different delays of 50").isGreaterThan(40);
    }

    @Test
    void aConnectionBeginsAgain() {
        var backoff = new ConnectionBackoff(new Random(1));
        for (int time = 0; time < 100; time++) {
            assertThat(backoff.failed().toMillis()).as("the delay after connection %d", time).isBetween(799L, 1201L);
            assertThat(backoff.failed().toMillis()).as("the next delay").isBetween(1279L, 1921L);
            backoff.connected();
        }
    }

    @Test
    void aBrokerThatIsAwayForMonthsChangesNothing() {
        var backoff = new ConnectionBackoff(new Random(1));
        for (int failure = 0; failure < 100_000; failure++) {
            backoff.failed();
        }
        assertThat(backoff.failed().toMillis()).as("the delay after 100,000 failures").isBetween(95_999L, 144_001L);
    }
}
