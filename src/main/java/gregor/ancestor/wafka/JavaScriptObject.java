package gregor.ancestor.wafka;

import module java.base;

/// Reads an object as Wafka's document writes it: names and values may be bare, as in `{topic_name: deliveries}`.
final class JavaScriptObject {
    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|//[^\\n]*|[^\\s{}\\[\\],:\"]+");
    private static final Pattern SCALAR = Pattern
            .compile("true|false|null|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

    private JavaScriptObject() {}

    /// Returns the text as JSON: bare words in quotes, and no comments. JSON stays as it is.
    static String toJson(String text) {
        return TOKEN.matcher(text).replaceAll(token -> Matcher.quoteReplacement(json(token.group())));
    }

    private static String json(String token) {
        if (token.startsWith("//")) {
            return "";
        }
        return token.startsWith("\"") || SCALAR.matcher(token).matches() ? token : "\"" + token + "\"";
    }
}
