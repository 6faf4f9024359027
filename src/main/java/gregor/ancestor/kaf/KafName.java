package gregor.ancestor.kaf;

import gregor.http.HttpException;
import gregor.http.HttpExchange;

/// The name of a log in a path of Kaf.
final class KafName {
    private KafName() {}

    /// @throws Refusal if Kaf keeps names like it for other files
    static String of(HttpExchange call) {
        String name = call.name().strip();
        if (name.isEmpty() || name.startsWith(".") || name.startsWith("--")) {
            throw new HttpException(400, "invalid log name: it is empty, or begins with a dot or two dashes");
        }
        return name;
    }

    /// A number in the query.
    ///
    /// @throws Refusal if it is missing, or not one that Kaf could have given to a message
    static long number(HttpExchange call, String name) {
        String text = call.query(name).orElseThrow(() -> new HttpException(400, "missing '" + name + "' message number"));
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > 4_294_967_295L) {
            throw new HttpException(400, "invalid '" + name + "' message number; give one from 1 to 4294967295");
        }
        return Long.parseLong(text);
    }
}
