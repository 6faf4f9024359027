package gregor.judge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The port, the frames, and what the broker says that it can do.
final class WireStages {
    private static final int PIPELINED = 20;

    private WireStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("port", "The port is open.",
                        "Start the broker, and let it listen where the judge looks.", trial -> trial.link()),
                new Stage("correlation-id", "The correlation id of a request comes back with its answer.",
                        "An answer is: its size (4 bytes, not counted), the correlation id (4 bytes, those of the request's header behind"
                        + " the key and the version), and the body.", WireStages::correlation),
                new Stage("api-versions", "ApiVersions says which requests there are, itself among them.",
                        "The body of version 0: an error code (2 bytes), a count (4), and for each API its key, its lowest and its highest"
                        + " version (2 each).", WireStages::old),
                new Stage("flexible", "ApiVersions version 3 says the same, in flexible fields.",
                        "Counts are unsigned varints of the count plus one, and each structure ends with the count of unknown fields. Its"
                        + " header is the old one all the same, so that any client can read it.", WireStages::flexible),
                new Stage("unknown-version",
                        "A version of ApiVersions that nobody knows gets error 35, written as version 0.",
                        "A client that is newer than the broker asks first with its own newest version. It must learn what to ask instead,"
                        + " and on the same connection.", WireStages::unknownVersion),
                new Stage("again", "A connection takes one request after the other.",
                        "Read frames in a loop until the client closes.", WireStages::again),
                new Stage("pipelined", "Requests that come all at once are answered in their order.",
                        "Clients send on without waiting. They tell answers apart by their order, too.",
                        WireStages::pipelined),
                new Stage("piecemeal", "A request may come byte by byte.",
                        "One read of a socket returns what is there, and not a frame. Read until the size is reached.",
                        WireStages::piecemeal),
                new Stage("side-by-side", "Clients do not wait for each other.",
                        "Each connection needs a thread of its own, or a loop that waits for none of them.",
                        WireStages::sideBySide));
    }

    private static Request versions(int version, boolean flexible) {
        return Request.of(Api.API_VERSIONS, version, flexible);
    }

    private static void correlation(Trial trial) throws IOException {
        trial.link().ask(versions(0, false));
    }

    private static void old(Trial trial) throws IOException {
        Response response = trial.link().ask(versions(0, false));
        response.error(ErrorCode.NONE);
        Map<Integer, Offer.Range> ranges = ranges(response);
        response.close();
        trial.offer().take(ranges);
    }

    private static Map<Integer, Offer.Range> ranges(Response response) {
        var ranges = new HashMap<Integer, Offer.Range>();
        response.array("APIs", () -> {
            int key = response.int16("API key");
            response.must(key >= 0 && !ranges.containsKey(key), "each API key once", key);
            int from = response.int16("lowest version");
            int to = response.int16("highest version");
            response.must(from >= 0 && from <= to, "a highest version that is " + from + " or more", to);
            response.end();
            return ranges.put(key, new Offer.Range(from, to));
        });
        response.must(ranges.containsKey(Api.API_VERSIONS.key()), "ApiVersions (18) among the APIs", ranges.keySet());
        return ranges;
    }

    private static Request newest() {
        return Request.of(Api.API_VERSIONS).text("gregor-judge").text("1").end();
    }

    private static void flexible(Trial trial) throws IOException {
        Response response = trial.link().ask(newest());
        response.error(ErrorCode.NONE);
        Map<Integer, Offer.Range> ranges = ranges(response);
        response.int32("throttle time");
        response.close();
        trial.offer().take(ranges);
    }

    private static void unknownVersion(Trial trial) throws IOException {
        Request unknown = versions(999, true).text("gregor-judge").text("1").end();
        int id = trial.link().send(unknown);
        // What is asked in version 999 is answered in version 0: so it is read as such.
        Response response = new Response(versions(0, false), trial.link().receiveBytes(unknown, id));
        response.error(ErrorCode.UNSUPPORTED_VERSION);
        response.array("APIs", () -> response.int16("API key") + response.int16("lowest version")
                + response.int16("highest version"));
        response.close();
        trial.link().ask(newest()).error(ErrorCode.NONE);
    }

    private static void again(Trial trial) throws IOException {
        for (int i = 0; i < 5; i++) {
            trial.link().ask(i % 2 == 0 ? newest() : versions(0, false)).error(ErrorCode.NONE);
        }
    }

    private static void pipelined(Trial trial) throws IOException {
        var asked = new ArrayList<Request>();
        var ids = new ArrayList<Integer>();
        var all = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < PIPELINED; i++) {
            Request request = i % 3 == 0 ? versions(0, false) : newest();
            int id = trial.link().nextId();
            all.writeBytes(request.frame(id));
            asked.add(request);
            ids.add(id);
        }
        trial.link().raw(all.toByteArray(), asked.getFirst());
        for (int i = 0; i < PIPELINED; i++) {
            trial.link().receive(asked.get(i), ids.get(i)).error(ErrorCode.NONE);
        }
    }

    private static void piecemeal(Trial trial) throws IOException {
        Request request = newest();
        int id = trial.link().nextId();
        for (byte one : request.frame(id)) {
            trial.link().raw(new byte[] {one}, request);
            Trial.pause(1);
        }
        trial.link().receive(request, id).error(ErrorCode.NONE);
    }

    private static void sideBySide(Trial trial) throws IOException {
        var links = List.of(trial.another(), trial.another(), trial.another());
        Request half = newest();
        byte[] frame = half.frame(trial.link().nextId());
        links.getFirst().raw(java.util.Arrays.copyOf(frame, 9), half);
        for (Link link : links.subList(1, 3)) {
            link.ask(newest()).error(ErrorCode.NONE);
        }
    }
}
