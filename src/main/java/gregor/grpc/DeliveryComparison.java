package gregor.grpc;

import module java.base;

import gregor.broker.Broker;
import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.GregorGrpc.GregorBlockingStub;
import gregor.grpc.proto.GregorMessages.Entry;
import gregor.grpc.proto.GregorMessages.FetchReply;
import gregor.grpc.proto.GregorMessages.FetchRequest;
import gregor.grpc.proto.GregorMessages.From;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.TopicPartition;

/// Measures three ways to deliver events to a reader: pull, long poll and push. Each run appends events at a fixed
/// interval; the value of an event is the time of its append.
public final class DeliveryComparison {
    private static final String TOPIC = "news";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Broker broker;
    private final GrpcChannel channel;
    private final GregorBlockingStub server;
    private final int events;
    private final Duration pause;

    /// The figures of one run.
    ///
    /// @param requests the number of requests
    /// @param empty    the number of requests without an event in the answer
    /// @param delay    the median time from append to arrival
    public record Result(int requests, int empty, Duration delay) {}

    /// @param events the number of events in a run
    /// @param pause  the time before each append
    public DeliveryComparison(Broker broker, GrpcChannel channel, int events, Duration pause) {
        this.broker = broker;
        this.channel = channel;
        this.server = GregorGrpc.newBlockingStub(channel.channel());
        this.events = events;
        this.pause = pause;
    }

    /// Fetches, and sleeps `every` after an empty answer.
    public Result pull(Duration every) throws InterruptedException {
        return fetch(0, every);
    }

    /// Fetches with `wait_ms`: the broker answers when there is an event.
    public Result longPoll() throws InterruptedException {
        return fetch((int) TIMEOUT.toMillis(), Duration.ZERO);
    }

    private Result fetch(int waitMs, Duration every) throws InterruptedException {
        long offset = startAppends();
        var delays = new long[events];
        int requests = 0;
        int empty = 0;
        for (int read = 0; read < events; requests++) {
            FetchReply reply = server
                    .fetch(FetchRequest.newBuilder().setTopic(TOPIC).setOffset(offset).setWaitMs(waitMs).build());
            read = record(reply.getEntriesList(), delays, read);
            offset = reply.getNext();
            if (reply.getEntriesCount() == 0) {
                empty++;
                Thread.sleep(every);
            }
        }
        return result(requests, empty, delays);
    }

    /// Consumes a stream: one request, and the broker sends each event.
    public Result push() throws InterruptedException {
        var start = Start.newBuilder().addTopics(TOPIC).setFrom(From.LATEST).build();
        broker.createIfAbsent(TOPIC);
        try (var stream = new ConsumeStream(channel, start)) {
            var _ = stream.next(TIMEOUT).orElseThrow();
            startAppends();
            var delays = new long[events];
            for (int read = 0; read < events;) {
                read = record(stream.entries(TIMEOUT).orElseThrow().getEntriesList(), delays, read);
            }
            return result(1, 0, delays);
        }
    }

    /// Starts the appends, and returns the offset of the first one.
    private long startAppends() {
        broker.createIfAbsent(TOPIC);
        Thread.startVirtualThread(this::append);
        return broker.partition(TOPIC, 0).end();
    }

    private void append() {
        try {
            for (int event = 0; event < events; event++) {
                Thread.sleep(pause);
                broker.append(new TopicPartition(TOPIC, 0), ListBatch.of(Event.of("" + System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int record(List<Entry> entries, long[] delays, int read) {
        int next = read;
        for (Entry entry : entries) {
            delays[next++] = System.nanoTime() - Long.parseLong(entry.getEvent().getValue().toStringUtf8());
        }
        return next;
    }

    private static Result result(int requests, int empty, long[] delays) {
        Arrays.sort(delays);
        return new Result(requests, empty, Duration.ofNanos(delays[delays.length / 2]));
    }
}
