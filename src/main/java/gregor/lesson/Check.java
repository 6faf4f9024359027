package gregor.lesson;

import java.util.Objects;

/// What a test cell is made of: a promise, and whether it is kept.
public final class Check {
    private Check() {}

    /// A promise that is not kept.
    public static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1;

        private Broken(String verdict) {
            super(verdict);
        }
    }

    /// Says that a promise is kept.
    ///
    /// @throws Broken if what there is is not what is expected; it shows one below the other
    public static void expect(String promise, Object expected, Object actual) {
        if (!same(expected, actual)) {
            throw new Broken("broken: " + promise + "\n  expected  " + shown(expected) + "\n  actual    "
                    + shown(actual));
        }
        System.out.println("kept: " + promise);
    }

    /// An `int` 3 is a `long` 3: the learner has not asked for the difference.
    private static boolean same(Object one, Object other) {
        return isWhole(one) && isWhole(other) ? ((Number) one).longValue() == ((Number) other).longValue()
                : Objects.deepEquals(one, other);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    /// Two texts that look the same on the screen may differ at their ends.
    private static String shown(Object value) {
        return value instanceof String text ? "\"" + text + "\"" : Objects.toString(value);
    }
}
