package gregor.kafka;

import module java.base;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.apache.kafka.common.protocol.Errors;

/// Matches names with regular expressions that come from strangers. RE2 takes time proportional to the name and the
/// expression, where Java's own regular expressions may take exponential time; the size of an expression is limited
/// here.
public final class RegularExpression {
    private static final int MAX_LENGTH = 1_000;
    /// RE2J copies what a `{n}` repeats, without a limit of its own: ten nested ones would fill any memory.
    private static final long MAX_PROGRAM = 10_000;
    /// About a second for an expression that matches each character in many ways.
    private static final long MAX_STEPS = 100_000_000;
    private static final int YIELD_INTERVAL = 256;
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");

    private RegularExpression() {}

    /// Compiles an expression.
    ///
    /// @param field names it in the message
    /// @throws ErrorResponseException INVALID_REGULAR_EXPRESSION if it is invalid, or too large
    public static Pattern compile(String field, String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw invalid(field, regex.substring(0, MAX_LENGTH) + "…",
                    "it has " + regex.length() + " characters; the limit is " + MAX_LENGTH);
        }
        if (program(regex) > MAX_PROGRAM) {
            throw invalid(field, regex, "its repetitions multiply it to more than " + MAX_PROGRAM + " characters");
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw invalid(field, regex, e.getDescription());
        }
    }

    private static ErrorResponseException invalid(String field, String regex, String reason) {
        return new ErrorResponseException(Errors.INVALID_REGULAR_EXPRESSION,
                field + " `" + regex + "` is not a valid regular expression: " + reason + ".");
    }

    /// Returns the size of an expression if all its repetitions were nested: an upper limit, since they rarely are.
    private static long program(String regex) {
        long size = regex.length();
        var repetitions = REPETITION.matcher(regex);
        while (repetitions.find() && size <= MAX_PROGRAM) {
            String most = repetitions.group(2) == null || repetitions.group(2).isEmpty()
                    ? repetitions.group(1)
                    : repetitions.group(2);
            size *= Math.max(1, Integer.parseInt(most));
        }
        return size;
    }

    /// Returns the names in a list that match as a whole.
    ///
    /// @param field names the expression in the message
    /// @throws ErrorResponseException INVALID_REGULAR_EXPRESSION if it is invalid, or the search would take too long
    public static List<String> matching(String field, String regex, List<String> all) {
        Pattern pattern = compile(field, regex);
        long steps = all.stream().mapToLong(String::length).sum() * pattern.programSize();
        if (steps > MAX_STEPS) {
            throw invalid(field, regex,
                    "it would take too long to compare it with " + all.size() + " names; make it shorter");
        }
        var matching = new ArrayList<String>();
        for (int i = 0; i < all.size(); i++) {
            if (pattern.matches(all.get(i))) {
                matching.add(all.get(i));
            }
            if (i % YIELD_INTERVAL == YIELD_INTERVAL - 1) {
                Thread.yield();
            }
        }
        return matching;
    }
}
