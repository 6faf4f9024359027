package gregor.ancestor.katar;

import gregor.broker.Broker;
import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;

/// `PUT /topic/{name}` and `PATCH /topic/{name}`: change the configuration of a topic and return the new one.
///
/// @param resets whether settings that the body leaves out return to their default, as with PUT
record KatarChange(Broker broker, boolean resets) implements HttpHandler {
    private static final int MAX_BYTES = 1 << 16;

    @Override
    public Reply answer(HttpExchange call) {
        String topic = call.name();
        broker.describe(topic);
        KatarSettings settings = KatarSettings.of(call.body(MAX_BYTES));
        if (settings.name() != null && !settings.name().equals(topic)) {
            throw new HttpException(400, "a topic cannot be renamed; create another one and publish there");
        }
        if (resets) {
            broker.resetTopic(topic, settings.values());
        } else {
            broker.alterTopic(topic, settings.values());
        }
        if (settings.partitions() > 0) {
            broker.addPartitions(topic, settings.partitions());
        }
        return Reply.json(KatarShow.described(broker.describe(topic)));
    }
}
