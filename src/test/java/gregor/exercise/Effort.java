package gregor.exercise;

/// The number of random cases that a test tries. While a learner waits for the result of an exercise it is smaller;
/// `./gregor test` tries them all.
public final class Effort {
    private Effort() {}

    /// Returns one of two numbers.
    ///
    /// @param brief while a learner waits, with -Dgregor.brief=true; each mistake that an exercise lists must be found
    /// by it
    public static int of(int usual, int brief) {
        return Boolean.getBoolean("gregor.brief") ? brief : usual;
    }
}
