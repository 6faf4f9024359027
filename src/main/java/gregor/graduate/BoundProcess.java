package gregor.graduate;

import module java.base;

/// Runs a program that ends when the process which has started it ends, even if that is killed: its standard input ends
/// then.
final class BoundProcess {
    private BoundProcess() {}

    /// Runs `main` of a class.
    ///
    /// @param arguments the name of the class, and what its `main` gets
    public static void main(String... arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().start(BoundProcess::haltAtEndOfInput);
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null,
                (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static void haltAtEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // it cannot be read any more, as at its end
        }
        Runtime.getRuntime().halt(1);
    }
}
