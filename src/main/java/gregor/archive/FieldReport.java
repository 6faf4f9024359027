package gregor.archive;

import module java.base;

import static java.util.stream.Collectors.averagingDouble;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.summingDouble;

import gregor.archive.Chart.Kind;
import gregor.archive.Chart.Point;
import gregor.deque.ArchiveException;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.selection.BitmapBackedSelection;

/// Answers questions about any column of a table of events: how many, which, how much, and when.
public final class FieldReport {
    private static final Pattern CONDITION = Pattern.compile("(.+?)(!=|>=|<=|=|>|<)(.*)");
    private static final int MOST = 20;
    private static final int SERIES = 4;
    private static final int BINS = 10;
    private static final OptionalDouble NO_EVENTS = OptionalDouble.of(0);
    private static final List<String> TIMES = List.of("hour", "weekday", "day", "month");

    private final Table events;
    private final List<String> sentences = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();

    private FieldReport(Table events) {
        this.events = events;
    }

    /// Makes a report.
    ///
    /// @param table  of [ArchiveTable#withFields]
    /// @param fields the columns to describe; if there is none, events are counted
    /// @param where  conditions that an event must meet, such as `status=late` or `price>=10`
    /// @param by     `hour` (of the day), `weekday`, `day`, `month` or a column; null for the whole
    /// @throws ArchiveException if there is no such column, or a value does not fit to it
    public static ArchiveReport of(Table table, List<String> fields, List<String> where, String by) {
        Table events = table;
        for (String condition : where) {
            events = events.where(new BitmapBackedSelection(rows(events, condition)));
        }
        var report = new FieldReport(events);
        report.sentences.add(table.name() + ": " + ArchiveReport.number(events.rowCount()) + " of "
                + ArchiveReport.many(table.rowCount(), "event")
                + (where.isEmpty() ? "" : " where " + String.join(" and ", where)) + ".");
        String group = fields.isEmpty() && by == null ? "hour" : by;
        List<String> labels = group == null ? List.of() : report.labels(group);
        if (fields.isEmpty()) {
            report.charts.add(chart("Events by " + group, group, group(labels, row -> true, counting()), NO_EVENTS));
        }
        fields.forEach(field -> report.describe(column(table, field).name(), group, labels));
        return new ArchiveReport(table.name(), report.sentences,
                report.charts.stream().filter(chart -> !chart.points().isEmpty()).toList(), List.of());
    }

