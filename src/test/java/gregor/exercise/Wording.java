package gregor.exercise;

import module java.base;

import org.assertj.core.api.Condition;

/// The text of an exception, which Gregor's own classes must have. A learner's class may word it differently, so it is not
/// checked in a [TestProcess].
public final class Wording {
    private Wording() {}

    /// Expects a message.
    public static Condition<Throwable> message(String exact) {
        return of(exact, List.of(exact), true);
    }

    /// Expects parts of a message.
    public static Condition<Throwable> messageWith(String... parts) {
        return of(String.join(" and ", parts), List.of(parts), false);
    }

    private static Condition<Throwable> of(String description, List<String> parts, boolean exact) {
        return new Condition<>(
                thrown -> Boolean.getBoolean(TestProcess.LEARNER)
                        || thrown.getMessage() != null && parts.stream().allMatch(
                                part -> exact ? thrown.getMessage().equals(part) : thrown.getMessage().contains(part)),
                "message " + description);
    }
}
