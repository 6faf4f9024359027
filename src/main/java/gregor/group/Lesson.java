package gregor.group;

import static gregor.topic.TopicPicture.bars;
import static gregor.topic.TopicPicture.draw;

import gregor.deque.DequeLog;
import gregor.deque.OffsetReset;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.rebalance.Group;
import gregor.rebalance.Member;
import gregor.rebalance.MemberSettings;
import gregor.rebalance.UnknownMemberIdException;
import gregor.topic.KeyPartitioner;
import gregor.topic.PartitionEntry;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.Topic;
import gregor.topic.TopicProducer;
import gregor.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lesson 5 on real data: a crew reads the deliveries, one of it falls asleep, and an auditor reads them all alone.
public final class Lesson {
    private static final int ROUND = 100;

    private final Instant[] now = {Instant.parse("2026-03-30T00:00:00Z")};
    private final Topics topics = new Topics(partition -> new DequeLog());
    private final MemoryOffsetStore commits = new MemoryOffsetStore();
    private final MemberSettings settings = MemberSettings.of("deliveries").with(OffsetReset.EARLIEST)
            .with(new StickyAssignor(true)).manualCommit();

    private Lesson() {}

    /// Tells the story.
    public static void main(String... args) {
        var lesson = new Lesson();
        lesson.fill();
        lesson.asleep();
        lesson.auditor();
        lesson.faster();
    }

    private void fill() {
        Topic topic = topics.create("deliveries", 6);
        var drivers = new TopicProducer("drivers", topic, new KeyPartitioner(new RoundRobinPartitioner()), 50, Origin.UNKNOWN,
                () -> now[0]);
        Sample.deliveries().forEach(drivers::send);
        drivers.flush();
    }

    private Member member(String name, Group group) {
        return new Member(name, group, topics, settings, () -> now[0]);
    }

    private Group group(String name) {
        return new Group(name, topics, commits, () -> now[0]);
    }

    /// Everybody works once; a second passes. Returns how many events were worked off.
    private int round(List<Member> members, Map<String, Integer> work) {
        now[0] = now[0].plusSeconds(1);
        int done = 0;
        for (Member member : members) {
            done += count(member.poll(ROUND), work);
            if (!member.joining()) {
                member.commit();
            }
        }
        return done;
    }

    private static int count(List<PartitionEntry> arrivals, Map<String, Integer> work) {
        arrivals.forEach(arrival -> work.merge(arrival.partition() + "@" + arrival.entry().offset(), 1, Integer::sum));
        return arrivals.size();
    }

    private void asleep() {
        Group crew = group("crew");
        var members = new ArrayList<>(List.of(member("Ann", crew), member("Ben", crew), member("Cem", crew)));
        var work = new HashMap<String, Integer>();
        for (int i = 0; i < 10; i++) {
            round(members, work);
        }
        System.out.println("Three share six partitions, " + ROUND + " events each a second. After ten seconds:");
        draw(topics.topic("deliveries"), crew);
        members.forEach(System.out::println);

        Member ben = members.remove(1);
        count(ben.poll(ROUND), work);
        System.out.println("\nBen works off one more poll, and falls asleep before he commits. 50 seconds later:");
        for (int i = 0; i < 50; i++) {
            round(members, work);
        }
        members.forEach(System.out::println);
        try {
            ben.commit();
        } catch (UnknownMemberIdException e) {
            System.out.println("Ben wakes up and wants to commit: " + e.getMessage() + ".");
        }
        int rounds = 0;
        while (round(members, work) > 0) {
            rounds++;
        }
        System.out.println(rounds + " seconds later all is read: " + work.size() + " events, of which "
                + work.values().stream().filter(times -> times > 1).count() + " were worked off twice,");
        System.out.println("those of Ben's last poll.");
    }

    private void auditor() {
        Group auditors = group("auditors");
        Member dora = member("Dora", auditors);
        int first = dora.poll(ROUND).size();
        dora.commit();
        System.out.println("\nDora audits, in a group of her own. To her nothing is read yet:");
        System.out.println("her first poll gives " + first + " events, and this is her lag:");
        var lags = new LinkedHashMap<String, Long>();
        auditors.lag().forEach(lag -> lags.put(lag.partition().toString(), lag.events()));
        bars(lags);
    }

    /// How long do crews of different sizes need?
    private void faster() {
        System.out.println("\nHow many seconds does a crew of so many need for all of it?");
        var seconds = new LinkedHashMap<Integer, Integer>();
        for (int size : new int[] {1, 2, 3, 6, 12}) {
            Group crew = group("crew of " + size);
            var members = new ArrayList<Member>();
            for (int i = 0; i < size; i++) {
                members.add(member("M" + i, crew));
            }
            var work = new HashMap<String, Integer>();
            int rounds = 0;
            long all = Sample.deliveries().size();
            while (work.size() < all) {
                round(members, work);
                rounds++;
            }
            seconds.put(size, rounds);
        }
        bars(seconds);
        System.out.println("Twelve are no faster than six: there are six partitions, and the fullest decides.");
    }
}
