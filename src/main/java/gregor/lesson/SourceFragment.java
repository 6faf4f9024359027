package gregor.lesson;

import module java.base;

/// Writes a fragment of a Java file as a lesson displays it: indented as in the file, with `…` where lines between or
/// around the displayed ones are left out, and without the block tags of doc comments.
final class SourceFragment {
    private static final String OMISSION = "…";
    private static final String TAG = "/// @(param|return|throws|see|since)\\b.*";

    private final JavaSource source;
    private final List<String> text = new ArrayList<>();

    private SourceFragment(JavaSource source) {
        this.source = source;
    }

    /// Returns the lines of a fragment.
    ///
    /// @throws LessonException if a member does not exist, or none of its lines contains the text to start from
    static List<String> of(JavaSource source, Part.Shown shown) {
        var fragment = new SourceFragment(source);
        List<JavaSource.Lines> ranges = source.ranges(shown.members());
        if (shown.from().isEmpty()) {
            fragment.whole(ranges);
        } else {
            fragment.some(ranges, shown.from(), shown.lines());
        }
        return fragment.text;
    }

    private void whole(List<JavaSource.Lines> ranges) {
        int last = -1;
        for (JavaSource.Lines range : ranges) {
            if (last >= 0) {
                boolean adjacent = source.lines(new JavaSource.Lines(last + 1, range.from() - 1)).stream()
                        .allMatch(String::isBlank);
                if (!adjacent) {
                    text.add("");
                    text.add(indentation(source.lines(range).getFirst()) + OMISSION);
                }
                text.add("");
            }
            text.addAll(withoutTags(source.lines(range)));
            last = range.to();
        }
    }

    private void some(List<JavaSource.Lines> ranges, String from, int count) {
        JavaSource.Lines range = ranges.stream()
                .filter(each -> source.lines(each).stream().anyMatch(line -> line.contains(from))).findFirst()
                .orElseThrow(() -> new LessonException("no line of it contains " + from));
        List<String> lines = source.lines(range);
        int first = IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains(from)).findFirst().orElseThrow();
        int end = count == 0 ? lines.size() : Math.min(lines.size(), first + count);
        if (first > 0) {
            text.add(indentation(lines.get(first)) + OMISSION);
        }
        text.addAll(withoutTags(lines.subList(first, end)));
        if (end < lines.size()) {
            text.add(indentation(
                    lines.subList(end, lines.size()).stream().filter(line -> !line.isBlank()).findFirst().orElseThrow())
                    + OMISSION);
        }
    }

    private static String indentation(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }

    /// Drops each doc comment from its first block tag on, and the blank comment line before that.
    private static List<String> withoutTags(List<String> lines) {
        var kept = new ArrayList<String>();
        boolean tags = false;
        for (String line : lines) {
            String bare = line.strip();
            tags = bare.startsWith("///") && (tags || bare.matches(TAG));
            if (tags && !kept.isEmpty() && kept.getLast().strip().equals("///")) {
                kept.removeLast();
            }
            if (!tags) {
                kept.add(line);
            }
        }
        return kept;
    }
}
