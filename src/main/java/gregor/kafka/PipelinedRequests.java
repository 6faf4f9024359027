package gregor.kafka;

import module java.base;

import org.apache.kafka.common.protocol.ApiKeys;

/// Limits how many connections at a time process pipelined requests, those that arrived before the response to the
/// previous one was sent. Any thread may call it.
///
/// Virtual threads run in the order in which they become ready, and each runs until it waits. Without a limit, each step
/// of any request would wait for a request of each connection that pipelines: for a second if there are thousands of
/// them.
final class PipelinedRequests {
    private static final int TURNS = 4 * Runtime.getRuntime().availableProcessors();
    private final Semaphore turns = new Semaphore(TURNS, true);

    /// The turn of one connection. One thread at a time may call it.
    final class Turn {
        private boolean held;
        private boolean early;

        /// Checks whether the next request has arrived. Called before a response is sent: a client that waits for it
        /// cannot have sent another request yet, however fast it is.
        void beforeResponse(InputStream requests) throws IOException {
            early = requests.available() > 0;
        }

        /// Waits for a turn if a request is pipelined. It has arrived whole, and if it may wait for events or for other
        /// clients, it does not keep the turn; so no turn is held for long.
        void await(ByteBuffer request) {
            if (early) {
                turns.acquireUninterruptibly();
                held = true;
                Thread.yield();
                if (ApiKeys.hasId(MessageCodec.key(request))
                        && HeavyRequests.LIGHT.contains(ApiKeys.forId(MessageCodec.key(request)))) {
                    release();
                }
            }
        }

        /// Releases the turn if it is held.
        void release() {
            if (held) {
                held = false;
                turns.release();
            }
        }
    }
}