    private static Column<?> column(Table table, String name) {
        return table.columns().stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new ArchiveException("the events of " + table.name() + " have no field " + name
                        + "; they have " + table.columnNames().stream().map(TextPlot::shown).collect(joining(", "))));
    }

    private static int[] rows(Table table, String condition) {
        Matcher parts = CONDITION.matcher(condition);
        if (!parts.matches()) {
            throw new ArchiveException("\"" + condition + "\" is not a condition; give one such as status=late, "
                    + "city!=Bonn, price>=10 or time<2026-03-15");
        }
        Column<?> column = column(table, parts.group(1).strip());
        Comparable<Object> wanted = value(column, parts.group(3).strip());
        Predicate<Integer> test = switch (parts.group(2)) {
            case "=" -> order -> order == 0;
            case "!=" -> order -> order != 0;
            case ">" -> order -> order < 0;
            case ">=" -> order -> order <= 0;
            case "<" -> order -> order > 0;
            default -> order -> order >= 0;
        };
        return IntStream.range(0, table.rowCount()).filter(row -> !column.isMissing(row))
                .filter(row -> test.test(wanted.compareTo(cell(column, row)))).toArray();
    }

    /// Reads the value of a condition as a cell of a column.
    @SuppressWarnings("unchecked")
    private static Comparable<Object> value(Column<?> column, String text) {
        try {
            Object value = switch (column) {
                case NumericColumn<?> numbers -> Double.valueOf(text);
                case DateTimeColumn times -> FieldColumns.time(text).orElseThrow(NumberFormatException::new);
                default -> text;
            };
            return (Comparable<Object>) value;
        } catch (NumberFormatException e) {
            throw new ArchiveException("\"" + text + "\" cannot be compared with " + column.name() + ", which has "
                    + (column instanceof DateTimeColumn ? "times such as 2026-03-15T08:00" : "numbers such as 12.5"));
        }
    }

    private static Object cell(Column<?> column, int row) {
        return switch (column) {
            case NumericColumn<?> numbers -> numbers.getDouble(row);
            case DateTimeColumn times -> times.get(row);
            default -> column.getString(row);
        };
    }

    /// The group of each row; an empty text if it has none.
    private List<String> labels(String by) {
        if (!TIMES.contains(by)) {
            Column<?> column = column(events, by);
            return IntStream.range(0, events.rowCount()).mapToObj(column::getString).toList();
        }
        DateTimeColumn times = events.dateTimeColumn("time");
        if (times.size() > 0 && times.countMissing() == times.size()) {
            throw new ArchiveException("no event of " + events.name() + " has a timestamp, so there is no " + by
                    + "; name the column that has it when you read the file, with --time-column");
        }
        return IntStream.range(0, times.size()).mapToObj(row -> times.isMissing(row) ? "" : switch (by) {
            case "hour" -> "%02d".formatted(times.get(row).getHour());
            case "weekday" -> short3(times.get(row).getDayOfWeek());
            case "day" -> times.get(row).toLocalDate().toString();
            default -> times.get(row).toString().substring(0, "2026-03".length());
        }).toList();
    }

    private static String short3(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    }

    /// Collects rows by their label; rows without one are left out.
    private static Map<String, Double> group(List<String> labels, IntPredicate rows,
            Collector<Integer, ?, Double> collector) {
        return IntStream.range(0, labels.size()).filter(row -> !labels.get(row).isEmpty()).filter(rows).boxed()
                .collect(groupingBy(labels::get, TreeMap::new, collector));
    }

    private static Collector<Integer, ?, Double> counting() {
        return summingDouble(row -> 1);
    }

    /// Draws the values of groups: times in their order, the groups of a column with the largest values first.
    ///
    /// @param none the value of an hour or a weekday without events; if empty, it is left out
    private static Chart chart(String title, String by, Map<String, Double> values, OptionalDouble none) {
        Stream<Point> points = values.entrySet().stream().map(value -> new Point(value.getKey(), value.getValue()));
        return switch (by) {
            case "hour" -> new Chart(title + " of the day, UTC", Kind.COLUMNS,
                    all(IntStream.range(0, 24).mapToObj("%02d"::formatted), values, none));
            case "weekday" -> new Chart(title, Kind.COLUMNS,
                    all(Arrays.stream(DayOfWeek.values()).map(FieldReport::short3), values, none));
            case "day", "month" -> new Chart(title, Kind.LINE, points.toList());
            default -> new Chart(title, Kind.BARS, largest(points));
        };
    }

    private static List<Point> all(Stream<String> names, Map<String, Double> values, OptionalDouble none) {
        return names.filter(name -> none.isPresent() || values.containsKey(name))
                .map(name -> new Point(name, values.getOrDefault(name, none.orElse(0)))).toList();
    }

    private static List<Point> largest(Stream<Point> points) {
        return points.sorted(Comparator.comparingDouble(Point::value).reversed()).limit(MOST).toList();
    }

    private void describe(String field, String by, List<String> labels) {
        Column<?> column = events.column(field);
        String missing = column.countMissing() == 0
                ? "."
                : "; " + ArchiveReport.number(column.countMissing()) + " have none.";
        if (column instanceof NumericColumn<?> numbers && column.size() > column.countMissing()) {
            sentences.add("%s: %s to %s, mean %s, median %s, sum %s%s".formatted(field, Chart.number(numbers.min()),
                    Chart.number(numbers.max()), Chart.number(numbers.mean()), Chart.number(numbers.median()),
                    Chart.number(numbers.sum()), missing));
            charts.add(by == null
                    ? histogram(numbers)
                    : chart("Mean of " + field + " by " + by, by,
                            group(labels, row -> !numbers.isMissing(row), averagingDouble(numbers::getDouble)),
                            OptionalDouble.empty()));
            return;
        }
        List<String> cells = IntStream.range(0, column.size())
                .mapToObj(row -> column.isMissing(row) ? "" : column.getString(row)).toList();
        Map<String, Double> counts = group(cells, row -> true, counting());
        List<Point> most = largest(counts.entrySet().stream().map(e -> new Point(e.getKey(), e.getValue())));
        String often = most.stream().limit(SERIES)
                .map(point -> TextPlot.shown(point.name()) + " (" + Chart.number(point.value()) + ")")
                .collect(joining(", "));
        sentences.add(field + ": " + ArchiveReport.many(counts.size(), "value")
                + (often.isEmpty() ? "" : ", most often " + often) + missing);
        if (by == null) {
            charts.add(new Chart("Events by " + field, Kind.BARS, most));
        } else {
            most.stream().limit(SERIES).map(Point::name)
                    .forEach(value -> charts.add(chart(field + "=" + value + " by " + by, by,
                            group(labels, row -> cells.get(row).equals(value), counting()), NO_EVENTS)));
        }
    }

    private static Chart histogram(NumericColumn<?> numbers) {
        double from = numbers.min();
        double width = (numbers.max() - from) / BINS;
        var counts = new double[BINS];
        for (int row = 0; row < numbers.size(); row++) {
            if (!numbers.isMissing(row)) {
                counts[width == 0 ? 0 : (int) Math.min(BINS - 1, (numbers.getDouble(row) - from) / width)]++;
            }
        }
        return new Chart("Events by " + numbers.name(), Kind.BARS, IntStream.range(0, width == 0 ? 1 : BINS)
                .mapToObj(bin -> new Point("from " + Chart.number(from + bin * width), counts[bin])).toList());
    }
}
