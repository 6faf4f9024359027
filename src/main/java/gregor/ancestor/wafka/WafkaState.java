package gregor.ancestor.wafka;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.broker.PartitionUnavailableException;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.JsonBody;
import gregor.http.Reply;
import gregor.list.Consumer;
import gregor.packed.CorruptBatchException;
import gregor.topic.TopicPartition;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /broker/{id}`: returns what a broker of Wafka holds. Broker 1 owns the first partition of each topic, broker 2
/// the second.
///
/// ```
/// {"broker_id":1,"partitions":{"deliveries":{"messages":[{…}],"next_offset":54}}}
/// ```
///
/// `messages` has the current message only, as the end of Wafka's document says.
record WafkaState(Broker broker) implements HttpHandler {
    @Override
    public Reply answer(HttpExchange call) {
        String name = call.name();
        if (!name.matches("[1-9][0-9]{0,6}")) {
            throw new HttpException(400, "the number of a broker is at least 1, not " + name);
        }
        int number = Integer.parseInt(name) - 1;
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        json.put("broker_id", number + 1);
        ObjectNode partitions = json.putObject("partitions");
        for (String topic : broker.topicNames()) {
            if (number < broker.partitions(topic)) {
                describe(broker.partition(new TopicPartition(topic, number)), topic, partitions.putObject(topic));
            }
        }
        if (partitions.isEmpty()) {
            throw new HttpException(404, "unknown broker " + name + ": no topic has that many partitions");
        }
        return Reply.json(json);
    }

    private void describe(Partition partition, String topic, ObjectNode json) {
        ArrayNode messages = json.putArray("messages");
        try {
            new Consumer("http", partition).latest()
                    .ifPresent(entry -> messages.add(WafkaEvent.write(topic, entry.offset(), entry.event())));
        } catch (PartitionUnavailableException | StorageException | CorruptLogException | CorruptBatchException e) {
            json.put("error", e.getMessage());
        }
        json.put("next_offset", broker.isUnavailable(partition.name()) ? 0 : partition.end());
    }
}
