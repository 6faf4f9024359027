package gregor.ancestor.kaf;

import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;

/// `POST /put/{log}`: appends one message and returns its number, 1 for the first.
///
/// The body is the message, whatever its content type. It needs a `Content-Length` from 1 byte to 5 MiB; other requests
/// change nothing.
record KafPut(KafLogs logs) implements HttpHandler {
    @Override
    public Reply answer(HttpExchange call) {
        String name = KafName.of(call);
        long length = call.length().orElseThrow(() -> new HttpException(400, "put: no content-length found"));
        if (length == 0 || length > KafLogs.MAX_BYTES) {
            throw new HttpException(400,
                    length == 0
                            ? "put: empty message"
                            : "put: the message has " + length + " bytes; the maximum is " + KafLogs.MAX_BYTES);
        }
        return Reply.text(Long.toString(logs.put(name, call.body(KafLogs.MAX_BYTES)) + 1));
    }
}
