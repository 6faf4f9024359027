package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.limits.IdentityHashed;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// OffsetForLeaderEpoch: returns the offset at which the log of a leader epoch ended, so that a consumer detects
/// truncation (KIP-320). Here leader epoch 0 never ends.
///
/// Leaves out requests of followers.
@Serves(api = ApiKeys.OFFSET_FOR_LEADER_EPOCH, oldest = 2, newest = 4)
record OffsetForLeaderEpochApi(Broker broker) implements Api<OffsetForLeaderEpochRequestData> {
    @Override
    public Optional<ApiMessage> answer(OffsetForLeaderEpochRequestData request, RequestContext context) {
        var answer = new OffsetForLeaderEpochResponseData();
        request.topics().forEach(topic -> {
            var result = new IdentityHashed.EpochEnds().setTopic(topic.topic());
            topic.partitions().forEach(wanted -> result.partitions().add(end(topic.topic(), wanted, context)));
            answer.topics().add(result);
        });
        return Optional.of(answer);
    }

    private EpochEndOffset end(String topic, OffsetForLeaderPartition wanted, RequestContext context) {
        var result = new EpochEndOffset().setPartition(wanted.partition());
        try {
            context.authorizeDescribe(ResourceType.TOPIC, topic);
            long end = LocalNode.partition(broker, topic, wanted.partition()).end();
            LocalNode.checkEpoch(wanted.currentLeaderEpoch());
            return wanted.leaderEpoch() == LocalNode.LEADER_EPOCH
                    ? result.setLeaderEpoch(LocalNode.LEADER_EPOCH).setEndOffset(end)
                    : result;
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code());
        }
    }
}
