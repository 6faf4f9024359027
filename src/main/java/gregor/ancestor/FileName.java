package gregor.ancestor;

/// Checks that the name of a topic can be part of a file name on every operating system.
public final class FileName {
    private FileName() {}

    public static boolean isAllowed(String topic) {
        return topic.matches("[a-zA-Z0-9._-]{1,200}") && !topic.startsWith(".");
    }

    /// Returns the name.
    ///
    /// @throws IllegalArgumentException if it cannot be part of a file name
    public static String checked(String topic) {
        if (!isAllowed(topic)) {
            throw new IllegalArgumentException("a topic's name has 1 to 200 letters, digits, dots, _ and -, and does"
                    + " not start with a dot; choose another");
        }
        return topic;
    }
}
