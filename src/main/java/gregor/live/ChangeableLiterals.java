package gregor.live;

import module java.base;

import gregor.lesson.JavaHighlighter;

/// Replaces the numbers and strings in a piece of code by calls of [Literals].
final class ChangeableLiterals {
    private final String cell;
    private final List<Integer> numbers = new ArrayList<>();
    private int next;

    /// @param cell  the beginning of the names of the literals
    /// @param first the number of the first literal
    ChangeableLiterals(String cell, int first) {
        this.cell = cell;
        this.next = first;
    }

    String replaceIn(String code) {
        return JavaHighlighter.paint(code, other -> other, this::replace);
    }

    private String replace(String kind, String text) {
        if (!kind.equals("number") && !kind.equals("string")) {
            return text;
        }
        int number = next++;
        if (text.startsWith("'") || text.startsWith("\"\"\"") || text.startsWith("0") && text.length() > 1) {
            return text;
        }
        numbers.add(number);
        return "%s.of(\"%s/%d\", %s)".formatted(Literals.class.getName(), cell, number, text);
    }

    /// Returns the numbers of the literals that were replaced.
    List<Integer> numbers() {
        return List.copyOf(numbers);
    }

    /// Returns the number of the literal after them.
    int next() {
        return next;
    }
}
