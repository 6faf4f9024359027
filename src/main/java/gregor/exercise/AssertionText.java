package gregor.exercise;

import module java.base;

import org.opentest4j.AssertionFailedError;

/// The parts of the message of a failed test.
///
/// @param promise  the description of the assertion; may be empty
/// @param expected the expected value; may be empty
/// @param actual   the actual value; may be empty
/// @param message  the message if the values are not known
/// @param seed     the seed that the message names; may be empty
record AssertionText(String promise, String expected, String actual, String message, String seed) {
    private static final Pattern DESCRIBED = Pattern.compile("(?s)\\A\\s*\\[(.*?)] ?\\R(.*)\\z");
    private static final List<Pattern> BOTH = List.of(
            Pattern.compile("(?s)expected:(?<expected>.*?)\\R *but was:(?<actual>.*)"),
            Pattern.compile(
                    "(?s)Expecting (?:actual's toString\\(\\) to return|message to be|actual throwable to be an instance of"
                            + "|throwable message):?\\R(?<expected>.*?)\\Rbut was:?\\R(?<actual>.*)"),
            Pattern.compile(
                    "(?s)Expecting throwable message:\\R(?<actual>.*?)\\Rto contain:\\R(?<expected>.*?)\\Rbut did not:?.*"));
    private static final int MAX_SIMILAR = 2;
    private static final int MAX_WIDE = 200;
    private static final Pattern SEED = Pattern.compile("seed[ =:]+(-?\\d+)");
    private static final Pattern UNWRITTEN = Pattern.compile("[\\w. ]+" + StarterSource.TODO_MARK);

    static AssertionText of(Throwable thrown) {
        Matcher unwritten = UNWRITTEN.matcher(trace(thrown));
        if (unwritten.find()) {
            return new AssertionText("", "", "", unwritten.group().strip(), "");
        }
        String message = clean(String.valueOf(thrown.getMessage()));
        String seed = seed(message);
        if (!isAssertion(thrown)) {
            String type = thrown.getClass().getSimpleName();
            String advice = thrown instanceof StackOverflowError
                    ? ": does a method call itself without end?"
                    : thrown.getMessage() == null ? "" : ": " + message;
            return new AssertionText("", "", "", "Your code threw " + type + advice, seed);
        }
        String promise = "";
        Matcher described = DESCRIBED.matcher(message);
        if (described.matches()) {
            promise = described.group(1).strip();
            message = described.group(2).strip();
        }
        for (Pattern both : BOTH) {
            Matcher matcher = both.matcher(message);
            if (matcher.find()) {
                return both(promise, matcher.group("expected"), matcher.group("actual"), seed);
            }
        }
        if (thrown instanceof AssertionFailedError failed && failed.isExpectedDefined() && failed.isActualDefined()) {
            return both(promise, failed.getExpected().getStringRepresentation(),
                    failed.getActual().getStringRepresentation(), seed);
        }
        String sentence = message.replaceFirst("(?s)Expecting code to raise a throwable\\.?",
                "An exception was expected here, and none was thrown.");
        return new AssertionText(promise, "", "", shortened(sentence.replaceAll("\\R{2,}", "\n")), seed);
    }

    /// Omits the common beginning of two long texts.
    private static AssertionText both(String promise, String expected, String actual, String seed) {
        boolean wide = expected.strip().length() > MAX_WIDE || actual.strip().length() > MAX_WIDE;
        List<String> one = parts(expected, wide);
        List<String> other = parts(actual, wide);
        int same = 0;
        while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) {
            same++;
        }
        boolean skip = same > MAX_SIMILAR && same < Math.max(one.size(), other.size());
        return new AssertionText(promise, value(skip ? rest(one, same, wide) : expected),
                value(skip ? rest(other, same, wide) : actual), "", seed);
    }

    /// Breaks a text into lines, and a wide text of one line, such as a long list, into its elements.
    private static List<String> parts(String text, boolean wide) {
        return wide && !text.strip().contains("\n")
                ? List.of(text.strip().split("(?<=, )"))
                : text.strip().lines().toList();
    }

    private static String rest(List<String> parts, int from, boolean wide) {
        boolean list = wide && parts.getFirst().endsWith(", ");
        return "… " + from + (list ? " equal elements" : " equal lines") + ", then\n"
                + String.join(list ? "" : "\n", parts.subList(from, parts.size()));
    }

    static boolean isAssertion(Throwable thrown) {
        return thrown instanceof AssertionFailedError
                || thrown instanceof AssertionError && thrown.getCause() == null && !(thrown.getMessage() == null)
                || thrown instanceof AssertionError && thrown.getClass().getName().startsWith("org.");
    }

    static String seed(String text) {
        Matcher seed = SEED.matcher(text);
        return seed.find() ? seed.group(1) : "";
    }

    private static String clean(String message) {
        return message.replaceAll("(?s)\\R+Throwable that failed the check:.*", "").replaceAll("\\R\\tat [^\\n]*", "")
                .replaceAll("\\R\\t?\\.\\.\\.\\([^\\n]*", "").replaceAll("\\R\\s*\\.\\.\\. \\d+ more", "").strip();
    }

    private static String value(String text) {
        String value = text.strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return shortened(quoted ? value.substring(1, value.length() - 1) : value.replaceAll("(?<=^-?\\d{1,18})L$", ""));
    }

    private static String shortened(String text) {
        List<String> lines = text.lines().limit(9)
                .map(line -> line.length() <= 200 ? line : line.substring(0, 199) + "…").toList();
        return String.join("\n", lines.size() < 9 ? lines : lines.subList(0, 8)) + (lines.size() < 9 ? "" : "\n…");
    }

    private static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
