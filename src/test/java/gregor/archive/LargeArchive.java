package gregor.archive;

import module java.base;

import gregor.file.DurableArchive;
import gregor.list.Entry;
import gregor.list.Event;

/// An archive of any size, of which one knows without looking what must come out; and a process with a small memory.
final class LargeArchive {
    private LargeArchive() {}

    /// Event i happens at second 2 i, or 5 s earlier if i ends in 99; every 1000th offset is missing.
    static void write(Path file, int events) {
        try (DurableArchive archive = DurableArchive.open(file)) {
            var entries = new ArrayList<Entry>();
            for (int i = 0; i < events; i++) {
                entries.add(new Entry(i + i / 999,
                        new Event(2000L * i - (i % 100 == 99 ? 5000 : 0), ("key-" + i % 1000).getBytes(),
                                ("truck--" + (i % 4 == 0 ? "late" : "ontime") + "--somewhere-far-away-" + i).getBytes(),
                                List.of())));
                if (entries.size() == 50_000) {
                    archive.add(entries);
                    entries.clear();
                }
            }
            archive.add(entries);
        }
    }

    /// Asks in a process of its own and returns what it said.
    static String ask(Path folder, Class<? extends ArchiveQuery> engine, int megabytes) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), LargeArchive.class.getName(), folder.toString(),
                engine.getName()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    public static void main(String... args) throws ReflectiveOperationException {
        var engine = (ArchiveQuery) Class.forName(args[1]).getDeclaredConstructor().newInstance();
        try {
            ArchiveSummary answers = engine.answer(Archive.at(Path.of(args[0])).topic("large"));
            System.out.println(answers.extent().events() + " events, " + answers.keys().distinct() + " keys, "
                    + answers.order().missing() + " missing, " + answers.order().lateArrivals() + " behind, "
                    + answers.statuses() + ", median " + answers.intervals().median());
        } catch (gregor.deque.ArchiveException e) {
            System.out.println(e.getMessage());
        }
    }
}
