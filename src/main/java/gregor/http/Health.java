package gregor.http;

import module java.base;

import gregor.broker.Broker;

/// `GET /healthz`: 200 if the broker reports no troubles, otherwise 503 and their number.
record Health(Broker broker) implements HttpHandler {
    @Override
    public Reply answer(HttpExchange call) {
        List<String> troubles = broker.troubles();
        return troubles.isEmpty()
                ? Reply.json(Map.of("status", "ok"))
                : Reply.json(Map.of("status", "trouble", "troubles", troubles.size())).status(503);
    }
}
