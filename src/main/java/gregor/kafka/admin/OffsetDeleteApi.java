package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ClassicGroups;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RequestContext;
import gregor.kafka.limits.IdentityHashed;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// OffsetDelete: deletes committed offsets of a group without members (KIP-496).
///
/// Leaves out the offsets of a group with members, even for topics to which none subscribes.
@Serves(api = ApiKeys.OFFSET_DELETE, oldest = 0, newest = 0)
public record OffsetDeleteApi(Broker broker, ClassicGroups groups) implements Api<OffsetDeleteRequestData> {
    @Override
    public Optional<ApiMessage> answer(OffsetDeleteRequestData request, RequestContext context) {
        var answer = new OffsetDeleteResponseData();
        String name = request.groupId();
        try {
            context.authorize(AclOperation.ADMIN, ResourceType.GROUP, name);
            if (!groups.exists(name)) {
                throw new ErrorResponseException(Errors.GROUP_ID_NOT_FOUND, "group " + name + " does not exist");
            }
            boolean inUse = groups.in(name, (group, classic) -> !group.members().isEmpty());
            request.topics().forEach(topic -> {
                var part = new IdentityHashed.DeletedOffsets().setName(topic.name());
                topic.partitions()
                        .forEach(partition -> part.partitions()
                                .add(new IdentityHashed.DeletedOffset().setPartitionIndex(partition.partitionIndex())
                                        .setErrorCode(delete(name,
                                                new TopicPartition(topic.name(), partition.partitionIndex()), inUse)
                                                .code())));
                answer.topics().add(part);
            });
        } catch (RuntimeException e) {
            answer.setErrorCode(ErrorCodes.of(e).code());
        }
        return Optional.of(answer);
    }

    private Errors delete(String group, TopicPartition place, boolean inUse) {
        if (inUse) {
            return Errors.GROUP_SUBSCRIBED_TO_TOPIC;
        }
        if (place.partition() < 0 || place.partition() >= broker.partitions(place.topic())) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        try {
            broker.groups().forget(group, List.of(place));
            return Errors.NONE;
        } catch (RuntimeException e) {
            return ErrorCodes.of(e);
        }
    }
}
