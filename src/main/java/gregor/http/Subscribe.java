package gregor.http;

import module java.base;

import gregor.broker.Broker;
import gregor.file.StorageException;
import gregor.list.OffsetOutOfRangeException;
import gregor.thread.LogClosedException;
import gregor.topic.PartitionEntry;
import gregor.topic.UnknownTopicOrPartitionException;
import tools.jackson.databind.node.ObjectNode;

/// `POST /subscribe`, and `GET /subscribe?topic=…` for the EventSource of browsers: sends events as they arrive.
///
/// `Accept` chooses the form: `text/event-stream` and `application/x-ndjson` are endless streams, everything else is a
/// long poll, answered with the first events. A client resumes with `Last-Event-ID`; a member of a group resumes at
/// its committed offsets. A stream whose topic is deleted or unreadable reports that before it ends.
///
/// @param open whether the door is open; streams end when it closes
record Subscribe(Broker broker, BooleanSupplier open, AtomicInteger streams) implements HttpHandler {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    @Override
    public Reply answer(HttpExchange call) {
        SubscribeRequest request = SubscribeRequest.of(call);
        String accept = call.header("Accept").orElse("");
        StreamFormat format = Accept.names(accept, StreamFormat.EVENTS.type())
                ? StreamFormat.EVENTS
                : Accept.names(accept, StreamFormat.LINES.type()) ? StreamFormat.LINES : null;
        try (EventSource events = request.open(broker, call.header("Last-Event-ID"))) {
            return format == null ? poll(events, request.maxWait()) : stream(events, format, call, request.topics());
        } catch (LogClosedException e) {
            throw new HttpException(reason(request.topics(), e).status(), reason(request.topics(), e).detail());
        }
    }

    /// Returns why a subscription ends.
    private ProblemDetails reason(List<String> topics, RuntimeException failure) {
        return topics.stream().filter(topic -> broker.partitions(topic) == 0).findFirst()
                .map(topic -> new ProblemDetails(404, "the topic " + topic + " has been deleted; subscribe to another"))
                .orElseGet(() -> ProblemDetails.of(failure));
    }

    private static Reply poll(EventSource events, Duration wait) {
        List<PartitionEntry> entries = events.next(wait);
        String lastEventId = "";
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        var array = json.putArray("events");
        for (PartitionEntry entry : entries) {
            array.add(EventJson.of(entry));
            lastEventId = events.lastEventId(entry);
        }
        events.commit();
        Reply reply = Reply.json(json);
        return lastEventId.isEmpty() ? reply : reply.with("Last-Event-ID", lastEventId);
    }

    private Reply stream(EventSource events, StreamFormat format, HttpExchange call, List<String> topics) {
        streams.incrementAndGet();
        try (OutputStream out = call.stream(format.type())) {
            out.write(format.begin());
            out.flush();
            try {
                send(events, format, out);
            } catch (LogClosedException | UnknownTopicOrPartitionException | OffsetOutOfRangeException
                    | StorageException e) {
                out.write(format.end(reason(topics, e)));
            }
        } catch (IOException | RuntimeException e) {
            // the client has disconnected
        } finally {
            streams.decrementAndGet();
        }
        return Reply.STREAMED;
    }

    private void send(EventSource events, StreamFormat format, OutputStream out) throws IOException {
        while (open.getAsBoolean()) {
            List<PartitionEntry> entries = events.next(HEARTBEAT);
            for (PartitionEntry entry : entries) {
                out.write(format.event(entry, events.lastEventId(entry)));
            }
            if (entries.isEmpty()) {
                out.write(format.heartbeat());
            }
            out.flush();
            if (!entries.isEmpty()) {
                events.commit();
            }
        }
    }
}
