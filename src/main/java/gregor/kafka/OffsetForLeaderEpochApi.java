package gregor.kafka;

import gregor.broker.Broker;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import java.util.Optional;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// OffsetForLeaderEpoch: where the log of a former leader ended. A consumer asks when it hears of a new leader, to see
/// whether what it has read is still true. Here there has been one leader, and all of it is.
record OffsetForLeaderEpochApi(Broker broker) implements Api<OffsetForLeaderEpochRequestData> {
    @Override
    public ApiKeys key() {
        return ApiKeys.OFFSET_FOR_LEADER_EPOCH;
    }

    @Override
    public Optional<ApiMessage> answer(OffsetForLeaderEpochRequestData request, RequestContext call) {
        var answer = new OffsetForLeaderEpochResponseData();
        request.topics().forEach(topic -> {
            var result = new IdentityHashed.EpochEnds().setTopic(topic.topic());
            topic.partitions().forEach(wanted -> result.partitions().add(end(topic.topic(), wanted, call)));
            answer.topics().add(result);
        });
        return Optional.of(answer);
    }

    private EpochEndOffset end(String topic, OffsetForLeaderPartition wanted, RequestContext call) {
        var result = new EpochEndOffset().setPartition(wanted.partition());
        try {
            if (!call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, topic)) {
                throw new ErrorResponseException(Errors.TOPIC_AUTHORIZATION_FAILED, "");
            }
            long end = broker.partition(topic, wanted.partition()).end();
            Epochs.check(wanted.currentLeaderEpoch());
            return wanted.leaderEpoch() == LocalNode.LEADER_EPOCH ? result.setLeaderEpoch(LocalNode.LEADER_EPOCH)
                    .setEndOffset(end) : result;
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code());
        }
    }
}
