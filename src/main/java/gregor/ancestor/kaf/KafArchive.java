package gregor.ancestor.kaf;

import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;

/// `POST /archive/{log}?upto=N`: keeps the log as it is under another name, and goes on with what comes after N.
public record KafArchive(KafLogs logs) implements HttpHandler {
    @Override
    public Reply answer(HttpExchange call) {
        String name = KafName.of(call);
        if (!logs.archive(name, KafName.number(call, "upto"))) {
            throw new HttpException(400, "archive: nothing to archive: no message up to that number is in the log");
        }
        return Reply.text("");
    }
}
