package gregor.lesson;

import module java.base;

/// Checks promises in a test cell.
public final class Check {
    private Check() {}

    /// Reports a promise that is not kept.
    public static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1;

        private Broken(String message) {
            super(message);
        }
    }

    /// Prints that a promise is kept.
    ///
    /// @throws Broken if the actual value is not the expected one; the message shows both
    public static void expect(String promise, Object expected, Object actual) {
        if (!isSame(expected, actual)) {
            throw new Broken(
                    "broken: " + promise + "\n  expected  " + quoted(expected) + "\n  actual    " + quoted(actual));
        }
        System.out.println("kept: " + promise);
    }

    /// Treats an `int` 3 and a `long` 3 as equal: the difference does not matter to the learner.
    private static boolean isSame(Object one, Object other) {
        return isWhole(one) && isWhole(other)
                ? ((Number) one).longValue() == ((Number) other).longValue()
                : Objects.deepEquals(one, other);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    /// Quotes text, since spaces at its ends are not visible.
    private static String quoted(Object value) {
        return value instanceof String text ? "\"" + text + "\"" : Objects.toString(value);
    }
}
