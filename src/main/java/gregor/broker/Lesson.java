package gregor.broker;

import static gregor.topic.TopicPicture.draw;

import gregor.deque.CsvArchive;
import gregor.deque.OffsetReset;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Sample;
import gregor.rebalance.Member;
import gregor.rebalance.MemberSettings;
import gregor.topic.Murmur2;
import gregor.topic.PartitionEntry;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Lesson 9 on real data: a broker in a process of its own takes in the deliveries, is killed in the middle, goes on,
/// and nothing is missing.
public final class Lesson {
    private static final Path FOLDER = Sample.home().resolve("data/broker");
    private static final Path ARCHIVE = Sample.home().resolve("data/archive");

    private Lesson() {}

    /// Tells the story.
    public static void main(String... args) {
        try {
            clear(FOLDER);
            clear(ARCHIVE.resolve("deliveries"));
            long acknowledged = shift(6000);
            System.out.println("A broker in a process of its own had acknowledged " + acknowledged
                    + " deliveries when that process was killed.");
            System.out.println("The next one went on and acknowledged " + shift(Long.MAX_VALUE) + " more.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Broker broker = Broker.open(CrashTestBroker.settings(FOLDER, ARCHIVE))) {
            look(broker);
            count(broker);
            read(broker);
        }
    }

    /// Only what an earlier run has left: nothing else is in these folders.
    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /// Lets a process work until it has acknowledged so many, kills it, and returns how many it were.
    private static long shift(long enough) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(java.toString(), "-Dgregor.home=" + Sample.home(), "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + here(), CrashTestBroker.class.getName(),
                FOLDER.toString(), ARCHIVE.toString()).redirectErrorStream(true).start();
        long acknowledged = 0;
        try (BufferedReader said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                acknowledged += Long.parseLong(line);
                if (acknowledged >= enough) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        return acknowledged;
    }

    private static String here() {
        return Lesson.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private static void look(Broker broker) {
        System.out.println("\nThe broker of today finds these topics: " + broker.topicNames());
        draw(broker.topics().topic("deliveries"));
        broker.partition(Journal.HAPPENINGS, 0).entries(0).stream().map(entry -> entry.event().text())
                .filter(line -> line.contains("started") || line.contains("stopped") || line.contains("repaired"))
                .forEach(line -> System.out.println("  " + line.replaceAll("\"time\":\"[^\"]*\",", "")));
    }

    /// A delivery is in the log, in the archive, or for a moment in both.
    private static void count(Broker broker) {
        long archived = 0;
        long held = 0;
        boolean same = true;
        for (int number = 0; number < CrashTestBroker.PARTITIONS; number++) {
            List<Event> expected = expected(number);
            Partition partition = broker.partition("deliveries", number);
            try (Stream<Entry> entries = CsvArchive.entries(ARCHIVE.resolve("deliveries/" + number + ".csv"))) {
                List<Entry> left = entries.filter(entry -> entry.offset() < partition.start()).toList();
                List<Entry> there = partition.entries(partition.start());
                var found = new ArrayList<>(left.stream().map(Entry::event).toList());
                there.forEach(entry -> found.add(entry.event()));
                same &= found.equals(expected);
                archived += left.size();
                held += there.size();
            }
        }
        System.out.println("\nThe last week is in the log, " + held + " deliveries; what is older is in the archive, "
                + archived + ".\nTogether they are the " + Sample.deliveries().size()
                + " that were sent, none missing, none twice: "
                + same);
    }

    private static List<Event> expected(int partition) {
        return Sample.deliveries().stream()
                .filter(event -> Murmur2.partition(event.key(), CrashTestBroker.PARTITIONS) == partition).toList();
    }

    /// A member of a group reads half of what there is; its bookmarks outlive it.
    private static void read(Broker broker) {
        var settings = MemberSettings.of("deliveries").with(OffsetReset.EARLIEST).manualCommit();
        List<PartitionEntry> half = broker.groups().in("billing", group -> {
            var anna = new Member("Anna", group, broker.topics(), settings, InstantSource.system());
            List<PartitionEntry> read = anna.poll(2000);
            anna.commit();
            anna.leave();
            return read;
        });
        System.out.println("\nAnna of billing has read " + half.size() + " of them. Her bookmarks are events too:");
        broker.partition(Broker.OFFSETS, 0).entries(0)
                .forEach(entry -> System.out.println("  " + entry.event().toString().replaceAll(",\"time\".*", "}")));
        broker.groups().in("billing", group -> {
            group.lag().forEach(lag -> System.out.println("  " + lag));
            return null;
        });
    }
}
