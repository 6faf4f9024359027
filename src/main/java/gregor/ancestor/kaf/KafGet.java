package gregor.ancestor.kaf;

import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;
import gregor.list.Entry;
import java.util.List;

/// `GET /get/{log}?from=N[&format=raw|json]`: the messages from number N on, up to a mebibyte of them and at least one.
///
/// `X-Kaf-LastMsgSent` says the number of the last one; who asks for the next one until there is none gets them all.
public record KafGet(KafLogs logs) implements HttpHandler {
    private static final int MAX_BYTES = 1 << 20;

    @Override
    public Reply answer(HttpExchange call) {
        String name = KafName.of(call);
        List<Entry> entries = logs.get(name, KafName.number(call, "from") - 1, MAX_BYTES);
        KafForm form = switch (call.query("format").orElse("kaf")) {
            case "raw" -> KafForm.RAW;
            case "json" -> KafForm.JSON;
            default -> KafForm.KAF;
        };
        Reply reply = Reply.of(form == KafForm.JSON ? Reply.JSON : Reply.BYTES, form.bytes(entries));
        return entries.isEmpty() ? reply
                : reply.with("X-Kaf-LastMsgSent", Long.toString(entries.getLast().offset() + 1));
    }
}
