package gregor.http;

/// `POST /archive/{log}?upto=N`: keeps the log as it is under another name, and goes on with what comes after N.
record KafArchive(KafLogs logs) implements Request {
    @Override
    public Reply answer(Call call) {
        String name = KafName.of(call);
        if (!logs.archive(name, KafName.number(call, "upto"))) {
            throw new Refusal(400, "archive: nothing to archive: no message up to that number is in the log");
        }
        return Reply.text("");
    }
}
