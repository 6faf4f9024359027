package gregor.judge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// A broker that is looked at, and what is known of it already. One thread calls it.
final class Trial implements AutoCloseable {
    /// What a broker may say while it is still busy with what it was asked before.
    private static final Set<Integer> NOT_YET = Set.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
            ErrorCode.LEADER_NOT_AVAILABLE,
            ErrorCode.NOT_LEADER_OR_FOLLOWER, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
            ErrorCode.COORDINATOR_NOT_AVAILABLE,
            ErrorCode.NOT_COORDINATOR);
    private static final long PAUSE_MILLIS = 50;

    private final InetSocketAddress address;
    private final Duration timeout;
    private final Offer offer = new Offer();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<Link> others = new ArrayList<>();
    private Link link;

    /// @param timeout how long it waits for an answer
    Trial(InetSocketAddress address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
    }

    /// How long it waits for an answer.
    Duration timeout() {
        return timeout;
    }

    /// What the broker says that it can do.
    Offer offer() {
        return offer;
    }

    /// The topic that most stages use.
    String topic() {
        return named("orders");
    }

    /// A name that nothing else on the broker has.
    String named(String what) {
        return "judge-" + run + "-" + what;
    }

    /// The connection that most stages use.
    Link link() throws IOException {
        if (link == null) {
            link = Link.to(address, timeout, offer);
        }
        return link;
    }

    /// One more connection; the stage's end closes it.
    Link another() throws IOException {
        Link another = Link.to(address, timeout, offer);
        others.add(another);
        return another;
    }

    /// A stage has ended.
    ///
    /// @param well whether the connection can go on being used
    void ended(boolean well) {
        others.forEach(Link::close);
        others.clear();
        if (!well && link != null) {
            link.close();
            link = null;
        }
    }

    /// Asks again for a while, as long as the broker says that it is not ready.
    <T> T patiently(Question<T> question) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                return question.ask();
            } catch (Fault e) {
                if (!NOT_YET.contains(e.code()) || System.nanoTime() > deadline) {
                    throw e;
                }
                pause(PAUSE_MILLIS);
            }
        }
    }

    /// Something that can be asked more than once.
    interface Question<T> {
        T ask() throws IOException;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.of("time to wait", "that somebody has interrupted the judge");
        }
    }

    @Override
    public void close() {
        ended(false);
    }
}
