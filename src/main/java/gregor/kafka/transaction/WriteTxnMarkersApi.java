package gregor.kafka.transaction;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.LocalNode;
import gregor.kafka.ProducerStates;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import gregor.list.Origin;
import gregor.packed.ControlRecord;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerPartitionResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// WriteTxnMarkers: ends the transactions of producers in partitions, whatever the coordinator knows of them: for an
/// administrator who aborts a hanging transaction (KIP-664).
@Serves(api = ApiKeys.WRITE_TXN_MARKERS, oldest = 1, newest = 2)
public record WriteTxnMarkersApi(Broker broker, ProducerStates producers) implements Api<WriteTxnMarkersRequestData> {
    @Override
    public Optional<ApiMessage> answer(WriteTxnMarkersRequestData request, RequestContext context) {
        context.authorize(AclOperation.ADMIN, ResourceType.BROKER, "");
        var answer = new WriteTxnMarkersResponseData();
        for (WritableTxnMarker marker : request.markers()) {
            var result = new WritableTxnMarkerResult().setProducerId(marker.producerId());
            marker.topics().forEach(topic -> {
                var part = new WritableTxnMarkerTopicResult().setName(topic.name());
                new TreeSet<>(topic.partitionIndexes()).forEach(number -> part.partitions()
                        .add(new WritableTxnMarkerPartitionResult().setPartitionIndex(number).setErrorCode(
                                ErrorCodes.error(() -> write(marker, topic.name(), number)).error().code())));
                result.topics().add(part);
            });
            answer.markers().add(result);
        }
        return Optional.of(answer);
    }

    private void write(WritableTxnMarker marker, String topic, int partition) {
        producers.end(LocalNode.partition(broker, topic, partition),
                new Origin(marker.producerId(), marker.producerEpoch(), -1),
                marker.transactionResult() ? ControlRecord.Type.COMMIT : ControlRecord.Type.ABORT,
                marker.coordinatorEpoch());
    }
}
