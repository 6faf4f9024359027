package gregor.group;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Properties of an assignor that keeps a member free.
class StandbyAssignorTest {
    private static final Assignor STANDBY = new StandbyAssignor();

    @Test
    void theLastMemberWaits() {
        var all = Map.of("Ann", Subscription.to("t"), "Ben", Subscription.to("t"), "Cid", Subscription.to("t"));
        var assignment = STANDBY.assign(Map.of("t", 5), all);
        assertThat(assignment.get("Cid")).isEmpty();
        assertThat(assignment.get("Ann").size() + assignment.get("Ben").size()).isEqualTo(5);
    }

    @Test
    void aLoneMemberReadsEverything() {
        assertThat(STANDBY.assign(Map.of("t", 3), Map.of("Ann", Subscription.to("t"))).get("Ann")).hasSize(3);
        assertThat(STANDBY.assign(Map.of("t", 3), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void eachPartitionHasOneReaderAndEachTopicAFreeMember(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            var topics = new HashMap<String, Integer>();
            for (String topic : List.of("t", "u", "v")) {
                topics.put(topic, random.nextInt(7));
            }
            var members = new TreeMap<String, Subscription>();
            for (int member = random.nextInt(6); member > 0; member--) {
                var wanted = new ArrayList<>(topics.keySet());
                wanted.removeIf(topic -> random.nextInt(3) == 0);
                members.put("m" + member, Subscription.to(wanted.toArray(String[]::new)));
            }
            check("seed %d: %s for %s".formatted(seed, topics, members), topics, members,
                    STANDBY.assign(topics, members));
        }
    }

    private static void check(String what, Map<String, Integer> topics, Map<String, Subscription> members,
            Map<String, SortedSet<TopicPartition>> assignment) {
        assertThat(assignment.keySet()).as("%s: every member is named", what).isEqualTo(members.keySet());
        assertThat(STANDBY.assign(topics, new HashMap<>(members))).as("%s: again", what).isEqualTo(assignment);
        topics.forEach((topic, count) -> {
            List<String> takers = members.keySet().stream()
                    .filter(member -> members.get(member).topics().contains(topic)).toList();
            var seen = new HashSet<TopicPartition>();
            var counts = new ArrayList<Integer>();
            assignment.forEach((member, assigned) -> {
                List<TopicPartition> own = assigned.stream().filter(each -> each.topic().equals(topic)).toList();
                own.forEach(each -> assertThat(seen.add(each)).as("%s: %s has one reader", what, each).isTrue());
                assertThat(own.isEmpty() || takers.contains(member)).as("%s: %s subscribes to %s", what, member, topic)
                        .isTrue();
                boolean free = takers.size() > 1 && member.equals(takers.getLast());
                assertThat(free && !own.isEmpty()).as("%s: %s is free of %s", what, member, topic).isFalse();
                if (takers.contains(member) && !free) {
                    counts.add(own.size());
                }
            });
            assertThat(seen).as("%s: the partitions of %s", what, topic).hasSize(takers.isEmpty() ? 0 : count);
            counts.sort(null);
            assertThat(counts.isEmpty() ? 0 : counts.getLast() - counts.getFirst()).as("%s: %s", what, counts)
                    .isLessThan(2);
        });
    }
}
