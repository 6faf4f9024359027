package gregor.ancestor.kaf;

import gregor.http.HttpException;
import gregor.http.HttpExchange;

/// Reads the name of a log in the path, and message numbers in the query.
final class KafName {
    private KafName() {}

    /// Returns the name.
    ///
    /// @throws HttpException if the name is empty, or Kaf reserves it for other files
    static String of(HttpExchange call) {
        String name = call.name().strip();
        if (name.isEmpty() || name.startsWith(".") || name.startsWith("--")) {
            throw new HttpException(400, "invalid log name: it is empty, or starts with a dot or two dashes");
        }
        return name;
    }

    /// Returns the message number of a query parameter.
    ///
    /// @throws HttpException if it is missing or not from 1 to 4294967295
    static long number(HttpExchange call, String name) {
        String text = call.query(name)
                .orElseThrow(() -> new HttpException(400, "missing '" + name + "' message number"));
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > 4_294_967_295L) {
            throw new HttpException(400, "invalid '" + name + "' message number; give one from 1 to 4294967295");
        }
        return Long.parseLong(text);
    }
}
