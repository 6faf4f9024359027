package gregor.replica;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Properties of a placement, whatever the algorithm.
class ReplicaPlacementTest {
    private record Case(List<Integer> brokers, int partitions, int factor) {
        List<List<Integer>> placement() {
            return ReplicaPlacement.of(brokers, partitions, factor);
        }
    }

    /// One to six brokers, with numbers in no order.
    private static List<Case> cases() {
        var cases = new ArrayList<Case>();
        for (int count = 1; count <= 6; count++) {
            List<Integer> brokers = List.of(7, 2, 40, 1, 13, 5).subList(0, count);
            for (int factor = 1; factor <= count; factor++) {
                for (int partitions = 1; partitions <= 40; partitions++) {
                    cases.add(new Case(brokers, partitions, factor));
                }
            }
        }
        return cases;
    }

    /// The number of times that each of the brokers occurs.
    private static Collection<Integer> counts(List<Integer> brokers, Stream<Integer> occurrences) {
        var counts = new TreeMap<Integer, Integer>();
        brokers.forEach(broker -> counts.put(broker, 0));
        occurrences.forEach(broker -> counts.merge(broker, 1, Integer::sum));
        return counts.values();
    }

    private static void assertEven(Collection<Integer> counts, int difference, String what, Object example) {
        assertThat(Collections.max(counts) - Collections.min(counts))
                .as("%s differ by, in %s: %s", what, example, counts).isLessThanOrEqualTo(difference);
    }

    @Test
    void theReplicasOfAPartitionAreOnDifferentBrokers() {
        for (Case one : cases()) {
            assertThat(one.placement()).as("partitions of %s", one).hasSize(one.partitions());
            assertThat(one.placement()).allSatisfy(replicas -> assertThat(replicas).as("replicas in %s", one)
                    .hasSize(one.factor()).doesNotHaveDuplicates().isSubsetOf(one.brokers()));
        }
    }

    @Test
    void eachBrokerLeadsAsManyPartitionsAsTheOthers() {
        for (Case one : cases()) {
            assertEven(counts(one.brokers(), one.placement().stream().map(List::getFirst)), 1, "the numbers led", one);
        }
    }

    @Test
    void eachBrokerHasAsManyReplicasAsTheOthers() {
        for (Case one : cases()) {
            if (one.partitions() % one.brokers().size() == 0) {
                assertEven(counts(one.brokers(), one.placement().stream().flatMap(List::stream)), 0,
                        "the numbers of replicas", one);
            }
        }
    }

    @Test
    void allOthersTakeOverFromABrokerThatFails() {
        for (Case one : cases()) {
            for (int failed : one.factor() == 1 ? List.<Integer>of() : one.brokers()) {
                List<Integer> others = one.brokers().stream().filter(broker -> broker != failed).toList();
                Stream<Integer> next = one.placement().stream().filter(replicas -> replicas.getFirst() == failed)
                        .map(replicas -> replicas.get(1));
                assertEven(counts(others, next), 1, "the numbers that the others lead after " + failed + " failed",
                        one);
            }
        }
    }

    @Test
    void aFactorThatTheBrokersCannotHaveIsRefused() {
        for (int factor : new int[]{-1, 0, 4}) {
            assertThatThrownBy(() -> ReplicaPlacement.of(List.of(1, 2, 3), 5, factor))
                    .as("factor %d of 3 brokers", factor).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
