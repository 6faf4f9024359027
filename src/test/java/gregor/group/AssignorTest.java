package gregor.group;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.exercise.Effort;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignorTest {
    private static final Assignor RANGE = new RangeAssignor();
    private static final Assignor ROUND_ROBIN = new RoundRobinAssignor();
    private static final Assignor STICKY = new StickyAssignor(false);
    private static final Assignor COOPERATIVE = new StickyAssignor(true);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Effort.of(200, 60));
    }

    private static Map<String, Subscription> members(String... membersAndTopics) {
        var members = new TreeMap<String, Subscription>();
        for (String member : membersAndTopics) {
            String[] parts = member.split(": ");
            members.put(parts[0], Subscription.to(parts[1].split(" ")));
        }
        return members;
    }

    /// The table in the documentation of Kafka's RangeAssignor.
    @Test
    void rangeGivesWhatKafkasDocumentationSays() {
        assertThat(RANGE.assign(Map.of("t0", 3, "t1", 3), members("C0: t0 t1", "C1: t0 t1")))
                .hasToString("{C0=[t0-0, t0-1, t1-0, t1-1], C1=[t0-2, t1-2]}");
    }

    /// The tables in the documentation of Kafka's RoundRobinAssignor.
    @Test
    void roundRobinGivesWhatKafkasDocumentationSays() {
        assertThat(ROUND_ROBIN.assign(Map.of("t0", 3, "t1", 3), members("C0: t0 t1", "C1: t0 t1")))
                .hasToString("{C0=[t0-0, t0-2, t1-1], C1=[t0-1, t1-0, t1-2]}");
        assertThat(
                ROUND_ROBIN.assign(Map.of("t0", 1, "t1", 2, "t2", 3), members("C0: t0", "C1: t0 t1", "C2: t0 t1 t2")))
                .hasToString("{C0=[t0-0], C1=[t1-0], C2=[t1-1, t2-0, t2-1, t2-2]}");
    }

    /// The first example in the documentation of Kafka's StickyAssignor: C1 dies.
    @Test
    void stickyLeavesWhereItIsWhatNeedNotMove() {
        var topics = Map.of("t0", 2, "t1", 2, "t2", 2, "t3", 2);
        var members = members("C0: t0 t1 t2 t3", "C1: t0 t1 t2 t3", "C2: t0 t1 t2 t3");
        var before = STICKY.assign(topics, members);
        assertThat(before).hasToString("{C0=[t0-0, t1-1, t3-0], C1=[t0-1, t2-0, t3-1], C2=[t1-0, t2-1]}");
        members.remove("C1");
        members.replaceAll((member, subscription) -> subscription.owning(before.get(member), 1));
        assertThat(STICKY.assign(topics, members))
                .hasToString("{C0=[t0-0, t1-1, t2-0, t3-0], C2=[t0-1, t1-0, t2-1, t3-1]}");
    }

    @Test
    void whatAMemberNoLongerWantsIsTakenFromIt() {
        var members = members("Ann: u", "Ben: t u");
        members.put("Ann", members.get("Ann").owning(new TreeSet<>(List.of(new TopicPartition("t", 0))), 1));
        assertThat(STICKY.assign(Map.of("t", 1, "u", 1), members)).hasToString("{Ann=[u-0], Ben=[t-0]}");
    }

    /// The second example there: not all want the same, and C0 dies.
    @Test
    void stickyBalancesBetterThanRoundRobinWhereNotAllWantTheSame() {
        var topics = Map.of("t0", 1, "t1", 2, "t2", 3);
        var members = members("C0: t0", "C1: t0 t1", "C2: t0 t1 t2");
        var before = STICKY.assign(topics, members);
        assertThat(before).hasToString("{C0=[t0-0], C1=[t1-0, t1-1], C2=[t2-0, t2-1, t2-2]}");
        members.remove("C0");
        members.replaceAll((member, subscription) -> subscription.owning(before.get(member), 1));
        assertThat(STICKY.assign(topics, members)).hasToString("{C1=[t0-0, t1-0, t1-1], C2=[t2-0, t2-1, t2-2]}");
    }

    @Test
    void ofTwoClaimsOfAPartitionTheLaterGenerationIsRight() {
        var p0 = new TreeSet<>(List.of(new TopicPartition("t", 0)));
        Subscription t = Subscription.to("t");
        assertThat(STICKY.assign(Map.of("t", 2), Map.of("A", t.owning(p0, 4), "B", t.owning(p0, 5))))
                .hasToString("{A=[t-1], B=[t-0]}");
        assertThat(STICKY.assign(Map.of("t", 2), Map.of("A", t.owning(p0, 6), "B", t.owning(p0, 5))))
                .hasToString("{A=[t-0], B=[t-1]}");
        assertThat(STICKY.assign(Map.of("t", 1), Map.of("A", t.owning(p0, 5), "B", t.owning(p0, 5))))
                .as("neither is, so the first gets it").hasToString("{A=[t-0], B=[]}");
    }

    @Test
    void whatFewWantIsGivenAwayFirst() {
        assertThat(STICKY.assign(Map.of("a", 2, "b", 1), members("A: a", "B: a b")))
                .hasToString("{A=[a-0, a-1], B=[b-0]}");
    }

    @Test
    void theirNamesAreKafkas() {
        assertThat(RANGE.name()).isEqualTo(new org.apache.kafka.clients.consumer.RangeAssignor().name());
        assertThat(ROUND_ROBIN.name()).isEqualTo(new org.apache.kafka.clients.consumer.RoundRobinAssignor().name());
        assertThat(STICKY.name()).isEqualTo(new org.apache.kafka.clients.consumer.StickyAssignor().name());
        assertThat(COOPERATIVE.name())
                .isEqualTo(new org.apache.kafka.clients.consumer.CooperativeStickyAssignor().name());
    }

    @Test
    void aMemberLosesAPartitionThatIsGoneOrUnwanted() {
        var old = new TreeSet<>(
                List.of(new TopicPartition("gone", 0), new TopicPartition("t", 1), new TopicPartition("u", 0)));
        assertThat(STICKY.assign(Map.of("t", 1, "u", 1),
                Map.of("A", Subscription.to("t").owning(old, 1), "B", Subscription.to("u"))))
                .hasToString("{A=[t-0], B=[u-0]}");
    }

    @Test
    void aMovedPartitionIsLeftOutUntilItsOwnerRevokesIt() {
        var topics = Map.of("t", 4);
        var all = STICKY.assign(topics, members("A: t"));
        var both = Map.of("A", Subscription.to("t").owning(all.get("A"), 1), "B", Subscription.to("t"));
        var first = COOPERATIVE.assign(topics, both);
        assertThat(first).hasToString("{A=[t-0, t-1], B=[]}");
        var then = Map.of("A", Subscription.to("t").owning(first.get("A"), 2), "B", Subscription.to("t"));
        assertThat(COOPERATIVE.assign(topics, then)).hasToString("{A=[t-0, t-1], B=[t-2, t-3]}");
    }

    @Test
    void whatTwoClaimInOneGenerationIsNotHeldBackForEither() {
        var both = new TreeSet<>(List.of(new TopicPartition("t", 0), new TopicPartition("t", 1)));
        Subscription t = Subscription.to("t").owning(both, 5);
        assertThat(COOPERATIVE.assign(Map.of("t", 2), Map.of("A", t, "B", t))).hasToString("{A=[t-0], B=[t-1]}");
    }

    @Test
    void noMembersOrNoPartitionsAreAllowed() {
        for (Assignor assignor : List.of(RANGE, ROUND_ROBIN, STICKY, COOPERATIVE)) {
            assertThat(assignor.assign(Map.of("t", 3), Map.of())).isEmpty();
            assertThat(assignor.assign(Map.of(), members("A: t"))).hasToString("{A=[]}");
            assertThat(assignor.assign(Map.of("t", 0, "u", 2), members("A: t"))).hasToString("{A=[]}");
        }
    }

    /// A question as it might come up: some topics, some members, some of them with a name that they keep.
    private record Question(Map<String, Integer> topics, Map<String, Subscription> members) {
        static Question random(Random random, boolean same) {
            var topics = new TreeMap<String, Integer>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                topics.put("t" + i, random.nextInt(12));
            }
            var members = new TreeMap<String, Subscription>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                var wanted = new TreeSet<>(topics.keySet());
                wanted.removeIf(topic -> !same && random.nextInt(3) == 0);
                Optional<String> instance = random.nextInt(3) == 0 ? Optional.of("i" + (9 - i)) : Optional.empty();
                members.put("m" + i, new Subscription(wanted, new TreeSet<>(), -1, instance));
            }
            return new Question(topics, members);
        }

        Question after(Map<String, SortedSet<TopicPartition>> assignment, Random random) {
            var next = new TreeMap<>(members);
            next.replaceAll((member, subscription) -> subscription.owning(assignment.get(member), 1));
            Subscription some = members.values().iterator().next();
            if (random.nextBoolean() && next.size() > 1) {
                next.remove(next.firstKey());
            } else {
                next.put("n", new Subscription(some.topics(), new TreeSet<>(), -1, Optional.empty()));
            }
            return new Question(topics, next);
        }

        Map<String, SortedSet<TopicPartition>> askKafka(AbstractPartitionAssignor assignor) {
            var subscriptions = new HashMap<String, ConsumerPartitionAssignor.Subscription>();
            members.forEach((member, mine) -> {
                var owned = mine.owned().stream()
                        .map(tp -> new org.apache.kafka.common.TopicPartition(tp.topic(), tp.partition())).toList();
                var theirs = new ConsumerPartitionAssignor.Subscription(List.copyOf(mine.topics()), null, owned,
                        mine.generation(), Optional.empty());
                theirs.setGroupInstanceId(mine.instance());
                subscriptions.put(member, theirs);
            });
            var answer = new TreeMap<String, SortedSet<TopicPartition>>();
            assignor.assign(new HashMap<>(topics), subscriptions).forEach((member, given) -> {
                var ours = new TreeSet<TopicPartition>();
                given.forEach(tp -> ours.add(new TopicPartition(tp.topic(), tp.partition())));
                answer.put(member, ours);
            });
            return answer;
        }

        int moved(Map<String, SortedSet<TopicPartition>> answer) {
            return members.entrySet().stream().mapToInt(member -> {
                var lost = new TreeSet<>(member.getValue().owned());
                lost.removeAll(answer.get(member.getKey()));
                return lost.size();
            }).sum();
        }

        void checkOneOwnerEach(Map<String, SortedSet<TopicPartition>> answer, String why) {
            var wanted = new HashSet<TopicPartition>();
            members.values().forEach(subscription -> subscription.topics().forEach(topic -> {
                for (int partition = 0; partition < topics.get(topic); partition++) {
                    wanted.add(new TopicPartition(topic, partition));
                }
            }));
            var given = new ArrayList<TopicPartition>();
            answer.forEach((member, partitions) -> {
                given.addAll(partitions);
                assertThat(partitions).as(why).allMatch(tp -> members.get(member).topics().contains(tp.topic()));
            });
            assertThat(given).as("%s: every partition has exactly one owner", why)
                    .containsExactlyInAnyOrderElementsOf(wanted);
            assertThat(answer.keySet()).as(why).isEqualTo(members.keySet());
        }
    }

    private static List<Integer> sizes(Map<String, SortedSet<TopicPartition>> answer) {
        return answer.values().stream().map(SortedSet::size).sorted(Collections.reverseOrder()).toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rangeAndRoundRobinAnswerAsKafkaDoes(long seed) {
        Question question = Question.random(new Random(seed), seed % 2 == 0);
        assertThat(RANGE.assign(question.topics, question.members)).as("seed %d: range", seed)
                .isEqualTo(question.askKafka(new org.apache.kafka.clients.consumer.RangeAssignor()));
        assertThat(ROUND_ROBIN.assign(question.topics, question.members)).as("seed %d: round robin", seed)
                .isEqualTo(question.askKafka(new org.apache.kafka.clients.consumer.RoundRobinAssignor()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPartitionHasExactlyOneOwner(long seed) {
        Question question = Question.random(new Random(seed), seed % 2 == 0);
        for (Assignor assignor : List.of(RANGE, ROUND_ROBIN, STICKY, COOPERATIVE)) {
            question.checkOneOwnerEach(assignor.assign(question.topics, question.members),
                    "seed " + seed + ", " + assignor);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whereAllWantTheSameStickyIsEvenAndMovesAsLittleAsCanBe(long seed) {
        var random = new Random(seed);
        Question question = Question.random(random, true);
        for (int change = 0; change < 5; change++) {
            var before = STICKY.assign(question.topics, question.members);
            question = question.after(before, random);
            var answer = STICKY.assign(question.topics, question.members);
            String why = "seed " + seed + ", change " + change;
            question.checkOneOwnerEach(answer, why);
            List<Integer> sizes = sizes(answer);
            assertThat(sizes.getFirst() - sizes.getLast()).as("%s: balance of %s", why, sizes).isLessThanOrEqualTo(1);
            assertThat(question.moved(answer)).as("%s: partitions taken away", why)
                    .isEqualTo(leastMoves(question, sizes));
        }
    }

    /// Who has most keeps most: of the final sizes the largest go to those who own most, and the rest they must give.
    private static int leastMoves(Question question, List<Integer> sizes) {
        List<Integer> owned = question.members.values().stream().map(each -> each.owned().size())
                .sorted(Collections.reverseOrder()).toList();
        int moves = 0;
        for (int i = 0; i < sizes.size(); i++) {
            moves += Math.max(0, owned.get(i) - sizes.get(i));
        }
        return moves;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void stickyIsAsEvenAsKafkasAndMovesNoMore(long seed) {
        var random = new Random(seed);
        Question question = Question.random(random, true);
        question = question.after(STICKY.assign(question.topics, question.members), random);
        var theirs = question.askKafka(new org.apache.kafka.clients.consumer.StickyAssignor());
        var ours = STICKY.assign(question.topics, question.members);
        assertThat(sizes(ours)).as("seed %d: sizes", seed).isEqualTo(sizes(theirs));
        var cooperative = question.askKafka(new org.apache.kafka.clients.consumer.CooperativeStickyAssignor());
        assertThat(question.moved(COOPERATIVE.assign(question.topics, question.members))).as("seed %d: moves", seed)
                .isLessThanOrEqualTo(question.moved(cooperative));
        assertThat(sizes(COOPERATIVE.assign(question.topics, question.members)).stream().mapToInt(i -> i).sum())
                .as("seed %d: shared out in the first generation", seed)
                .isGreaterThanOrEqualTo(sizes(cooperative).stream().mapToInt(i -> i).sum());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whereNotAllWantTheSameNoSingleMoveWouldMakeStickyMoreEven(long seed) {
        var random = new Random(seed);
        Question question = Question.random(random, false);
        question = question.after(STICKY.assign(question.topics, question.members), random);
        var answer = STICKY.assign(question.topics, question.members);
        question.checkOneOwnerEach(answer, "seed " + seed);
        for (String rich : answer.keySet()) {
            for (TopicPartition partition : answer.get(rich)) {
                for (String poor : answer.keySet()) {
                    if (question.members.get(poor).topics().contains(partition.topic())) {
                        assertThat(answer.get(poor).size() + 1)
                                .as("seed %d: %s from %s to %s", seed, partition, rich, poor)
                                .isGreaterThanOrEqualTo(answer.get(rich).size());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theCooperativeOneNeverGivesToTwoAtATimeAndEndsAfterTwoGenerations(long seed) {
        var random = new Random(seed);
        Question question = Question.random(random, seed % 2 == 0);
        question = question.after(STICKY.assign(question.topics, question.members), random);
        for (int round = 0; round < 2; round++) {
            var answer = COOPERATIVE.assign(question.topics, question.members);
            for (String member : answer.keySet()) {
                for (String other : question.members.keySet()) {
                    if (!other.equals(member)) {
                        assertThat(answer.get(member)).as("seed %d: %s still reads", seed, other)
                                .noneMatch(question.members.get(other).owned()::contains);
                    }
                }
            }
            var next = new TreeMap<>(question.members);
            next.replaceAll((member, subscription) -> subscription.owning(answer.get(member), 2));
            question = new Question(question.topics, next);
        }
        var last = COOPERATIVE.assign(question.topics, question.members);
        question.checkOneOwnerEach(last, "seed " + seed);
        assertThat(question.moved(last)).as("seed %d: nothing moves any more", seed).isZero();
    }
}
