package gregor.kafka;

import module java.base;

import org.apache.kafka.common.protocol.ApiKeys;

/// Limits how many connections at a time process pipelined requests, those that arrived before the response to the
/// previous one. Any thread may call it.
///
/// Virtual threads run in the order in which they become ready, and each runs until it waits. Without a limit, each
/// step of any request would wait for a request of each connection that pipelines: for a second if there are thousands
/// of them.
///
/// A client that sends a request when it has read the last response may be faster than the thread that wrote it, so
/// that its request seems to be pipelined. Therefore only a connection with more than ten such requests in a row needs
/// a turn; a client that logs in has fewer.
final class PipelinedRequests {
    private static final int TURNS = 4 * Runtime.getRuntime().availableProcessors();
    /// Requests that may wait for a long time must not hold a turn, nor must a client that sends a request slowly.
    private static final long PATIENCE_MILLIS = 500;
    private static final int FREE = 10;

    private final Semaphore turns = new Semaphore(TURNS, true);

    /// The turn of one connection. One thread at a time may call it.
    final class Turn {
        private boolean held;
        private int early;

        /// Waits for a turn if the next request has arrived already, as the last ten have, for at most 500 ms.
        void await(InputStream requests) throws IOException {
            if (requests.available() == 0) {
                early = 0;
            } else if (early < FREE) {
                early++;
            } else {
                try {
                    held = turns.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                Thread.yield();
            }
        }

        /// Releases the turn if the request may wait for events or for other clients.
        void beforeAnswer(ByteBuffer request) {
            if (ApiKeys.hasId(MessageCodec.key(request))
                    && HeavyRequests.LIGHT.contains(ApiKeys.forId(MessageCodec.key(request)))) {
                release();
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
