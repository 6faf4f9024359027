package gregor.broker;

import module java.base;

import static gregor.topic.TopicPicture.draw;

import gregor.deque.CsvArchive;
import gregor.deque.OffsetReset;
import gregor.file.Folder;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Sample;
import gregor.rebalance.Member;
import gregor.rebalance.MemberSettings;
import gregor.topic.Murmur2;
import gregor.topic.PartitionEntry;

/// The broker lesson on real data: a broker in a process of its own appends the deliveries and is killed; the next one
/// continues, and nothing is missing.
public final class Lesson {
    private static final Path FOLDER = Sample.home().resolve("data/broker");
    private static final Path ARCHIVE = Sample.home().resolve("data/archive");

    private Lesson() {}

    public static void main(String... args) {
        try {
            // what an earlier run has left; these folders hold nothing else
            Folder.deleteAll(FOLDER);
            Folder.deleteAll(ARCHIVE.resolve("deliveries"));
            long acknowledged = run(6000);
            System.out.println("A broker in a process of its own had acknowledged " + acknowledged
                    + " deliveries when that process was killed.");
            System.out.println("The next one continued and acknowledged " + run(Long.MAX_VALUE) + " more.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Broker broker = Broker.open(CrashTestBroker.settings(FOLDER, ARCHIVE))) {
            showTopics(broker);
            count(broker);
            read(broker);
        }
    }

    /// Runs a process and kills it when it has acknowledged enough deliveries. Returns how many it acknowledged.
    private static long run(long enough) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(java.toString(), "-Dgregor.home=" + Sample.home(), "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + ownClasses(),
                CrashTestBroker.class.getName(), FOLDER.toString(), ARCHIVE.toString()).redirectErrorStream(true)
                .start();
        long acknowledged = 0;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                acknowledged += Long.parseLong(line);
                if (acknowledged >= enough) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        return acknowledged;
    }

    private static String ownClasses() {
        return Lesson.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private static void showTopics(Broker broker) {
        System.out.println("\nA third broker finds these topics: " + broker.topicNames());
        draw(broker.topics().topic("deliveries"));
        broker.partition(Journal.EVENTS, 0).entries(0).stream().map(entry -> entry.event().text())
                .filter(line -> line.contains("started") || line.contains("stopped") || line.contains("repaired"))
                .forEach(line -> System.out.println("  " + line.replaceAll("\"time\":\"[^\"]*\",", "")));
    }

    /// Counts each delivery once: in the log, or in the archive if its offset is before the start of the log.
    private static void count(Broker broker) {
        long archived = 0;
        long held = 0;
        boolean same = true;
        for (int number = 0; number < CrashTestBroker.PARTITIONS; number++) {
            List<Event> expected = expected(number);
            Partition partition = broker.partition("deliveries", number);
            try (Stream<Entry> entries = CsvArchive.entries(ARCHIVE.resolve("deliveries/" + number + ".csv"))) {
                List<Entry> old = entries.filter(entry -> entry.offset() < partition.start()).toList();
                List<Entry> retained = partition.entries(partition.start());
                var found = new ArrayList<>(old.stream().map(Entry::event).toList());
                retained.forEach(entry -> found.add(entry.event()));
                same &= found.equals(expected);
                archived += old.size();
                held += retained.size();
            }
        }
        System.out.println("\nThe last week is in the log, " + held + " deliveries; older ones are in the archive, "
                + archived + ".\nTogether they are the " + Sample.deliveries().size()
                + " that were sent, none missing, none twice: " + same);
    }

    private static List<Event> expected(int partition) {
        return Sample.deliveries().stream()
                .filter(event -> Murmur2.partition(event.key(), CrashTestBroker.PARTITIONS) == partition).toList();
    }

    /// Reads half of the events as a member of a group; its committed offsets outlive it.
    private static void read(Broker broker) {
        var settings = MemberSettings.of("deliveries").with(OffsetReset.EARLIEST).manualCommit();
        List<PartitionEntry> half = broker.groups().in("billing", group -> {
            var anna = new Member("Anna", group, broker.topics(), settings, InstantSource.system());
            List<PartitionEntry> read = anna.poll(2000);
            anna.commit();
            anna.leave();
            return read;
        });
        System.out.println(
                "\nAnna of billing has read " + half.size() + " of them. Her committed offsets are events too:");
        broker.partition(Broker.OFFSETS, 0).entries(0)
                .forEach(entry -> System.out.println("  " + entry.event().toString().replaceAll(",\"time\".*", "}")));
        broker.groups().in("billing", group -> {
            group.lag().forEach(lag -> System.out.println("  " + lag));
            return null;
        });
    }
}
