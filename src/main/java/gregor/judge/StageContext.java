package gregor.judge;

import module java.base;

import org.apache.kafka.common.protocol.Errors;

/// The broker under test, and what earlier stages found out about it. Only one thread may call it.
final class StageContext implements AutoCloseable {
    /// Errors of a broker that has not finished earlier work.
    private static final Set<Errors> NOT_READY = Set.of(Errors.UNKNOWN_TOPIC_OR_PARTITION, Errors.LEADER_NOT_AVAILABLE,
            Errors.NOT_LEADER_OR_FOLLOWER, Errors.COORDINATOR_LOAD_IN_PROGRESS, Errors.COORDINATOR_NOT_AVAILABLE,
            Errors.NOT_COORDINATOR);
    private static final long PAUSE_MILLIS = 50;

    private final InetSocketAddress address;
    private final Duration timeout;
    private final SupportedVersions supported = new SupportedVersions();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<MessageExchange> others = new ArrayList<>();
    private MessageExchange broker;

    /// @param timeout how long to wait for each response
    StageContext(InetSocketAddress address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
    }

    Duration timeout() {
        return timeout;
    }

    SupportedVersions supported() {
        return supported;
    }

    String topic() {
        return named("orders");
    }

    String named(String what) {
        return "judge-" + run + "-" + what;
    }

    /// The connection that most stages use; opened on the first call.
    MessageExchange broker() throws IOException {
        if (broker == null) {
            broker = open();
        }
        return broker;
    }

    /// The records of partition 0 of [#topic], over [#broker].
    LogCalls log() throws IOException {
        return new LogCalls(broker(), topic());
    }

    /// Opens a second connection, which is closed when the stage ends.
    MessageExchange openSecond() throws IOException {
        MessageExchange second = open();
        others.add(second);
        return second;
    }

    private MessageExchange open() throws IOException {
        return new MessageExchange(BrokerSocket.connect(address, timeout), supported);
    }

    /// @param reusable whether later stages can use the first connection
    void endStage(boolean reusable) {
        others.forEach(MessageExchange::close);
        others.clear();
        if (!reusable && broker != null) {
            broker.close();
            broker = null;
        }
    }

    /// Repeats a call until the timeout while the broker reports that it is not ready.
    <T> T retryWhileNotReady(Call<T> call) throws IOException {
        return retryWhile(failure -> NOT_READY.stream().anyMatch(failure::hasError), call);
    }

    /// Repeats a call until the timeout while it fails in an expected way.
    <T> T retryWhile(Predicate<StageFailure> expected, Call<T> call) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                return call.run();
            } catch (StageFailure e) {
                if (!expected.test(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                pause(PAUSE_MILLIS);
            }
        }
    }

    /// Requests that can be repeated.
    interface Call<T> {
        T run() throws IOException;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StageFailure.of("time to wait", "an interrupt of the judge");
        }
    }

    @Override
    public void close() {
        endStage(false);
    }
}
