package gregor.archive;

import module java.base;

import gregor.archive.ArchiveSummary.Count;

/// A chart, which [TextPlot], [PngPlot] and [HtmlPlot] draw.
///
/// @param title  what it shows, with the unit
/// @param kind   its form
/// @param points from left to right, or from top to bottom
public record Chart(String title, Kind kind, List<Point> points) {
    /// A line over time; columns with short names; bars with long names.
    public enum Kind { LINE, COLUMNS, BARS }

    /// A name, or a time in ISO 8601, and its value.
    public record Point(String name, double value) {}

    private static final int MAX_POINTS = 3000;
    private static final int BUSIEST = 10;
    private static final int WIDTH = 76;

    /// Returns the charts of a report; those without points are left out.
    public static List<Chart> of(ArchiveSummary summary) {
        ArchiveSummary.Activity activity = summary.activity();
        var ofDay = new ArrayList<Point>();
        var late = new ArrayList<Point>();
        for (int hour = 0; hour < 24; hour++) {
            long events = activity.ofDay().get(hour);
            ofDay.add(new Point("%02d".formatted(hour), events));
            late.add(new Point("%02d".formatted(hour), events == 0 ? 0 : 100.0 * activity.late().get(hour) / events));
        }
        boolean timed = !activity.hours().isEmpty();
        boolean anyLate = activity.late().stream().anyMatch(count -> count > 0);
        List<Chart> charts = List.of(overTime(activity.hours()),
                new Chart("Events by hour of the day, UTC", Kind.COLUMNS, timed ? ofDay : List.of()),
                new Chart("Late by hour of the day, in %", Kind.COLUMNS, anyLate ? late : List.of()),
                new Chart("Keys with most events", Kind.BARS,
                        points(summary.keys().busiest().stream().limit(BUSIEST).toList())),
                new Chart("Events after a wait of up to …", Kind.COLUMNS,
                        summary.extent().events() - summary.extent().untimed() > 1
                                ? points(summary.intervals().spread())
                                : List.of()),
                cumulative(summary.days()));
        return charts.stream().filter(chart -> !chart.points().isEmpty()).toList();
    }

    /// Returns the lists of a summary that a page shows as tables; those without rows are left out.
    static List<Chart> tables(ArchiveSummary summary) {
        List<Count> gaps = summary.order().gaps().stream()
                .map(gap -> new Count("partition " + gap.partition() + ", after offset " + gap.after(), gap.missing()))
                .toList();
        return Stream
                .of(new Chart("Keys with most events", Kind.BARS, points(summary.keys().busiest())),
                        new Chart("How they ended", Kind.BARS, points(summary.statuses())),
                        new Chart("Widest gaps", Kind.BARS, points(gaps)))
                .filter(table -> !table.points().isEmpty()).toList();
    }

    private static List<Point> points(List<Count> counts) {
        return counts.stream().map(count -> new Point(count.name(), count.events())).toList();
    }

    /// Counts the events of each hour, or of each day or month if the points would be too many. A step without events
    /// is a point of 0.
    private static Chart overTime(SortedMap<LocalDateTime, Long> hours) {
        if (hours.isEmpty()) {
            return new Chart("Events", Kind.LINE, List.of());
        }
        long span = ChronoUnit.HOURS.between(hours.firstKey(), hours.lastKey());
        if (span < MAX_POINTS) {
            return steps("Events per hour", hours, ChronoUnit.HOURS, Function.identity());
        }
        return span / 24 < MAX_POINTS
                ? steps("Events per day", hours, ChronoUnit.DAYS, hour -> hour.truncatedTo(ChronoUnit.DAYS))
                : steps("Events per month", hours, ChronoUnit.MONTHS,
                        hour -> hour.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1));
    }

    private static Chart steps(String title, SortedMap<LocalDateTime, Long> hours, ChronoUnit unit,
            Function<LocalDateTime, LocalDateTime> step) {
        var sums = new TreeMap<LocalDateTime, Long>();
        hours.forEach((hour, events) -> sums.merge(step.apply(hour), events, Long::sum));
        long count = unit.between(sums.firstKey(), sums.lastKey());
        for (long i = 0; count < MAX_POINTS && i < count; i++) {
            sums.putIfAbsent(sums.firstKey().plus(i, unit), 0L);
        }
        return new Chart(title, Kind.LINE,
                sums.entrySet().stream().map(sum -> new Point(sum.getKey().toString(), sum.getValue())).toList());
    }

    private static Chart cumulative(SortedMap<LocalDate, Long> days) {
        var points = new ArrayList<Point>();
        double sum = 0;
        for (Map.Entry<LocalDate, Long> day : days.entrySet()) {
            sum += day.getValue() / 1000.0;
            points.add(new Point(day.getKey().plusDays(1) + "T00:00", sum));
        }
        return new Chart("Archived so far, in kB", Kind.LINE, points);
    }

    @Override
    public String toString() {
        return TextPlot.of(this, WIDTH).stripTrailing();
    }

    /// Returns the largest value, or 1 if that is less.
    double top() {
        return points.stream().mapToDouble(Point::value).reduce(1, Math::max);
    }

    /// Formats a value: 12,345 or 0.7.
    static String number(double value) {
        return value == Math.rint(value) || value >= 100 ? "%,.0f".formatted(value) : "%.1f".formatted(value);
    }
}
