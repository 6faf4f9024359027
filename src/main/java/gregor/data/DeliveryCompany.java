package gregor.data;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// A small delivery company, four weeks of it, told again in the same words for the same seed.
///
/// Drivers start in the morning, are slowest in the rush hours and rest on Sundays. A few vehicles do most of the
/// work. A driver without a signal reports later, so that some events arrive after younger ones.
final class DeliveryCompany {
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final int DAYS = 28;
    /// How busy each hour of the day is, in hundredths of the busiest.
    private static final int[] RHYTHM =
            {2, 1, 1, 1, 3, 10, 30, 65, 90, 100, 95, 85, 60, 75, 90, 95, 100, 85, 60, 40, 25, 15, 8, 4};
    private static final int[] WEEK = {100, 95, 100, 105, 120, 60, 12};
    private static final String[] PLACES = {
        "australia-melbourne", "australia-sydney", "austria-vienna", "czechia-prague", "france-lyon", "germany-hamburg",
        "india-pune", "ireland-cork", "japan-osaka", "kenya-nairobi", "portugal-porto", "spain-sevilla"};
    private static final String[] KINDS = {"truck", "van", "van", "bike"};

    /// Something that was reported.
    record Report(Instant time, Instant arrival, String key, String message) {}

    private final Random random;

    DeliveryCompany(long seed) {
        random = new Random(seed);
    }

    /// What the drivers report: a stop on time, late, or in vain.
    List<Report> deliveries() {
        var reports = new ArrayList<Report>();
        for (Instant time : times(72)) {
            int vehicle = skewed(60);
            String kind = KINDS[vehicle % KINDS.length];
            int hour = hour(time);
            int lateChance = 8 + RHYTHM[hour] / 8 + vehicle % 5 * 3;
            int dice = random.nextInt(100);
            String status = dice < lateChance ? "late" : dice < lateChance + 3 ? "failed" : "ontime";
            String place = PLACES[vehicle % PLACES.length];
            reports.add(report(time, kind + "-" + (vehicle + 1),
                    kind + "--" + status + "--" + place + "-" + (1000 + skewed(400))));
        }
        return inOrderOfArrival(reports);
    }

    /// What the warehouses report of each parcel: packed, shipped, arrived; or lost.
    List<Report> shipping() {
        var reports = new ArrayList<Report>();
        int parcel = 0;
        for (Instant packed : times(18)) {
            String key = "parcel-" + (10_000 + parcel++);
            String end = "--" + PLACES[skewed(PLACES.length)] + "-" + (1 + random.nextInt(9));
            Instant shipped = packed.plus(someTime(Duration.ofHours(5)));
            Instant arrived = shipped.plus(someTime(Duration.ofHours(30)));
            reports.add(report(packed, key, "parcel--packed" + end));
            reports.add(report(shipped, key, "parcel--shipped" + end));
            reports.add(report(arrived, key, (random.nextInt(200) == 0 ? "parcel--lost" : "parcel--arrived") + end));
        }
        return inOrderOfArrival(reports);
    }

    private List<Instant> times(int busiestHour) {
        var times = new ArrayList<Instant>();
        for (int hour = 0; hour < DAYS * 24; hour++) {
            double expected = busiestHour * RHYTHM[hour % 24] / 100.0 * WEEK[hour / 24 % 7] / 100.0;
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

    /// Picks one of so many, the first ones far more often: the n-th about as often as 1/n (Zipf's law).
    private int skewed(int count) {
        return (int) StrictMath.floor(StrictMath.pow(count + 1, random.nextDouble())) - 1;
    }

    /// Waits for a time that is short on most days and long on some.
    private Duration someTime(Duration mean) {
        return Duration.ofMillis((long) (-StrictMath.log(1 - random.nextDouble()) * mean.toMillis()));
    }

    private Report report(Instant time, String key, String message) {
        Duration delay = someTime(random.nextInt(50) == 0 ? Duration.ofMinutes(40) : Duration.ofSeconds(2));
        return new Report(time, time.plus(delay), key, message);
    }

    private static List<Report> inOrderOfArrival(List<Report> reports) {
        reports.sort(Comparator.comparing(Report::arrival));
        return reports;
    }
}
