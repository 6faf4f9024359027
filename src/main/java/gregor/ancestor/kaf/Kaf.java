package gregor.ancestor.kaf;

import module java.base;

import gregor.broker.Broker;
import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpModule;
import gregor.http.Reply;
import gregor.http.Router;
import gregor.list.Entry;

/// Kaf's requests, as a module of an HTTP door. Kaf counts messages from 1, a log counts from 0.
public final class Kaf implements HttpModule {
    private static final int MAX_REPLY_BYTES = 1 << 20;

    private final KafLogs logs;

    private Kaf(KafLogs logs) {
        this.logs = logs;
    }

    /// Serves the topics of a broker that have one partition.
    public static HttpModule module(Broker broker) {
        return new Kaf(new BrokerKafLogs(broker));
    }

    /// Serves the logs in a folder of Kaf's, with the fsync policy and the clock of a broker.
    ///
    /// @throws gregor.file.FormatException if the folder cannot be read
    public static HttpModule module(Broker broker, Path folder) {
        return new Kaf(new KafFolder(folder, broker.settings()));
    }

    @Override
    public void addRoutes(Router router) {
        router.addPlain("POST", "/put/{log}", router.idempotent(this::put));
        router.addPlain("GET", "/get/{log}", this::get);
        router.addPlain("POST", "/archive/{log}", this::archive);
    }

    /// `POST /put/{log}`: appends one message and returns its number, 1 for the first.
    ///
    /// The body is the message, whatever its content type. It needs a `Content-Length` from 1 byte to 5 MiB; other
    /// requests change nothing.
    private Reply put(HttpExchange call) {
        String name = name(call);
        long length = call.length().orElseThrow(() -> new HttpException(400, "put: no content-length found"));
        if (length == 0 || length > KafLogs.MAX_BYTES) {
            throw new HttpException(400,
                    length == 0
                            ? "put: empty message"
                            : "put: the message has " + length + " bytes; the maximum is " + KafLogs.MAX_BYTES);
        }
        return Reply.text(Long.toString(logs.put(name, call.body(KafLogs.MAX_BYTES)) + 1));
    }

    /// `GET /get/{log}?from=N[&format=raw|json]`: returns messages from number N on: at most 1 MiB, but at least one.
    ///
    /// `X-Kaf-LastMsgSent` has the number of the last one; a client that always asks for the number after it reads all.
    private Reply get(HttpExchange call) {
        List<Entry> entries = logs.get(name(call), number(call, "from") - 1, MAX_REPLY_BYTES);
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

    /// `POST /archive/{log}?upto=N`: keeps a copy of the log's file and removes the messages up to number N.
    private Reply archive(HttpExchange call) {
        if (!logs.archive(name(call), number(call, "upto"))) {
            throw new HttpException(400, "archive: the log has no message up to that number");
        }
        return Reply.text("");
    }

    private static String name(HttpExchange call) {
        String name = call.name().strip();
        KafLog.checkName(name);
        return name;
    }

    private static long number(HttpExchange call, String name) {
        String text = call.query(name)
                .orElseThrow(() -> new HttpException(400, "missing '" + name + "' message number"));
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > 4_294_967_295L) {
            throw new HttpException(400, "invalid '" + name + "' message number; give one from 1 to 4294967295");
        }
        return Long.parseLong(text);
    }

    @Override
    public void close() {
        logs.close();
    }
}
