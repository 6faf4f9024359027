package gregor.list;

import module java.base;

import static gregor.list.Picture.draw;

/// The lesson on real data: four weeks of deliveries in one list, read by two independent consumers.
public final class Lesson {
    private Lesson() {}

    public static void main(String... args) {
        Log log = new ListLog();
        for (Event event : Sample.deliveries()) {
            log.append(event);
        }
        var auditor = new Consumer("auditor", log);
        var display = new Consumer("display", log);
        display.latest().ifPresent(entry -> System.out.println("The display shows the latest event, " + entry + "."));
        draw(log, auditor, display);

        System.out.println("\nThe auditor reads from the beginning, 500 events at a time:");
        long late = 0;
        long polls = 0;
        for (List<Entry> some = auditor.poll(500); !some.isEmpty(); some = auditor.poll(500)) {
            late += some.stream().filter(entry -> entry.event().toString().contains("--late--")).count();
            polls++;
        }
        System.out.printf("%d of %d deliveries were late; that took %d polls.%n", late, log.end(), polls);
        draw(log, auditor, display);

        System.out.println("\nOne more delivery:");
        log.append(Event.of("truck-1", "truck--ontime--australia-melbourne-1021"));
        display.next().ifPresent(entry -> System.out.println("the display reads " + entry));
        System.out.println("The log still holds all " + log.entries(0).size() + " events: reading removes nothing.");
    }
}
