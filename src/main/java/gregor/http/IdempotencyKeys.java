package gregor.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Sees to it that a request that is sent twice is done once: who sends `Idempotency-Key` again gets the answer of the
/// first time, and with `Idempotent-Replayed: true`.
///
/// It remembers the last ten thousand keys, until the door is closed; what failed is not remembered. A key belongs to a
/// path, a query and a length. Any thread may call it.
final class IdempotencyKeys {
    private static final int MOST = 10_000;
    private static final int KEY_LENGTH = 200;

    private record Done(String about, CompletableFuture<Reply> reply) {}

    private final Map<String, Done> done = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Done> eldest) {
            return size() > MOST;
        }
    };

    /// Puts itself in front of a request.
    HttpHandler of(HttpHandler request) {
        return call -> call.header("Idempotency-Key").map(key -> answer(key, call, request))
                .orElseGet(() -> request.answer(call));
    }

    private Reply answer(String key, HttpExchange call, HttpHandler request) {
        if (key.isBlank() || key.length() > KEY_LENGTH) {
            throw new HttpException(400, "an Idempotency-Key has from 1 to " + KEY_LENGTH + " letters");
        }
        var mine = new Done(call.about(), new CompletableFuture<>());
        Done first;
        synchronized (done) {
            first = done.putIfAbsent(key, mine);
        }
        return first == null ? first(key, mine, call, request) : again(first, mine);
    }

    private Reply first(String key, Done mine, HttpExchange call, HttpHandler request) {
        try {
            Reply reply = request.answer(call);
            mine.reply().complete(reply);
            return reply;
        } catch (RuntimeException e) {
            synchronized (done) {
                done.remove(key, mine);
            }
            mine.reply().completeExceptionally(e);
            throw e;
        }
    }

    private static Reply again(Done first, Done mine) {
        if (!first.about().equals(mine.about())) {
            throw new HttpException(422, "this Idempotency-Key was used for another request; take a new one");
        }
        try {
            return first.reply().join().with("Idempotent-Replayed", "true");
        } catch (CompletionException e) {
            throw new HttpException(409, "the first request with this Idempotency-Key has just failed; send it again");
        }
    }
}
