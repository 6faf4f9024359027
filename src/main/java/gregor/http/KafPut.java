package gregor.http;

/// `POST /put/{log}`: one message. Answers with its number.
///
/// The body is the message, whatever type it is said to be of. It must say how long it is, be 1 byte long or more, and
/// no more than 5 MiB; nothing is made or written otherwise.
record KafPut(KafLogs logs) implements Request {
    @Override
    public Reply answer(Call call) {
        String name = KafName.of(call);
        long length = call.length().orElseThrow(() -> new Refusal(400, "put: no content-length found"));
        if (length == 0 || length > KafLogs.MAX_BYTES) {
            throw new Refusal(400, length == 0 ? "put: empty message" : "put: the message has " + length
                    + " bytes, and " + KafLogs.MAX_BYTES + " is the most");
        }
        return Reply.text(Long.toString(logs.put(name, call.body(KafLogs.MAX_BYTES)) + 1));
    }
}
