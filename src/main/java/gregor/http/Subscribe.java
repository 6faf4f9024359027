package gregor.http;

import gregor.broker.Broker;
import gregor.file.StorageException;
import gregor.list.OffsetOutOfRangeException;
import gregor.thread.LogClosedException;
import gregor.topic.PartitionEntry;
import gregor.topic.UnknownTopicOrPartitionException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/// `POST /subscribe`, and `GET /subscribe?topic=…` for the browser's EventSource: events as they come.
///
/// `Accept` says how: `text/event-stream` or `application/x-ndjson` is a stream without end, everything else a long
/// poll: one answer, as soon as there is something. Who was cut off says in `Last-Event-ID` where; a member of a group
/// need not. A stream whose topic is deleted, or cannot be read any more, says so before it ends.
///
/// @param open    whether the door is open; streams end when it is not
/// @param streams counts those who listen
record Subscribe(Broker broker, BooleanSupplier open, AtomicInteger streams) implements HttpHandler {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    @Override
    public Reply answer(HttpExchange call) {
        SubscribeRequest wish = SubscribeRequest.of(call);
        String accept = call.header("Accept").orElse("");
        StreamFormat form = Accept.names(accept, StreamFormat.EVENTS.type()) ? StreamFormat.EVENTS
                : Accept.names(accept, StreamFormat.LINES.type()) ? StreamFormat.LINES : null;
        try (EventSource feed = wish.feed(broker, call.header("Last-Event-ID"))) {
            return form == null ? poll(feed, wish.patience()) : stream(feed, form, call, wish.topics());
        } catch (LogClosedException e) {
            throw new HttpException(reason(wish.topics(), e).status(), reason(wish.topics(), e).detail());
        }
    }

    /// Why there is nothing more to hear.
    private ProblemDetails reason(List<String> topics, RuntimeException trouble) {
        return topics.stream().filter(topic -> broker.partitions(topic) == 0).findFirst()
                .map(topic -> new ProblemDetails(404, "the topic " + topic + " has been deleted; subscribe to another"))
                .orElseGet(() -> ProblemDetails.of(trouble));
    }

    private static Reply poll(EventSource feed, Duration wait) {
        List<PartitionEntry> arrivals = feed.next(wait);
        String place = "";
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        var events = json.putArray("events");
        for (PartitionEntry arrival : arrivals) {
            events.add(EventJson.of(arrival));
            place = feed.place(arrival);
        }
        feed.commit();
        Reply reply = Reply.json(json);
        return place.isEmpty() ? reply : reply.with("Last-Event-ID", place);
    }

    private Reply stream(EventSource feed, StreamFormat form, HttpExchange call, List<String> topics) {
        streams.incrementAndGet();
        try (OutputStream out = call.stream(form.type())) {
            out.write(form.begin());
            out.flush();
            try {
                send(feed, form, out);
            } catch (LogClosedException | UnknownTopicOrPartitionException | OffsetOutOfRangeException
                    | StorageException e) {
                out.write(form.end(reason(topics, e)));
            }
        } catch (IOException | RuntimeException e) {
            // the client has gone; there is nobody left to tell
        } finally {
            streams.decrementAndGet();
        }
        return Reply.STREAMED;
    }

    private void send(EventSource feed, StreamFormat form, OutputStream out) throws IOException {
        while (open.getAsBoolean()) {
            List<PartitionEntry> arrivals = feed.next(HEARTBEAT);
            for (PartitionEntry arrival : arrivals) {
                out.write(form.event(arrival, feed.place(arrival)));
            }
            if (arrivals.isEmpty()) {
                out.write(form.heartbeat());
            }
            out.flush();
            if (!arrivals.isEmpty()) {
                feed.commit();
            }
        }
    }
}
