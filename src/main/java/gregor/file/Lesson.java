package gregor.file;

import module java.base;

import static gregor.list.Picture.draw;

import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.producer.Producer;

/// The lesson on real data: four weeks of deliveries in files, a torn tail, and everything still there.
public final class Lesson {
    private Lesson() {}

    public static void main(String... args) {
        Path folder = Sample.home().resolve("data/archive/deliveries-log");
        Folder.deleteAll(folder);
        FileSettings settings = FileSettings.defaults().withSegmentBytes(200_000).with(FsyncPolicy.every(100));
        write(folder, settings);
        tear(folder);
        read(folder, settings);
    }

    private static void write(Path folder, FileSettings settings) {
        try (FileLog log = FileLog.open(folder, settings)) {
            var drivers = new Producer("drivers", log, 20, Origin.UNKNOWN, InstantSource.system());
            Sample.deliveries().forEach(drivers::send);
            drivers.flush();
            draw(log, drivers);
        }
        System.out.println("The process could end here. Its files:");
        show(folder);
    }

    private static void show(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> !file.endsWith("lock")).sorted().toList()) {
                System.out.printf("  %8d  %s%n", Files.size(file), file.getFileName());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /// Writes the start of a batch after the last one, as a process does that is killed during a write.
    private static void tear(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Path last = files.filter(file -> file.toString().endsWith(SegmentFile.SUFFIX))
                    .max(Comparator.naturalOrder()).orElseThrow();
            byte[] bytes = Files.readAllBytes(last);
            byte[] torn = Arrays.copyOf(bytes, bytes.length + 1000);
            System.arraycopy(bytes, 0, torn, bytes.length, 1000);
            Files.write(last, torn);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tear the log in " + folder, e);
        }
    }

    private static void read(Path folder, FileSettings settings) {
        System.out.println("\nA thousand bytes too many, and the log is opened again:");
        try (FileLog log = FileLog.open(folder, settings)) {
            log.repairs().forEach(repair -> System.out.println("  " + repair.replace(folder + "/", "")));
            var auditor = new Consumer("auditor", log);
            draw(log, auditor);
            auditor.seek(log.offsetAt(Instant.parse("2026-03-16T00:00:00Z")).orElseThrow());
            long late = 0;
            long read = 0;
            for (var some = auditor.poll(500); !some.isEmpty(); some = auditor.poll(500)) {
                late += some.stream().filter(entry -> entry.event().text().contains("--late--")).count();
                read += some.size();
            }
            System.out.printf("From 16 March on, %d of %d deliveries were late.%n", late, read);
            log.deleteBefore(log.end() - 100);
            List<Event> rest = log.entries(log.start()).stream().map(entry -> entry.event()).toList();
            System.out.println("All but the last " + rest.size() + " are deleted:");
        }
        show(folder);
    }
}
