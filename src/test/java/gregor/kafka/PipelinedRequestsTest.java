package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

class PipelinedRequestsTest {
    private static final int TURNS = 4 * Runtime.getRuntime().availableProcessors();
    private static final InputStream EARLY = new ByteArrayInputStream(new byte[1]);
    private static final ByteBuffer REQUEST = ByteBuffer.allocate(4).putShort(0, ApiKeys.METADATA.id);
    private static final InputStream NOTHING = InputStream.nullInputStream();

    private final PipelinedRequests requests = new PipelinedRequests();

    /// Returns a connection whose next request arrived before the response to the last one was sent.
    private PipelinedRequests.Turn pipelining() throws IOException {
        PipelinedRequests.Turn turn = requests.new Turn();
        turn.beforeResponse(EARLY);
        return turn;
    }

    /// Takes all turns, and returns the connections that hold them.
    private List<PipelinedRequests.Turn> takeAll() throws IOException {
        var holders = new ArrayList<PipelinedRequests.Turn>();
        for (int i = 0; i < TURNS; i++) {
            PipelinedRequests.Turn turn = pipelining();
            turn.await(REQUEST);
            holders.add(turn);
        }
        return holders;
    }

    private static Thread await(PipelinedRequests.Turn turn) {
        return Thread.ofPlatform().start(() -> turn.await(REQUEST));
    }

    private static Thread.State untilItWaits(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return thread.getState();
    }

    @Test
    void aConnectionThatPipelinesWaitsForATurn() throws Exception {
        List<PipelinedRequests.Turn> holders = takeAll();
        Thread waiting = await(pipelining());
        assertThat(untilItWaits(waiting)).as("with %s turns taken", TURNS).isEqualTo(Thread.State.WAITING);
        holders.getFirst().release();
        waiting.join();
        waiting = await(pipelining());
        assertThat(untilItWaits(waiting)).as("the turn is taken again").isEqualTo(Thread.State.WAITING);
        holders.getLast().release();
        waiting.join();
    }

    /// Such a request may arrive before the broker's thread looks for it, so the time of that does not count.
    @Test
    void aClientThatWaitsForEachResponseNeedsNoTurn() throws Exception {
        takeAll();
        PipelinedRequests.Turn turn = pipelining();
        turn.beforeResponse(NOTHING);
        assertThat(untilItWaits(await(turn))).isEqualTo(Thread.State.TERMINATED);
    }
}
