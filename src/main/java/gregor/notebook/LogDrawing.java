package gregor.notebook;

import module java.base;

/// The data of a drawing: a window of a log, its readers and its writers.
///
/// @param label         the name of the log; may be empty
/// @param start         the log start offset
/// @param end           the log end offset; -1 if it is not known
/// @param boxes         the content of the window, in order
/// @param segments      the base offsets of the log's segments; empty if it has none
/// @param highWatermark readers see the events before it; -1 if it is not drawn
/// @param facts         more about the log, in a few words; may be empty
record LogDrawing(String label, long start, long end, List<Box> boxes, List<String> writers, List<ReaderMark> readers,
        List<Long> segments, long highWatermark, String facts) {
    private static final String CLOSED = "closed; this is its last state";

    /// The kind of a box. An uncommitted event is of an open or aborted transaction.
    enum Kind { EVENT, GAP, TOMBSTONE, UNCOMMITTED, CONTROL, MORE }

    /// An offset in the log.
    ///
    /// @param offset -1 if it is not known
    record Box(long offset, String text, Kind kind) {
        /// Makes a box from the text that `gregor.list.Picture` has for an offset.
        static Box of(long offset, String text) {
            return switch (text) {
                case "…" -> new Box(-1, text, Kind.MORE);
                case "·" -> new Box(offset, "", Kind.GAP);
                default -> new Box(offset, text, text.endsWith("†") ? Kind.TOMBSTONE : Kind.EVENT);
            };
        }

        private String spoken() {
            return switch (kind) {
                case EVENT -> text;
                case GAP -> "gap";
                case TOMBSTONE -> "tombstone " + text.replace("†", "");
                case UNCOMMITTED -> "uncommitted " + text;
                case CONTROL -> ("marker " + text).strip();
                case MORE -> "and more";
            };
        }
    }

    /// A reader.
    ///
    /// @param offset the offset that it reads next; -1 if it is not known
    /// @param label  the text in brackets after its name, such as `4 is gone`
    record ReaderMark(String name, long offset, String label) {
        private String next() {
            return offset < 0 ? label : String.valueOf(offset);
        }
    }

    /// Describes the drawing in sentences, for screen readers.
    String sentence() {
        var sentences = new ArrayList<String>();
        sentences.add((label.isEmpty() ? "A log" : "Log " + label) + ": " + summary());
        sentences.add(boxes.stream().map(Box::spoken).collect(Collectors.joining(", ")));
        if (segments.size() > 1) {
            sentences.add(
                    "segments begin at " + segments.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        if (!writers.isEmpty()) {
            sentences.add("written by " + String.join(", ", writers));
        }
        readers.forEach(reader -> sentences.add(reader.name() + " reads next: " + reader.label()));
        sentences.removeIf(String::isEmpty);
        return String.join(". ", sentences) + ".";
    }

    /// Returns this drawing as the last one of a log that was closed.
    LogDrawing asClosed() {
        return new LogDrawing(label, start, end, boxes, writers, readers, segments, -1, CLOSED);
    }

    boolean closed() {
        return facts.equals(CLOSED);
    }

    /// Describes what has changed since an earlier drawing of the same log.
    List<String> changes(String name, Optional<LogDrawing> earlier) {
        if (earlier.isEmpty()) {
            return List.of(name + ": " + extent());
        }
        LogDrawing before = earlier.get();
        if (closed() != before.closed()) {
            return List.of(name + (closed() ? " closed" : " open again"));
        }
        var changes = new ArrayList<String>();
        if (end != before.end) {
            changes.add(end > before.end
                    ? end - before.end + " appended to " + name
                    : name + " truncated to offset " + end);
        }
        if (start != before.start) {
            changes.add("offsets below " + start + " deleted from " + name);
        }
        readers.stream().filter(reader -> !before.readers.contains(reader))
                .forEach(reader -> changes.add(reader.name() + " reads " + reader.next() + " next in " + name));
        return changes.isEmpty() && (!facts.equals(before.facts) || !segments.equals(before.segments))
                ? List.of(name + " rewritten: " + facts)
                : changes;
    }

    /// Describes the whole log in a line: its extent and its size.
    String summary() {
        var parts = new ArrayList<String>();
        parts.add(start == end || end < 0 ? extent() : extent() + ", the next is " + end);
        if (segments.size() > 1) {
            parts.add(segments.size() + " segments");
        }
        if (highWatermark >= 0) {
            parts.add("high watermark " + highWatermark);
        }
        parts.add(facts);
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    private String extent() {
        if (end < 0) {
            return "starts with offset " + start;
        }
        return start == end ? "empty, the next offset is " + end : "offsets " + start + " to " + (end - 1);
    }
}
