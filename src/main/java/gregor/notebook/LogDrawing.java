package gregor.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A log as a drawing needs it: its end, what is in a window of it, and who stands beside it.
///
/// @param label    what it is called; may be empty
/// @param start    the offset that it starts with
/// @param end      the offset that the next event gets; -1 if nobody knows
/// @param boxes    what is in the window, in order
/// @param segments where the files begin that it is made of; empty if it is made of none
/// @param readable the high watermark: whoever reads sees what lies before it; -1 if that is not asked for
/// @param facts    what else there is to say, in a few words; may be empty
record LogDrawing(String label, long start, long end, List<Box> boxes, List<String> writers, List<ReaderMark> readers,
        List<Long> segments, long highWatermark, String facts) {
    /// What stands at a place.
    enum Kind { EVENT, GAP, TOMBSTONE, CONTROL, MORE }

    /// A place in the log.
    ///
    /// @param offset -1 if nobody knows
    record Box(long offset, String text, Kind kind) {}

    /// Somebody who reads.
    ///
    /// @param place the offset that it reads next; -1 if nobody knows
    /// @param said  what stands in brackets behind its name, such as `4 is gone`
    record ReaderMark(String name, long offset, String label) {}

    /// The drawing in a sentence, for those who cannot see it.
    String sentence() {
        var said = new ArrayList<String>();
        said.add((label.isEmpty() ? "A log" : "Log " + label) + ": " + extent());
        String texts = boxes.stream().map(box -> switch (box.kind()) {
            case EVENT -> box.text();
            case GAP -> "gap";
            case TOMBSTONE -> "tombstone " + box.text().replace("†", "");
            case CONTROL -> ("marker " + box.text()).strip();
            case MORE -> "and more";
        }).collect(Collectors.joining(", "));
        if (!texts.isEmpty()) {
            said.add(texts);
        }
        if (segments.size() > 1) {
            said.add("segments begin at " + segments.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        if (!writers.isEmpty()) {
            said.add("written by " + String.join(", ", writers));
        }
        readers.forEach(reader -> said.add(reader.name() + " reads next: " + reader.label()));
        if (highWatermark >= 0) {
            said.add("high watermark " + highWatermark);
        }
        if (!facts.isEmpty()) {
            said.add(facts);
        }
        return String.join(". ", said) + ".";
    }

    private String extent() {
        if (end < 0) {
            return "starts with offset " + start;
        }
        return start == end ? "empty, the next offset is " + end : "offsets " + start + " to " + (end - 1);
    }
}
