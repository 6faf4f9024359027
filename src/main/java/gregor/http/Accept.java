package gregor.http;

import module java.base;

/// Reads the headers in which a client says what it accepts.
final class Accept {
    private Accept() {}

    /// Reports whether an `Accept-Encoding` includes gzip.
    static boolean gzip(Optional<String> encodings) {
        return encodings.filter(all -> names(all, "gzip")).isPresent();
    }

    /// Reports whether a list such as `text/html, text/*;q=0.5` contains an item without `q=0` (RFC 9110, 12.4.2).
    static boolean names(String list, String wanted) {
        for (String item : list.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = item.split(";", -1);
            if (parts[0].strip().equals(wanted)) {
                return Arrays.stream(parts).skip(1).map(String::strip).noneMatch(part -> part.matches("q=0(\\.0*)?"));
            }
        }
        return false;
    }
}
