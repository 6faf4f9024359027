package gregor.http;

import module java.base;

/// Runs a request that is sent twice only once: a known `Idempotency-Key` gets the first reply again, with the header
/// `Idempotent-Replayed: true`.
///
/// It keeps the last 10,000 keys in memory; a failed request is not kept. A key belongs to a method, path, query and
/// length. Any thread may call it.
final class IdempotencyKeys {
    private static final int MAX_KEYS = 10_000;
    private static final int MAX_KEY_LENGTH = 200;

    /// A request with a key, and its reply once it is there.
    private record KeyedRequest(String fingerprint, CompletableFuture<Reply> reply) {}

    private final Map<String, KeyedRequest> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KeyedRequest> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /// Wraps a handler. Requests without a key reach it unchanged.
    HttpHandler of(HttpHandler handler) {
        return call -> call.header("Idempotency-Key").map(key -> answer(key, call, handler))
                .orElseGet(() -> handler.answer(call));
    }

    private Reply answer(String key, HttpExchange call, HttpHandler handler) {
        if (key.isBlank() || key.length() > MAX_KEY_LENGTH) {
            throw new HttpException(400, "an Idempotency-Key has from 1 to " + MAX_KEY_LENGTH + " characters");
        }
        var request = new KeyedRequest(call.fingerprint(), new CompletableFuture<>());
        KeyedRequest first;
        synchronized (known) {
            first = known.putIfAbsent(key, request);
        }
        return first == null ? run(key, request, call, handler) : replay(first, request);
    }

    private Reply run(String key, KeyedRequest request, HttpExchange call, HttpHandler handler) {
        try {
            Reply reply = handler.answer(call);
            request.reply().complete(reply);
            return reply;
        } catch (RuntimeException e) {
            synchronized (known) {
                known.remove(key, request);
            }
            request.reply().completeExceptionally(e);
            throw e;
        }
    }

    private static Reply replay(KeyedRequest first, KeyedRequest request) {
        if (!first.fingerprint().equals(request.fingerprint())) {
            throw new HttpException(422, "this Idempotency-Key was used for another request; choose a new one");
        }
        try {
            return first.reply().join().with("Idempotent-Replayed", "true");
        } catch (CompletionException e) {
            throw new HttpException(409, "the first request with this Idempotency-Key has just failed; send it again");
        }
    }
}
