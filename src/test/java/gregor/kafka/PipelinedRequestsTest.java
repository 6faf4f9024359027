package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipelinedRequestsTest {
    private static final int TURNS = 4 * Runtime.getRuntime().availableProcessors();
    private static final InputStream EARLY = new ByteArrayInputStream(new byte[1]);
    private static final InputStream NOTHING = InputStream.nullInputStream();

    private final PipelinedRequests requests = new PipelinedRequests();

    /// Returns a connection whose last ten requests arrived early.
    private PipelinedRequests.Turn pipelining() throws IOException {
        PipelinedRequests.Turn turn = requests.new Turn();
        for (int i = 0; i < 10; i++) {
            turn.await(EARLY);
        }
        return turn;
    }

    /// Takes all turns, and returns the connections that hold them.
    private List<PipelinedRequests.Turn> takeAll() throws IOException {
        var holders = new ArrayList<PipelinedRequests.Turn>();
        for (int i = 0; i < TURNS; i++) {
            PipelinedRequests.Turn turn = pipelining();
            turn.await(EARLY);
            holders.add(turn);
        }
        return holders;
    }

    private static Thread await(PipelinedRequests.Turn turn, InputStream arrived) {
        return Thread.ofPlatform().start(() -> {
            try {
                turn.await(arrived);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Thread.State untilItWaits(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return thread.getState();
    }

    @Test
    void aConnectionThatPipelinesWaitsForATurn() throws Exception {
        List<PipelinedRequests.Turn> holders = takeAll();
        Thread waiting = await(pipelining(), EARLY);
        assertThat(untilItWaits(waiting)).as("with %s turns taken", TURNS).isEqualTo(Thread.State.TIMED_WAITING);
        holders.getFirst().release();
        waiting.join();
        waiting = await(pipelining(), EARLY);
        assertThat(untilItWaits(waiting)).as("the turn is taken again").isEqualTo(Thread.State.TIMED_WAITING);
        waiting.join();
    }

    @Test
    void aClientThatLogsInDoesNotWaitForThoseThatPipeline() throws Exception {
        takeAll();
        PipelinedRequests.Turn login = requests.new Turn();
        for (int i = 0; i < 10; i++) {
            assertThat(untilItWaits(await(login, EARLY))).as("request %s", i).isEqualTo(Thread.State.TERMINATED);
        }
    }

    @Test
    void aRequestThatIsSentAfterTheResponseBeginsAgain() throws Exception {
        takeAll();
        PipelinedRequests.Turn turn = pipelining();
        assertThat(untilItWaits(await(turn, NOTHING))).isEqualTo(Thread.State.TERMINATED);
        assertThat(untilItWaits(await(turn, EARLY))).isEqualTo(Thread.State.TERMINATED);
    }
}
