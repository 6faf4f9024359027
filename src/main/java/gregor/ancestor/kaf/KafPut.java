package gregor.ancestor.kaf;

import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;

/// `POST /put/{log}`: one message. Answers with its number.
///
/// The body is the message, whatever type it is said to be of. It must say how long it is, be 1 byte long or more, and
/// no more than 5 MiB; nothing is made or written otherwise.
public record KafPut(KafLogs logs) implements HttpHandler {
    @Override
    public Reply answer(HttpExchange call) {
        String name = KafName.of(call);
        long length = call.length().orElseThrow(() -> new HttpException(400, "put: no content-length found"));
        if (length == 0 || length > KafLogs.MAX_BYTES) {
            throw new HttpException(400, length == 0 ? "put: empty message" : "put: the message has " + length
                    + " bytes, and " + KafLogs.MAX_BYTES + " is the most");
        }
        return Reply.text(Long.toString(logs.put(name, call.body(KafLogs.MAX_BYTES)) + 1));
    }
}
