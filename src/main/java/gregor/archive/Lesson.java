package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;
import gregor.file.DurableArchive;
import gregor.deque.DequeLog;
import gregor.deque.Retention;
import gregor.deque.SpillingLog;
import gregor.list.ListLog;
import gregor.list.Sample;

/// The archive lesson on real data: four weeks of archived events, counted, drawn, and restored.
public final class Lesson {
    private Lesson() {}

    public static void main(String... args) {
        Path folder = Sample.home().resolve("data/archive/four-weeks");
        ArchivedTopic topic = archived(folder);
        var report = new ArchiveReport(new TablesawEngine().answer(topic));
        System.out.println(report.text(80));
        System.out.println("A page with all of it:  " + shown(report.html(Sample.home().resolve("data/report"))));
        try {
            System.out.println("The same as a picture:  " + shown(report.png(Sample.home().resolve("data/report"))));
        } catch (ArchiveException noFonts) {
            System.out.println("No picture: " + noFonts.getMessage());
        }
        var log = new ListLog();
        System.out.println("Restored into a log:    " + Restore.into(log, topic, 0) + ".");
    }

    private static Path shown(Path file) {
        return Sample.home().relativize(file);
    }

    /// Appends four weeks of events to a log that keeps a thousand, and archives the rest at the end.
    private static ArchivedTopic archived(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve("0.csv"));
        } catch (IOException e) {
            throw new ArchiveException("cannot clear the archive of the last run in " + folder, e);
        }
        try (DurableArchive archive = DurableArchive.open(folder.resolve("0.csv"))) {
            var log = new SpillingLog(new DequeLog(), Retention.count(1000, 1000), archive, () -> Instant.EPOCH);
            Sample.deliveries().forEach(log::append);
            log.deleteBefore(log.end());
        }
        return Archive.at(folder).topic("four-weeks");
    }
}
