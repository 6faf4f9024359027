package gregor.exercise;

/// How many random cases a test tries. Where somebody has just saved an exercise and waits for the answer, it is fewer;
/// `./gregor test` tries them all.
public final class Effort {
    private Effort() {}

    /// Returns one of two numbers.
    ///
    /// @param brief while somebody waits, with -Dgregor.brief=true; each mistake that an exercise lists must be found
    /// by it
    public static int of(int usual, int brief) {
        return Boolean.getBoolean("gregor.brief") ? brief : usual;
    }
}
