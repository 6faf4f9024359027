package gregor.rebalance;

import module java.base;

import static gregor.topic.TopicPicture.bars;
import static gregor.topic.TopicPicture.draw;

import gregor.deque.DequeLog;
import gregor.deque.OffsetReset;
import gregor.group.MemoryOffsetStore;
import gregor.group.StickyAssignor;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.topic.KeyPartitioner;
import gregor.topic.PartitionEntry;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.Topic;
import gregor.topic.TopicProducer;
import gregor.topic.Topics;

/// The rebalance lesson on real data: a group reads the deliveries, one member falls asleep, and an auditor reads all
/// of them alone.
public final class Lesson {
    private static final int POLL_EVENTS = 100;

    private final Instant[] now = {Instant.parse("2026-03-30T00:00:00Z")};
    private final Topics topics = new Topics(partition -> new DequeLog());
    private final MemoryOffsetStore store = new MemoryOffsetStore();
    private final MemberSettings settings = MemberSettings.of("deliveries").with(OffsetReset.EARLIEST)
            .with(new StickyAssignor(true)).manualCommit();

    private Lesson() {}

    public static void main(String... args) {
        var lesson = new Lesson();
        lesson.fill();
        lesson.asleep();
        lesson.auditor();
        lesson.faster();
    }

    private void fill() {
        Topic topic = topics.create("deliveries", 6);
        var drivers = new TopicProducer("drivers", topic, new KeyPartitioner(new RoundRobinPartitioner()), 50,
                Origin.UNKNOWN, () -> now[0]);
        Sample.deliveries().forEach(drivers::send);
        drivers.flush();
    }

    private Member member(String name, Group group) {
        return new Member(name, group, topics, settings, () -> now[0]);
    }

    private Group group(String name) {
        return new Group(name, topics, store, () -> now[0]);
    }

    /// Lets each member poll and commit once, and a second pass. Returns the number of events that were read.
    private int pollAll(List<Member> members, Map<String, Integer> processed) {
        now[0] = now[0].plusSeconds(1);
        int read = 0;
        for (Member member : members) {
            read += count(member.poll(POLL_EVENTS), processed);
            if (!member.joining()) {
                member.commit();
            }
        }
        return read;
    }

    private static int count(List<PartitionEntry> read, Map<String, Integer> processed) {
        read.forEach(entry -> processed.merge(entry.partition() + "@" + entry.entry().offset(), 1, Integer::sum));
        return read.size();
    }

    private void asleep() {
        Group crew = group("crew");
        var members = new ArrayList<>(List.of(member("Ann", crew), member("Ben", crew), member("Cem", crew)));
        var processed = new HashMap<String, Integer>();
        for (int i = 0; i < 10; i++) {
            pollAll(members, processed);
        }
        System.out.println("Three share six partitions, " + POLL_EVENTS + " events each a second. After ten seconds:");
        draw(topics.topic("deliveries"), crew);
        members.forEach(System.out::println);

        Member ben = members.remove(1);
        count(ben.poll(POLL_EVENTS), processed);
        System.out.println("\nBen processes one more poll, and falls asleep before he commits. 50 seconds later:");
        for (int i = 0; i < 50; i++) {
            pollAll(members, processed);
        }
        members.forEach(System.out::println);
        try {
            ben.commit();
        } catch (UnknownMemberIdException e) {
            System.out.println("Ben wakes up and commits: " + e.getMessage() + ".");
        }
        int seconds = 0;
        while (pollAll(members, processed) > 0) {
            seconds++;
        }
        System.out.println(seconds + " seconds later all is read: " + processed.size() + " events, of which "
                + processed.values().stream().filter(times -> times > 1).count() + " were processed twice,");
        System.out.println("those of Ben's last poll.");
    }

    private void auditor() {
        Group auditors = group("auditors");
        Member dora = member("Dora", auditors);
        int first = dora.poll(POLL_EVENTS).size();
        dora.commit();
        System.out.println("\nDora audits in a group of her own, which has not read anything yet:");
        System.out.println("her first poll returns " + first + " events, and this is her lag:");
        var lags = new LinkedHashMap<String, Long>();
        auditors.lag().forEach(lag -> lags.put(lag.partition().toString(), lag.events()));
        bars(lags);
    }

    /// Measures how long groups of different sizes take.
    private void faster() {
        System.out.println("\nHow many seconds do groups of 1 to 12 members take for all of it?");
        var seconds = new LinkedHashMap<Integer, Integer>();
        for (int size : new int[]{1, 2, 3, 6, 12}) {
            Group crew = group("crew of " + size);
            var members = new ArrayList<Member>();
            for (int i = 0; i < size; i++) {
                members.add(member("M" + i, crew));
            }
            var processed = new HashMap<String, Integer>();
            int polls = 0;
            long all = Sample.deliveries().size();
            while (processed.size() < all) {
                pollAll(members, processed);
                polls++;
            }
            seconds.put(size, polls);
        }
        bars(seconds);
        System.out.println("Twelve are no faster than six: there are six partitions, and the largest one decides.");
    }
}
