package gregor.graduate;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Properties of the replicas after a broker was added, whatever the algorithm.
class BrokerAdditionTest {
    private static final int ADDED = 4;

    private record Case(List<List<Integer>> before, Set<Integer> brokers) {
        List<List<Integer>> after() {
            return BrokerAddition.of(before, brokers, ADDED);
        }

        int total() {
            return before.stream().mapToInt(List::size).sum();
        }
    }

    private static List<Case> cases() {
        var random = new Random(4);
        var cases = new ArrayList<Case>();
        for (int i = 0; i < 500; i++) {
            List<Integer> brokers = List.of(7, 2, 40, 1, 13, 5).subList(0, random.nextInt(1, 7));
            int factor = random.nextInt(1, brokers.size() + 1);
            var before = new ArrayList<List<Integer>>();
            for (int partition = random.nextInt(0, 30); partition > 0; partition--) {
                var shuffled = new ArrayList<>(brokers);
                Collections.shuffle(shuffled, random);
                before.add(List.copyOf(shuffled.subList(0, factor)));
            }
            cases.add(new Case(List.copyOf(before), Set.copyOf(brokers)));
        }
        return cases;
    }

    private static long count(List<List<Integer>> replicas, int broker) {
        return replicas.stream().filter(each -> each.contains(broker)).count();
    }

    @Test
    void replicasStayOnDifferentBrokers() {
        for (Case one : cases()) {
            assertThat(one.after()).as("partitions of %s", one).hasSize(one.before().size())
                    .allSatisfy(each -> assertThat(each).as("replicas in %s", one).doesNotHaveDuplicates());
        }
    }

    @Test
    void theNewBrokerTakesThePlaceOfAnother() {
        for (Case one : cases()) {
            List<List<Integer>> after = one.after();
            for (int partition = 0; partition < after.size(); partition++) {
                List<Integer> before = one.before().get(partition);
                assertThat(after.get(partition)).as("replicas of partition %d in %s", partition, one)
                        .hasSameSizeAs(before);
                for (int i = 0; i < before.size(); i++) {
                    assertThat(after.get(partition).get(i)).as("replica %d of partition %d in %s", i, partition, one)
                            .isIn(before.get(i), ADDED);
                }
            }
        }
    }

    @Test
    void theNewBrokerGetsTheAverage() {
        for (Case one : cases()) {
            assertThat(count(one.after(), ADDED)).as("replicas of the new broker in %s", one)
                    .isEqualTo(one.total() / (one.brokers().size() + 1));
        }
    }

    @Test
    void thoseThatHaveMostAreRelieved() {
        for (Case one : cases()) {
            List<List<Integer>> after = one.after();
            long most = one.brokers().stream().mapToLong(broker -> count(after, broker)).max().orElseThrow();
            for (int broker : one.brokers()) {
                assertThat(count(after, broker) == count(one.before(), broker) || count(after, broker) >= most - 1)
                        .as("broker %d lost a replica, and another one has %d, in %s", broker, most, one).isTrue();
            }
        }
    }

    @Test
    void whatWasGivenIsNotChanged() {
        var given = new ArrayList<List<Integer>>(
                List.of(new ArrayList<>(List.of(1, 2)), new ArrayList<>(List.of(2, 1))));
        BrokerAddition.of(given, Set.of(1, 2), ADDED);
        assertThat(given).as("the replicas that were given").containsExactly(List.of(1, 2), List.of(2, 1));
    }
}
