package gregor.replica.explorer;

/// A schedule that breaks a promise.
///
/// @param broken  the promise
/// @param actions the number of actions
/// @param picture what happens, as a drawing of text
public record Counterexample(String broken, int actions, String picture) {
    @Override
    public String toString() {
        return broken + "\n" + picture;
    }
}
