package gregor.data;

import module java.base;

/// Generates four weeks of a small delivery company, the same for the same seed.
///
/// Drivers start in the morning, are slowest in the rush hours and rest on Sundays. A few vehicles do most of the
/// deliveries. A driver without a signal reports later, so some events arrive after events with a later time.
final class DeliveryCompany {
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final int DAYS = 28;
    /// The load of each hour of the day, in percent of the busiest.
    private static final int[] HOURLY_LOAD = {2, 1, 1, 1, 3, 10, 30, 65, 90, 100, 95, 85, 60, 75, 90, 95, 100, 85, 60,
            40, 25, 15, 8, 4};
    private static final int[] DAILY_LOAD = {100, 95, 100, 105, 120, 60, 12};
    private static final String[] PLACES = {"australia-melbourne", "australia-sydney", "austria-vienna",
            "czechia-prague", "france-lyon", "germany-hamburg", "india-pune", "ireland-cork", "japan-osaka",
            "kenya-nairobi", "portugal-porto", "spain-sevilla"};
    private static final String[] KINDS = {"truck", "van", "van", "bike"};

    private final Random random;

    DeliveryCompany(long seed) {
        random = new Random(seed);
    }

    /// Returns the reports of the drivers: a stop on time, late, or failed.
    List<SampleEvent> deliveries() {
        var events = new ArrayList<SampleEvent>();
        for (Instant time : times(72)) {
            int vehicle = skewed(60);
            String kind = KINDS[vehicle % KINDS.length];
            int hour = hour(time);
            int lateChance = 8 + HOURLY_LOAD[hour] / 8 + vehicle % 5 * 3;
            int percent = random.nextInt(100);
            String status = percent < lateChance ? "late" : percent < lateChance + 3 ? "failed" : "ontime";
            String place = PLACES[vehicle % PLACES.length];
            events.add(event(time, kind + "-" + (vehicle + 1),
                    kind + "--" + status + "--" + place + "-" + (1000 + skewed(400))));
        }
        return inOrderOfArrival(events);
    }

    /// Returns the reports of the warehouses on each parcel: packed, shipped, and arrived or lost.
    List<SampleEvent> shipping() {
        var events = new ArrayList<SampleEvent>();
        int parcel = 0;
        for (Instant packed : times(18)) {
            String key = "parcel-" + (10_000 + parcel++);
            String end = "--" + PLACES[skewed(PLACES.length)] + "-" + (1 + random.nextInt(9));
            Instant shipped = packed.plus(randomTime(Duration.ofHours(5)));
            Instant arrived = shipped.plus(randomTime(Duration.ofHours(30)));
            events.add(event(packed, key, "parcel--packed" + end));
            events.add(event(shipped, key, "parcel--shipped" + end));
            events.add(event(arrived, key, (random.nextInt(200) == 0 ? "parcel--lost" : "parcel--arrived") + end));
        }
        return inOrderOfArrival(events);
    }

    private List<Instant> times(int busiestHour) {
        var times = new ArrayList<Instant>();
        for (int hour = 0; hour < DAYS * 24; hour++) {
            double expected = busiestHour * HOURLY_LOAD[hour % 24] / 100.0 * DAILY_LOAD[hour / 24 % 7] / 100.0;
            int count = (int) (expected * (0.8 + 0.4 * random.nextDouble()) + random.nextDouble());
            for (int i = 0; i < count; i++) {
                times.add(MONDAY.plus(Duration.ofHours(hour)).plusMillis(random.nextInt(3_600_000)));
            }
        }
        times.sort(Comparator.naturalOrder());
        return times;
    }

    private static int hour(Instant time) {
        return (int) (Duration.between(MONDAY, time).toHours() % 24);
    }

    /// Picks a number below `count`, n with a probability proportional to 1/(n + 1) (Zipf's law).
    private int skewed(int count) {
        return (int) StrictMath.floor(StrictMath.pow(count + 1, random.nextDouble())) - 1;
    }

    /// Returns an exponentially distributed time.
    private Duration randomTime(Duration mean) {
        return Duration.ofMillis((long) (-StrictMath.log(1 - random.nextDouble()) * mean.toMillis()));
    }

    private SampleEvent event(Instant time, String key, String message) {
        Duration delay = randomTime(random.nextInt(50) == 0 ? Duration.ofMinutes(40) : Duration.ofSeconds(2));
        return new SampleEvent(time, time.plus(delay), key, message);
    }

    private static List<SampleEvent> inOrderOfArrival(List<SampleEvent> events) {
        events.sort(Comparator.comparing(SampleEvent::arrival));
        return events;
    }
}
