package gregor.ancestor.kaf;

import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;

/// `POST /archive/{log}?upto=N`: keeps a copy of the log's file and removes the messages up to number N.
record KafArchive(KafLogs logs) implements HttpHandler {
    @Override
    public Reply answer(HttpExchange call) {
        String name = KafName.of(call);
        if (!logs.archive(name, KafName.number(call, "upto"))) {
            throw new HttpException(400, "archive: the log has no message up to that number");
        }
        return Reply.text("");
    }
}
