package gregor.file;

import module java.base;

import gregor.list.BinarySearch;
import gregor.list.Entry;

/// The segments of a log in the order of their offsets, and what can be asked of them together. The list does not
/// change; its last segment grows.
final class SegmentList implements Iterable<Segment> {
    private final List<Segment> segments;
    private final long bytesOfFull;

    SegmentList(List<Segment> segments) {
        this.segments = List.copyOf(segments);
        bytesOfFull = segments.stream().limit(segments.size() - 1L).mapToLong(Segment::sizeInBytes).sum();
    }

    Segment first() {
        return segments.getFirst();
    }

    Segment last() {
        return segments.getLast();
    }

    @Override
    public Iterator<Segment> iterator() {
        return segments.iterator();
    }

    boolean contains(Segment segment) {
        return segments.contains(segment);
    }

    /// Returns the list with another segment at its end.
    SegmentList with(Segment next) {
        var longer = new ArrayList<>(segments);
        longer.add(next);
        return new SegmentList(longer);
    }

    /// Returns the segments from the one on that an offset belongs to.
    List<Segment> from(long offset) {
        int count = BinarySearch.count(segments.size(), i -> segments.get(i).name().baseOffset() <= offset);
        return segments.subList(Math.max(0, count - 1), segments.size());
    }

    /// Returns the full segments that begin before an offset.
    List<Segment> fullBefore(long offset) {
        long count = segments.stream().limit(segments.size() - 1L)
                .takeWhile(segment -> segment.name().baseOffset() < offset).count();
        return segments.subList(0, (int) count);
    }

    /// Returns the list with others in the place of its first segments.
    SegmentList replace(List<Segment> old, List<Segment> rewritten) {
        var next = new ArrayList<>(rewritten);
        next.addAll(segments.subList(old.size(), segments.size()));
        return new SegmentList(next);
    }

    /// Returns those whose files still have the names that they were rewritten under.
    List<Segment> toBeRenamed() {
        return segments.stream().filter(Segment::isToBeRenamed).toList();
    }

    /// Returns the generation for rewritten segments, which no segment has.
    int nextGeneration() {
        return 1 + segments.stream().mapToInt(segment -> segment.name().generation()).max().orElse(0);
    }

    /// Returns the lines of a manifest. The last segment grows, so its numbers are left out.
    List<Manifest.Line> lines() {
        var lines = new ArrayList<>(segments.stream().map(Segment::line).toList());
        lines.set(lines.size() - 1, last().line().growing());
        return lines;
    }

    List<Long> baseOffsets() {
        return segments.stream().map(segment -> segment.name().baseOffset()).toList();
    }

    long sizeInBytes() {
        return bytesOfFull + last().sizeInBytes();
    }

    /// Returns the base offset of the first segment that a test retains, or the end of the log.
    long firstRetainedOffset(long start, long end, Predicate<FileLog.SegmentDescription> expired) {
        long retained = start;
        for (int number = 0; number < segments.size(); number++) {
            Segment segment = segments.get(number);
            long next = segment == last() ? end : segments.get(number + 1).name().baseOffset();
            var description = new FileLog.SegmentDescription(segment.name().baseOffset(), next, segment.sizeInBytes(),
                    segment.maxTimestamp());
            if (segment.length() == 0 || !expired.test(description)) {
                return retained;
            }
            retained = next;
        }
        return retained;
    }

    /// Returns the first readable offset from `start` on whose timestamp is at least `timestamp`, in milliseconds.
    OptionalLong offsetAt(long timestamp, long start, BatchFormat format) {
        for (Segment segment : segments) {
            if (segment.maxTimestamp() >= timestamp) {
                SegmentSeeker seeker = segment.seeker();
                for (var scanner = seeker.seekTime(timestamp); scanner.header() != null; seeker.nextIntact(scanner)) {
                    for (Entry entry : format.batch(scanner.header(), scanner.stored())) {
                        if (entry.offset() >= start && entry.event().timestamp() >= timestamp) {
                            return OptionalLong.of(entry.offset());
                        }
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    void close() {
        segments.forEach(Segment::close);
    }
}
