package gregor.http;

import module java.base;

import gregor.list.Utf8;

/// Decodes the percent-encoding of paths and queries (RFC 3986, 2.1): `%2F` is a slash.
final class PercentEncoding {
    private PercentEncoding() {}

    /// @param plus whether a plus means a space, as in queries
    /// @throws HttpException if it is malformed, not UTF-8, or contains a NUL
    static String decode(String raw, boolean plus) {
        if (isPlain(raw)) {
            return raw;
        }
        var bytes = new ByteArrayOutputStream();
        for (int at = 0; at < raw.length(); at++) {
            char letter = raw.charAt(at);
            if (letter == '%') {
                int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
                int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new HttpException(400, "a % in the address is not followed by two hexadecimal digits");
                }
                bytes.write(16 * high + low);
                at += 2;
            } else if (letter <= ' ' || letter >= 127) {
                throw new HttpException(400, "the address has a character that must be percent-encoded");
            } else {
                bytes.write(plus && letter == '+' ? ' ' : letter);
            }
        }
        return Utf8.text(bytes.toByteArray()).filter(text -> text.indexOf('\0') < 0)
                .orElseThrow(() -> new HttpException(400, "the address is not UTF-8, or contains a NUL"));
    }

    private static boolean isPlain(String raw) {
        for (int at = 0; at < raw.length(); at++) {
            char letter = raw.charAt(at);
            if (letter <= ' ' || letter >= 127 || letter == '%' || letter == '+') {
                return false;
            }
        }
        return true;
    }

    /// Parses a query such as `from=1&format=raw` into the values of each parameter.
    static Map<String, List<String>> query(String raw) {
        var query = new HashMap<String, List<String>>();
        for (String part : raw.split("&")) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals), true);
            query.computeIfAbsent(name, absent -> new ArrayList<>())
                    .add(decode(equals < 0 ? "" : part.substring(equals + 1), true));
        }
        return query;
    }
}
