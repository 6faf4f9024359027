package gregor.grpc;

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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Three ways in which news reach a reader, measured with the same events: somebody appends one now and then, and
/// each carries the time at which it was appended.
public final class DeliveryComparison {
    private static final String TOPIC = "news";
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Broker broker;
    private final GrpcChannel connection;
    private final GregorBlockingStub server;
    private final int events;
    private final Duration pause;

    /// What it took.
    ///
    /// @param requests how often the reader asked
    /// @param empty    how often there was nothing
    /// @param delay    how old the news was when it arrived; the middle one
    public record Result(int requests, int empty, Duration delay) {}

    /// @param events how many there are
    /// @param pause  how long somebody waits before the next one
    public DeliveryComparison(Broker broker, GrpcChannel connection, int events, Duration pause) {
        this.broker = broker;
        this.connection = connection;
        this.server = GregorGrpc.newBlockingStub(connection.channel());
        this.events = events;
        this.pause = pause;
    }

    /// The reader asks, and if there is nothing, asks again after a while.
    public Result pull(Duration every) throws InterruptedException {
        return fetch(0, every);
    }

    /// The reader asks, and the answer waits until there is one.
    public Result longPoll() throws InterruptedException {
        return fetch((int) LONG.toMillis(), Duration.ZERO);
    }

    private Result fetch(int waitMs, Duration every) throws InterruptedException {
        long offset = begin();
        var delays = new long[events];
        int requests = 0;
        int empty = 0;
        for (int read = 0; read < events; requests++) {
            FetchReply reply = server.fetch(FetchRequest.newBuilder().setTopic(TOPIC).setOffset(offset)
                    .setWaitMs(waitMs).build());
            read = note(reply.getEntriesList(), delays, read);
            offset = reply.getNext();
            if (reply.getEntriesCount() == 0) {
                empty++;
                Thread.sleep(every);
            }
        }
        return result(requests, empty, delays);
    }

    /// The reader asks once, and whatever comes is sent to it.
    public Result push() throws InterruptedException {
        var start = Start.newBuilder().addTopics(TOPIC).setFrom(From.LATEST).build();
        broker.createIfAbsent(TOPIC);
        try (var stream = new EventStream(connection, start)) {
            stream.next(LONG).orElseThrow();
            begin();
            var delays = new long[events];
            for (int read = 0; read < events;) {
                read = note(stream.entries(LONG).orElseThrow().getEntriesList(), delays, read);
            }
            return result(1, 0, delays);
        }
    }

    /// Lets somebody append from now on, and returns the offset of the first event.
    private long begin() {
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

    private static int note(List<Entry> entries, long[] delays, int read) {
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
