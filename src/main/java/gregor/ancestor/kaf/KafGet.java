package gregor.ancestor.kaf;

import module java.base;

import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;
import gregor.list.Entry;

/// `GET /get/{log}?from=N[&format=raw|json]`: returns messages from number N on: at most 1 MiB, but at least one.
///
/// `X-Kaf-LastMsgSent` has the number of the last one; a client that always asks for the number after it reads all.
record KafGet(KafLogs logs) implements HttpHandler {
    private static final int MAX_BYTES = 1 << 20;

    @Override
    public Reply answer(HttpExchange call) {
        String name = KafName.of(call);
        List<Entry> entries = logs.get(name, KafName.number(call, "from") - 1, MAX_BYTES);
        KafForm format = switch (call.query("format").orElse("kaf")) {
            case "raw" -> KafForm.RAW;
            case "json" -> KafForm.JSON;
            default -> KafForm.KAF;
        };
        Reply reply = Reply.of(format == KafForm.JSON ? Reply.JSON : Reply.BYTES, format.bytes(entries));
        return entries.isEmpty()
                ? reply
                : reply.with("X-Kaf-LastMsgSent", Long.toString(entries.getLast().offset() + 1));
    }
}
