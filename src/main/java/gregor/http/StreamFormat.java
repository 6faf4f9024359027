package gregor.http;

import gregor.list.Utf8;
import gregor.topic.PartitionEntry;

/// The two forms of a stream without end.
enum StreamFormat {
    /// Server-sent events, as HTML defines them: `id: place`, `data: event`, an empty line. The last one is an
    /// `event: end`.
    EVENTS("text/event-stream", "retry: 1000\n\n", ":\n\n") {
        @Override
        byte[] event(PartitionEntry arrival, String place) {
            String id = place.isEmpty() ? "" : "id: " + place + "\n";
            return Utf8.bytes(id + "data: " + EventJson.of(arrival) + "\n\n");
        }

        @Override
        byte[] end(ProblemDetails problem) {
            return Utf8.bytes("event: end\ndata: " + Utf8.show(problem.json().body()) + "\n\n");
        }
    },
    /// A line of JSON each; an empty line now and then shows that somebody is still there. The last one is `{"end":…}`.
    LINES("application/x-ndjson", "", "\n") {
        @Override
        byte[] event(PartitionEntry arrival, String place) {
            return Utf8.bytes(EventJson.of(arrival) + "\n");
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

    byte[] begin() {
        return begin.clone();
    }

    byte[] heartbeat() {
        return heartbeat.clone();
    }

    /// Writes an event.
    ///
    /// @param place where the client is behind it; empty if it need not know
    abstract byte[] event(PartitionEntry arrival, String place);

    /// Writes why nothing more comes.
    abstract byte[] end(ProblemDetails problem);
}
