package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.kafka.TransactionHistory.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Faults that are planted in a history, each of which is found by its name.
class TransactionHistoryTest {
    private static TransactionHistory history() {
        var history = new TransactionHistory();
        history.wrote("one", List.of("a", "b"), Outcome.COMMITTED);
        history.wrote("two", List.of("c", "d"), Outcome.ABORTED);
        history.wrote("three", List.of("e", "f"), Outcome.UNKNOWN);
        history.read("early", 0, Map.of(0L, "a"));
        return history;
    }

    @Test
    void aHistoryWithoutFaultHasNoViolation() {
        TransactionHistory history = history();
        history.read("last", 0, Map.of(0L, "a", 6L, "e"));
        history.read("last", 1, Map.of(0L, "b", 4L, "f"));
        assertThat(history.violations("last")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"aborted read, a, b c", "lost write, '', ''", "torn transaction, a, ''", "doubled write, a, b a",
            "torn transaction, a e, b", "changed past, x a, b", "unwritten read, a, b y"})
    void aPlantedFaultIsNamed(String fault, String first, String second) {
        TransactionHistory history = history();
        history.read("last", 0, events(first));
        history.read("last", 1, events(second));
        assertThat(history.violations("last")).as(first + " | " + second).anyMatch(found -> found.startsWith(fault));
    }

    private static Map<Long, String> events(String words) {
        var events = new java.util.TreeMap<Long, String>();
        for (String word : words.isEmpty() ? new String[0] : words.split(" ")) {
            events.put((long) events.size(), word);
        }
        return events;
    }
}
