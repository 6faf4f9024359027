package gregor.lesson;

import java.util.regex.Pattern;

/// Colours and boldness for a terminal; without colour, plain text.
///
/// @param colour whether the terminal shows any
public record TerminalStyle(boolean colour) {
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*m");

    /// Colour if the output is a terminal and `NO_COLOR` is not set (no-color.org).
    public static TerminalStyle of(boolean terminal) {
        String no = System.getenv("NO_COLOR");
        return new TerminalStyle(terminal && (no == null || no.isEmpty()) && !"dumb".equals(System.getenv("TERM")));
    }

    /// Bold.
    public String bold(String text) {
        return paint("1", text);
    }

    /// Italic.
    public String italic(String text) {
        return paint("3", text);
    }

    /// Paler than the rest.
    public String faint(String text) {
        return paint("2", text);
    }

    /// Red: something failed.
    public String red(String text) {
        return paint("31", text);
    }

    /// Green: something went well.
    public String green(String text) {
        return paint("32", text);
    }

    /// Yellow: look here.
    public String yellow(String text) {
        return paint("33", text);
    }

    /// Cyan: code in the middle of prose, and prompts.
    public String cyan(String text) {
        return paint("36", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /// Java with its words, strings, numbers and comments coloured.
    String java(String code) {
        return !colour ? code : JavaHighlighter.paint(code, text -> text, (kind, text) -> perLine(switch (kind) {
            case "comment" -> "2";
            case "string" -> "32";
            case "word" -> "35";
            default -> "36";
        }, text));
    }

    /// A comment or string over several lines is painted line by line, so that a margin stays as it is.
    private String perLine(String code, String text) {
        return String.join("\n", text.lines().map(line -> paint(code, line)).toList());
    }

    /// How many columns a text takes, as far as most letters go.
    public static int width(String text) {
        return ESCAPES.matcher(text).replaceAll("").codePoints().map(TerminalStyle::columns).sum();
    }

    private static int columns(int letter) {
        return letter < 0x300 ? 1 : Math.max(0, org.jline.utils.WCWidth.wcwidth(letter));
    }

    /// Breaks a line at its spaces, so that no line is wider than it may be unless a word is.
    ///
    /// @param first what stands before the first line; the others are moved in by as much
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
