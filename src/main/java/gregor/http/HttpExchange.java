package gregor.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// One request and the way back for its answer. The thread of its connection may call it.
public final class HttpExchange {
    private static final int WORTH_ZIPPING = 1024;
    private static final int AT_ONCE = 1 << 13;
    private static final long MAX_DISCARDED = 1 << 25;

    private final ServerRequest request;
    private final ServerResponse response;
    private final ReadTimeouts watch;
    private final String rawName;
    private Map<String, List<String>> query;
    private boolean unread;

    /// @param rawName what stands in the path behind its first part, as it was sent; null if that has no end
    HttpExchange(ServerRequest request, ServerResponse response, ReadTimeouts watch, String rawName) {
        this.request = request;
        this.response = response;
        this.watch = watch;
        this.rawName = rawName;
        unread = request.content().hasEntity();
    }

    String method() {
        return request.prologue().method().text();
    }

    /// The path as it was sent.
    String path() {
        return request.prologue().uriPath().rawPath();
    }

    /// Whether there is anything behind the first part of the path.
    public boolean hasName() {
        return rawName != null;
    }

    /// What the path names.
    ///
    /// @throws Refusal if that is not one name in UTF-8
    public String name() {
        String name = PercentEncoding.decode(rawName, false);
        if (name.isEmpty() || rawName.indexOf('/') >= 0) {
            throw new HttpException(400,
                    "the path has " + (name.isEmpty() ? "no name" : "more than one name") + " at its end; "
                    + "give one, such as orders");
        }
        return name;
    }

    /// Returns what the query says of something; empty if nothing.
    public Optional<String> query(String name) {
        return queries(name).stream().findFirst();
    }

    /// Returns all that the query says of something.
    ///
    /// @throws Refusal if the query is not in UTF-8
    List<String> queries(String name) {
        if (query == null) {
            query = PercentEncoding.query(request.prologue().query().rawValue());
        }
        return query.getOrDefault(name, List.of());
    }

    /// Returns a header; empty if it was not sent.
    Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /// Says how many bytes the client means to send; empty if it did not say, or sends nothing.
    public Optional<Long> length() {
        return header("Content-Length").map(Long::parseLong);
    }

    /// What tells this request from another one: its method, its address and the length of its body.
    String about() {
        return method() + " " + path() + "?" + request.prologue().query().rawValue() + " " + length().orElse(0L);
    }

    /// Reads the body.
    ///
    /// @throws Refusal if it is larger than that
    public byte[] body(int maxBytes) {
        if (!unread) {
            return new byte[0];
        }
        if (length().filter(length -> length > maxBytes).isPresent()) {
            throw tooLarge(maxBytes);
        }
        watch.begin();
        try (InputStream in = request.content().inputStream()) {
            byte[] body = read(in, maxBytes);
            unread = false;
            return body;
        } catch (IOException | IllegalStateException | IllegalArgumentException | RequestException
                | DataReader.InsufficientDataAvailableException e) {
            throw new HttpException(400, "the body is cut short, or its chunks are none");
        } finally {
            watch.end();
        }
    }

    /// Room is made for what has come, and for no more than a little that is only announced.
    private byte[] read(InputStream in, int maxBytes) throws IOException {
        int small = length().filter(length -> length <= AT_ONCE).orElse(-1L).intValue();
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

    /// Sends the answer at once.
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
        if (body.length >= WORTH_ZIPPING) {
            response.header(HeaderNames.VARY, "Accept-Encoding");
            if (Accept.gzip(header("Accept-Encoding"))) {
                response.header(HeaderNames.CONTENT_ENCODING, "gzip");
                body = zipped(body);
            }
        }
        response.send(body);
    }

    /// Closes the connection if there is a body that nobody has read: else it would be taken for the next request. The
    /// library does not, whatever the answer said.
    void closeIfUnread() {
        if (unread) {
            throw new CloseConnectionException("the body was not read");
        }
    }

    /// Lets a client finish what it is sending, within reason; else it would not listen to why it is refused.
    private void discardBody() {
        if (header("Expect").isEmpty() && length().filter(length -> length <= MAX_DISCARDED).isPresent()) {
            watch.begin();
            try (InputStream in = request.content().inputStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException | RuntimeException e) {
                // it has gone, or is too slow
            } finally {
                watch.end();
            }
        }
    }

    private static byte[] zipped(byte[] body) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Begins an answer that has no end yet.
    OutputStream stream(String type) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, type));
        response.header(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        return response.outputStream();
    }
}
