package gregor.http;

import module java.base;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// One request and its response. Only the thread of the connection may call it.
public final class HttpExchange {
    private static final int MIN_ZIPPED_BYTES = 1024;
    private static final int MAX_PREALLOCATED = 1 << 13;
    private static final long MAX_DISCARDED_BYTES = 1 << 25;

    private final ServerRequest request;
    private final ServerResponse response;
    private final ReadTimeouts timeouts;
    private final String rawName;
    private Map<String, List<String>> query;
    private boolean unread;

    /// @param rawName the path after its first part, as it was sent; null if there is none
    HttpExchange(ServerRequest request, ServerResponse response, ReadTimeouts timeouts, String rawName) {
        this.request = request;
        this.response = response;
        this.timeouts = timeouts;
        this.rawName = rawName;
        unread = request.content().hasEntity();
    }

    String method() {
        return request.prologue().method().text();
    }

    /// Returns the path as it was sent, without percent-decoding.
    String path() {
        return request.prologue().uriPath().rawPath();
    }

    /// Reports whether the path has a name after its first part.
    public boolean hasName() {
        return rawName != null;
    }

    /// Returns the name in the path, percent-decoded.
    ///
    /// @throws HttpException if there is no name, more than one, or one that is not UTF-8
    public String name() {
        String name = PercentEncoding.decode(rawName, false);
        if (name.isEmpty() || rawName.indexOf('/') >= 0) {
            throw new HttpException(400, "the path has " + (name.isEmpty() ? "no name" : "more than one name")
                    + " at its end; give one, such as orders");
        }
        return name;
    }

    /// Returns the names in the path after its first part, percent-decoded: `a/b` and `versions` of
    /// `/subjects/a%2Fb/versions`.
    public List<String> names() {
        return rawName == null
                ? List.of()
                : Stream.of(rawName.split("/", -1)).map(name -> PercentEncoding.decode(name, false)).toList();
    }

    public Optional<String> query(String name) {
        return queries(name).stream().findFirst();
    }

    /// @throws HttpException if the query is not UTF-8
    List<String> queries(String name) {
        if (query == null) {
            query = PercentEncoding.query(request.prologue().query().rawValue());
        }
        return query.getOrDefault(name, List.of());
    }

    Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /// Returns the announced length of the body in bytes; empty without `Content-Length`.
    public Optional<Long> length() {
        return header("Content-Length").map(Long::parseLong);
    }

    /// Returns what identifies the request: its method, address and length.
    String fingerprint() {
        return method() + " " + path() + "?" + request.prologue().query().rawValue() + " " + length().orElse(0L);
    }

    /// Reads the body; empty if there is none or it has been read.
    ///
    /// @throws HttpException if it has more than `maxBytes`, is cut short, or arrives too slowly
    public byte[] body(int maxBytes) {
        if (!unread) {
            return new byte[0];
        }
        if (length().filter(length -> length > maxBytes).isPresent()) {
            throw tooLarge(maxBytes);
        }
        timeouts.begin();
        try (InputStream in = request.content().inputStream()) {
            byte[] body = read(in, maxBytes);
            unread = false;
            return body;
        } catch (IOException | IllegalStateException | IllegalArgumentException | RequestException
                | DataReader.InsufficientDataAvailableException e) {
            throw new HttpException(400, "the body is cut short, or its chunks are malformed");
        } finally {
            timeouts.end();
        }
    }

    /// Allocates memory as bytes arrive: announcing many bytes and sending few costs little.
    private byte[] read(InputStream in, int maxBytes) throws IOException {
        int small = length().filter(length -> length <= MAX_PREALLOCATED).orElse(-1L).intValue();
        byte[] body = small >= 0 ? new byte[small] : in.readNBytes(maxBytes + 1);
        if (small > 0 && in.readNBytes(body, 0, small) < small) {
            throw new EOFException();
        }
        if (body.length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        return body;
    }

    private static HttpException tooLarge(int maxBytes) {
        return new HttpException(413, "the body has more than " + maxBytes + " bytes");
    }

    /// Sends a complete reply, with gzip if the client accepts it and it is at least 1 KiB.
    void send(Reply reply) {
        response.status(Status.create(reply.status()));
        response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, reply.type()));
        response.header(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF);
        reply.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (unread) {
            discardBody();
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        byte[] body = reply.body();
        if (body.length >= MIN_ZIPPED_BYTES) {
            response.header(HeaderNames.VARY, "Accept-Encoding");
            if (Accept.gzip(header("Accept-Encoding"))) {
                response.header(HeaderNames.CONTENT_ENCODING, "gzip");
                body = gzip(body);
            }
        }
        response.send(body);
    }

    /// Closes the connection if the body has not been read, because its bytes would be taken for the next request. The
    /// library does not, even if the response says `Connection: close`.
    void closeIfUnread() {
        if (unread) {
            throw new CloseConnectionException("the body was not read");
        }
    }

    /// Reads and drops a body of up to 32 MiB: many clients read the response only when they have sent everything.
    private void discardBody() {
        if (header("Expect").isEmpty() && length().filter(length -> length <= MAX_DISCARDED_BYTES).isPresent()) {
            timeouts.begin();
            try (InputStream in = request.content().inputStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException | RuntimeException e) {
                // the client has disconnected, or is too slow
            } finally {
                timeouts.end();
            }
        }
    }

    private static byte[] gzip(byte[] body) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Starts a streamed response and returns where to write it.
    OutputStream stream(String type) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, type));
        response.header(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        return response.outputStream();
    }
}
