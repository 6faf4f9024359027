package gregor.http;

import java.util.Locale;
import java.util.Optional;

/// What a client says that it takes.
final class Accept {
    private Accept() {}

    /// Whether it takes gzip, by its `Accept-Encoding`.
    static boolean gzip(Optional<String> encodings) {
        return encodings.filter(all -> names(all, "gzip")).isPresent();
    }

    /// Whether a list such as `text/html, text/*;q=0.5` names something, and does not say `q=0` of it.
    static boolean names(String list, String wanted) {
        for (String item : list.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = item.strip().split("\\s*;\\s*", -1);
            if (parts[0].equals(wanted)) {
                for (int i = 1; i < parts.length; i++) {
                    if (parts[i].matches("q=0(\\.0*)?")) {
                        return false;
                    }
                }
                return true;
            }
        }
        return false;
    }
}
