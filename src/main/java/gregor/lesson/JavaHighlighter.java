package gregor.lesson;

import module java.base;

/// Finds the parts of Java source that are coloured.
public final class JavaHighlighter {
    private static final List<String> KINDS = List.of("comment", "string", "word", "number");
    private static final Pattern JAVA = Pattern.compile("(?<comment>//.*|/\\*(?s:.*?)\\*/)"
            + "|(?<string>\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*')"
            + "|\\b(?<word>abstract|assert|boolean|break|byte|case|catch|char|class|continue|default|do|double|else|enum"
            + "|extends|final|finally|float|for|if|implements|import|instanceof|int|interface|long|new|null|package"
            + "|permits|private|protected|public|record|return|sealed|short|static|super|switch|synchronized|this|throw"
            + "|throws|true|false|try|var|void|volatile|while|yield)\\b"
            + "|\\b(?<number>\\d[\\d_]*(?:\\.\\d+)?[LlFfDd]?)\\b");

    private JavaHighlighter() {}

    /// Highlights code.
    ///
    /// @param other renders text without a colour
    /// @param paint renders a coloured text: its kind (`comment`, `string`, `word` of the language, `number`), then the
    ///              text
    public static String paint(String code, UnaryOperator<String> other, BinaryOperator<String> paint) {
        var painted = new StringBuilder();
        Matcher match = JAVA.matcher(code);
        int end = 0;
        while (match.find()) {
            String kind = KINDS.stream().filter(name -> match.group(name) != null).findFirst().orElseThrow();
            painted.append(other.apply(code.substring(end, match.start()))).append(paint.apply(kind, match.group()));
            end = match.end();
        }
        return painted.append(other.apply(code.substring(end))).toString();
    }
}
