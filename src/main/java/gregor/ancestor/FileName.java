package gregor.ancestor;

/// Names of topics that can be part of the name of a file, on every system.
public final class FileName {
    private FileName() {}

    /// Returns the name, if it is one.
    ///
    /// @throws IllegalArgumentException if it is not
    public static String checked(String topic) {
        if (!topic.matches("[a-zA-Z0-9._-]{1,200}") || topic.startsWith(".")) {
            throw new IllegalArgumentException("the name of a topic has up to 200 letters, digits, dots, _ and -, and"
                    + " no dot at its beginning; choose another");
        }
        return topic;
    }
}
