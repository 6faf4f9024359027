package gregor.http;

import gregor.list.Utf8;
import gregor.topic.PartitionEntry;

/// The two formats of a streamed subscription.
enum StreamFormat {
    /// Server-sent events (HTML, 9.2): `id: offsets`, `data: event`, an empty line; `event: end` is the last one.
    EVENTS("text/event-stream", "retry: 1000\n\n", ":\n\n") {
        @Override
        byte[] event(PartitionEntry received, String lastEventId) {
            String id = lastEventId.isEmpty() ? "" : "id: " + lastEventId + "\n";
            return Utf8.bytes(id + "data: " + EventJson.of(received) + "\n\n");
        }

        @Override
        byte[] end(ProblemDetails problem) {
            return Utf8.bytes("event: end\ndata: " + Utf8.show(problem.json().body()) + "\n\n");
        }
    },
    /// One line of JSON for each event; `{"end":…}` is the last one. Empty lines show that the connection is alive.
    LINES("application/x-ndjson", "", "\n") {
        @Override
        byte[] event(PartitionEntry received, String lastEventId) {
            return Utf8.bytes(EventJson.of(received) + "\n");
        }

        @Override
        byte[] end(ProblemDetails problem) {
            return Utf8.bytes("{\"end\":" + Utf8.show(problem.json().body()) + "}\n");
        }
    };

    private final String type;
    private final byte[] begin;
    private final byte[] heartbeat;

    StreamFormat(String type, String begin, String heartbeat) {
        this.type = type;
        this.begin = Utf8.bytes(begin);
        this.heartbeat = Utf8.bytes(heartbeat);
    }

    String type() {
        return type;
    }

    /// Returns the first bytes of a stream.
    byte[] begin() {
        return begin.clone();
    }

    /// Returns bytes that carry no event and show that the connection is alive.
    byte[] heartbeat() {
        return heartbeat.clone();
    }

    /// @param lastEventId with which the client resumes after it; empty for none
    abstract byte[] event(PartitionEntry received, String lastEventId);

    /// Returns the bytes that end a stream and say why.
    abstract byte[] end(ProblemDetails problem);
}
