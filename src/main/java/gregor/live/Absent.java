package gregor.live;

import module java.base;

/// Thrown in a page by code that needs what only a JDK has: files, sockets, and some classes.
public final class Absent extends LinkageError {
    @Serial
    private static final long serialVersionUID = 1;

    private Absent(String member) {
        super(member);
    }

    /// Creates the error for a class or a member of a class, which the text names.
    public static Absent of(String member) {
        return new Absent(member);
    }
}
