package gregor.lesson;

import module java.base;

/// Writes a fragment of a Java file as a lesson displays it: indented as in the file, with `…` where lines between or
/// around the displayed ones are left out, and without the block tags of doc comments.
final class SourceFragment {
    private static final String OMISSION = "…";
    private static final String TAG = "/// @(param|return|throws|see|since)\\b.*";

    private SourceFragment() {}

    /// @throws LessonException if a member does not exist, or none of its lines contains the text to start from
    static List<String> of(JavaSource source, Part.Shown shown) {
        List<JavaSource.Lines> ranges = source.ranges(shown.members());
        return shown.from().isEmpty() ? whole(source, ranges) : some(source, ranges, shown);
    }

    private static List<String> whole(JavaSource source, List<JavaSource.Lines> ranges) {
        var text = new ArrayList<String>();
        int next = 0;
        for (JavaSource.Lines range : ranges) {
            if (!text.isEmpty()) {
                boolean adjacent = source.lines(new JavaSource.Lines(next, range.from() - 1)).stream()
                        .allMatch(String::isBlank);
                text.addAll(adjacent
                        ? List.of("")
                        : List.of("", indentation(source.lines(range).getFirst()) + OMISSION, ""));
            }
            text.addAll(withoutTags(source.lines(range)));
            next = range.to() + 1;
        }
        return text;
    }

    private static List<String> some(JavaSource source, List<JavaSource.Lines> ranges, Part.Shown shown) {
        List<String> lines = ranges.stream().map(source::lines)
                .filter(each -> each.stream().anyMatch(line -> line.contains(shown.from()))).findFirst()
                .orElseThrow(() -> new LessonException("no line of it contains " + shown.from()));
        int first = (int) lines.stream().takeWhile(line -> !line.contains(shown.from())).count();
        int end = shown.lines() == 0 ? lines.size() : Math.min(lines.size(), first + shown.lines());
        var text = new ArrayList<>(withoutTags(lines.subList(first, end)));
        if (first > 0) {
            text.addFirst(indentation(lines.get(first)) + OMISSION);
        }
        lines.subList(end, lines.size()).stream().filter(line -> !line.isBlank()).findFirst()
                .ifPresent(line -> text.add(indentation(line) + OMISSION));
        return text;
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
