package gregor.live;

import module java.base;

/// The numbers and strings in the cells of a page, which the reader may change.
public final class Literals {
    private static final Map<String, String> CHANGED = new HashMap<>();

    private Literals() {}

    /// Changes a literal from the next run on; an empty value brings back the one that is written.
    ///
    /// @param literal lesson, cell and number of the literal: `3/12/0`
    public static void change(String literal, String value) {
        CHANGED.put(literal, value);
    }

    /// Returns an `int`.
    public static int of(String literal, int written) {
        String value = CHANGED.getOrDefault(literal, "");
        return value.isEmpty() ? written : Integer.parseInt(value);
    }

    /// Returns a `long`.
    public static long of(String literal, long written) {
        String value = CHANGED.getOrDefault(literal, "");
        return value.isEmpty() ? written : Long.parseLong(value);
    }

    /// Returns a `double`.
    public static double of(String literal, double written) {
        String value = CHANGED.getOrDefault(literal, "");
        return value.isEmpty() ? written : Double.parseDouble(value);
    }

    /// Returns a string.
    public static String of(String literal, String written) {
        return CHANGED.getOrDefault(literal, written);
    }
}
