package gregor.archive;

import module java.base;

import gregor.archive.ArchiveSummary.Count;
import gregor.archive.ArchiveSummary.Gap;
import gregor.archive.ArchiveSummary.Intervals;
import gregor.list.Entry;
import gregor.list.Event;

/// The same answers, counted in plain loops over events that were never in a file: what both engines must say.
final class Counted implements ArchiveQuery {
    private final Map<Integer, List<Entry>> partitions;

    Counted(Map<Integer, List<Entry>> partitions) {
        this.partitions = new TreeMap<>(partitions);
    }

    @Override
    public ArchiveSummary answer(ArchivedTopic topic, java.util.function.LongConsumer progress) {
        long events = 0;
        long bytes = 0;
        long untimed = 0;
        long keyless = 0;
        long missing = 0;
        long behind = 0;
        long latest = 0;
        var moments = new ArrayList<Long>();
        var keys = new HashMap<String, Long>();
        var statuses = new HashMap<String, Long>();
        var hours = new TreeMap<LocalDateTime, Long>();
        var days = new TreeMap<LocalDate, Long>();
        var ofDay = new ArrayList<>(Collections.nCopies(24, 0L));
        var late = new ArrayList<>(Collections.nCopies(24, 0L));
        var gaps = new ArrayList<Gap>();
        for (int partition : partitions.keySet()) {
            Long previous = null;
            long youngest = -1;
            for (Entry entry : partitions.get(partition)) {
                Event event = entry.event();
                int size = (event.key() == null ? 0 : event.key().length)
                        + (event.value() == null ? 0 : event.value().length);
                for (var header : event.headers()) {
                    size += header.key().getBytes(StandardCharsets.UTF_8).length
                            + (header.value() == null ? 0 : header.value().length);
                }
                events++;
                bytes += size;
                if (event.key() == null) {
                    keyless++;
                } else {
                    keys.merge(name(event.key()), 1L, Long::sum);
                }
                String status = status(event.value());
                if (status != null) {
                    statuses.merge(status, 1L, Long::sum);
                }
                if (previous != null && entry.offset() != previous + 1) {
                    gaps.add(new Gap(partition, previous, entry.offset() - previous - 1));
                    missing += entry.offset() - previous - 1;
                }
                previous = entry.offset();
                if (event.timestamp() < 0 || Instant.ofEpochMilli(event.timestamp()).toString().startsWith("+")) {
                    untimed++;
                    continue;
                }
                var time = LocalDateTime.ofInstant(Instant.ofEpochMilli(event.timestamp()), ZoneOffset.UTC);
                moments.add(event.timestamp());
                hours.merge(time.withMinute(0).withSecond(0).withNano(0), 1L, Long::sum);
                days.merge(time.toLocalDate(), (long) size, Long::sum);
                ofDay.set(time.getHour(), ofDay.get(time.getHour()) + 1);
                late.set(time.getHour(), late.get(time.getHour()) + ("late".equals(status) ? 1 : 0));
                behind += event.timestamp() < youngest ? 1 : 0;
                latest = Math.max(latest, youngest - event.timestamp());
                youngest = Math.max(youngest, event.timestamp());
            }
        }
        Collections.sort(moments);
        gaps.sort(
                Comparator.comparing(Gap::missing).reversed().thenComparing(Gap::partition).thenComparing(Gap::after));
        var first = moments.isEmpty()
                ? null
                : LocalDateTime.ofInstant(Instant.ofEpochMilli(moments.getFirst()), ZoneOffset.UTC);
        var last = moments.isEmpty()
                ? null
                : LocalDateTime.ofInstant(Instant.ofEpochMilli(moments.getLast()), ZoneOffset.UTC);
        return new ArchiveSummary(topic.name(),
                new ArchiveSummary.Extent(partitions.size(), events, bytes, first, last, untimed),
                new ArchiveSummary.Activity(hours, ofDay, late),
                new ArchiveSummary.KeyCounts(keys.size(), keyless, most(keys)), most(statuses),
                new ArchiveSummary.OffsetOrder(missing, gaps.subList(0, Math.min(20, gaps.size())), behind,
                        Duration.ofMillis(latest)),
                days, intervals(moments));
    }

    private static String name(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean plain = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) && bytes.length > 0
                && !text.startsWith("base64:");
        return plain ? text : "base64:" + Base64.getEncoder().encodeToString(bytes);
    }

    private static String status(byte[] value) {
        String text = value == null ? "" : name(value);
        String[] parts = text.split("--", -1);
        return text.startsWith("base64:") || parts.length < 3 || parts[1].isEmpty() ? null : parts[1];
    }

    private static List<Count> most(Map<String, Long> counts) {
        return counts.entrySet().stream().map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted((a, b) -> a.events() != b.events()
                        ? Long.compare(b.events(), a.events())
                        : Arrays.compareUnsigned(a.name().getBytes(StandardCharsets.UTF_8),
                                b.name().getBytes(StandardCharsets.UTF_8)))
                .limit(20).toList();
    }

    private static Intervals intervals(List<Long> moments) {
        var intervals = new ArrayList<Long>();
        for (int i = 1; i < moments.size(); i++) {
            intervals.add(moments.get(i) - moments.get(i - 1));
        }
        Collections.sort(intervals);
        long[] limits = {1_000, 3_000, 10_000, 30_000, 60_000, 180_000, 600_000, 1_800_000, 3_600_000, 10_800_000,
                43_200_000, 86_400_000, Long.MAX_VALUE};
        String[] names = {"1 s", "3 s", "10 s", "30 s", "1 min", "3 min", "10 min", "30 min", "1 h", "3 h", "12 h",
                "1 day", "longer"};
        var spread = new ArrayList<Count>();
        for (int i = 0; i < names.length; i++) {
            long above = i == 0 ? -1 : limits[i - 1];
            long limit = limits[i];
            spread.add(new Count(names[i],
                    intervals.stream().filter(interval -> above < interval && interval <= limit).count()));
        }
        return new Intervals(rank(intervals, 50), rank(intervals, 95),
                intervals.isEmpty() ? Duration.ZERO : Duration.ofMillis(intervals.getLast()), spread);
    }

    /// The smallest wait that so many of a hundred do not exceed.
    private static Duration rank(List<Long> intervals, int percent) {
        for (int i = 0; i < intervals.size(); i++) {
            if (100L * (i + 1) >= (long) percent * intervals.size()) {
                return Duration.ofMillis(intervals.get(i));
            }
        }
        return Duration.ZERO;
    }
}
