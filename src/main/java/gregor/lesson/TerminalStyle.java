package gregor.lesson;

import module java.base;

/// Adds colours and boldness for a terminal, or leaves text plain.
///
/// @param colour whether the terminal shows colours
public record TerminalStyle(boolean colour) {
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*m");

    /// Uses colour if the output is a terminal and `NO_COLOR` is not set (no-color.org).
    public static TerminalStyle of(boolean terminal) {
        String no = System.getenv("NO_COLOR");
        return new TerminalStyle(terminal && (no == null || no.isEmpty()) && !"dumb".equals(System.getenv("TERM")));
    }

    public String bold(String text) {
        return paint("1", text);
    }

    public String italic(String text) {
        return paint("3", text);
    }

    public String faint(String text) {
        return paint("2", text);
    }

    public String red(String text) {
        return paint("31", text);
    }

    public String green(String text) {
        return paint("32", text);
    }

    public String yellow(String text) {
        return paint("33", text);
    }

    /// Colours prompts, and code in prose, cyan.
    public String cyan(String text) {
        return paint("36", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /// Highlights the words, strings, numbers and comments of Java.
    String java(String code) {
        return !colour ? code : JavaHighlighter.paint(code, text -> text, (kind, text) -> perLine(switch (kind) {
            case "comment" -> "2";
            case "string" -> "32";
            case "word" -> "35";
            default -> "36";
        }, text));
    }

    /// Paints each line of a comment or string by itself, so that a margin before the line is not painted.
    private String perLine(String code, String text) {
        return String.join("\n", text.lines().map(line -> paint(code, line)).toList());
    }

    /// Returns the number of columns of a text; wide letters take two.
    public static int width(String text) {
        return ESCAPES.matcher(text).replaceAll("").codePoints().map(TerminalStyle::columns).sum();
    }

    private static int columns(int letter) {
        return letter < 0x300 ? 1 : Math.max(0, org.jline.utils.WCWidth.wcwidth(letter));
    }

    public static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /// Breaks a line at its spaces, so that only a line of one word is wider than `width`.
    ///
    /// @param first the text before the first line; the other lines are indented by its width
    public static String wrap(String text, int width, String first) {
        String margin = " ".repeat(width(first));
        var wrapped = new StringBuilder(first);
        int column = width(first);
        boolean begin = true;
        for (String word : text.strip().split("\\s+")) {
            if (!begin && column + 1 + width(word) > width) {
                wrapped.append('\n').append(margin);
                column = margin.length();
                begin = true;
            }
            wrapped.append(begin ? "" : " ").append(word);
            column += (begin ? 0 : 1) + width(word);
            begin = false;
        }
        return wrapped.toString();
    }
}
