package gregor.http;

import module java.base;

import gregor.list.Utf8;

/// Decodes the percent-encoding of paths and queries (RFC 3986, 2.1): `%2F` is a slash.
final class PercentEncoding {
    private static final Pattern NO_BYTE = Pattern.compile("%(?!\\p{XDigit}{2})");

    private PercentEncoding() {}

    /// Decodes a text.
    ///
    /// @param plus whether a plus means a space, as in queries
    /// @throws HttpException if it is malformed, not UTF-8, or contains a NUL
    static String decode(String raw, boolean plus) {
        if (raw.chars().anyMatch(letter -> letter <= ' ' || letter >= 127)) {
            throw new HttpException(400, "the address has a character that must be percent-encoded");
        }
        if (NO_BYTE.matcher(raw).find()) {
            throw new HttpException(400, "a % in the address is not followed by two hexadecimal digits");
        }
        // ISO 8859-1 has a character for each byte; the URLDecoder would replace what is not UTF-8.
        String bytes = URLDecoder.decode(plus ? raw : raw.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
        return Utf8.text(bytes.getBytes(StandardCharsets.ISO_8859_1)).filter(text -> text.indexOf('\0') < 0)
                .orElseThrow(() -> new HttpException(400, "the address is not UTF-8, or contains a NUL"));
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
