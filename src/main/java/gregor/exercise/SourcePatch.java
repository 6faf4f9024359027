package gregor.exercise;

import module java.base;

import gregor.lesson.LessonException;

/// A small change of a source file: lines with a `+` replace lines with a `-`; lines with a blank are context, which
/// locates the change. Indentation is ignored. A line `@@` separates several changes.
///
/// @param text as in the page of exercises
public record SourcePatch(String text) {
    /// Returns the source with the change.
    ///
    /// @throws LessonException unless its old lines occur in the source exactly once
    public String in(String source) {
        int next = text.indexOf("\n@@\n");
        return next < 0
                ? change(source)
                : new SourcePatch(text.substring(next + 4)).in(new SourcePatch(text.substring(0, next)).in(source));
    }

    private String change(String source) {
        List<String> lines = new ArrayList<>(source.lines().toList());
        List<String> old = side('-').stream().map(String::strip).toList();
        var matches = new ArrayList<Integer>();
        for (int i = 0; i + old.size() <= lines.size(); i++) {
            if (lines.subList(i, i + old.size()).stream().map(String::strip).toList().equals(old)) {
                matches.add(i);
            }
        }
        if (old.isEmpty() || matches.size() != 1) {
            throw new LessonException("the old lines of this change occur " + matches.size()
                    + " times in the source, but must occur once:\n" + text);
        }
        List<String> replaced = lines.subList(matches.getFirst(), matches.getFirst() + old.size());
        replaced.clear();
        replaced.addAll(side('+'));
        return String.join("\n", lines) + "\n";
    }

    private List<String> side(char sign) {
        return text.lines().filter(line -> !line.isBlank())
                .filter(line -> line.charAt(0) == ' ' || line.charAt(0) == sign).map(line -> " " + line.substring(1))
                .toList();
    }
}
