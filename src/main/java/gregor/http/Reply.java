package gregor.http;

import module java.base;

import gregor.list.Utf8;

/// A response: status, content type, further headers, and body. Immutable, so that it can be sent twice.
///
/// @param headers the headers other than type and length, by name
public record Reply(int status, String type, Map<String, String> headers, byte[] body) {
    static final String TEXT = "text/plain; charset=utf-8";
    public static final String JSON = "application/json";
    public static final String BYTES = "application/octet-stream";
    static final String PROBLEM = "application/problem+json";

    /// Marks a request whose response has been streamed.
    static final Reply STREAMED = new Reply(200, "", Map.of(), new byte[0]);

    public static Reply of(String type, byte[] body) {
        return new Reply(200, type, Map.of(), body);
    }

    public static Reply text(String text) {
        return of(TEXT, Utf8.bytes(text));
    }

    public static Reply json(Object value) {
        return of(JSON, JsonBody.STRICT.writeValueAsBytes(value));
    }

    public Reply status(int other) {
        return new Reply(other, type, headers, body);
    }

    public Reply with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, type, more, body);
    }
}
