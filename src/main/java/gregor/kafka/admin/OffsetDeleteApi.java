package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ClassicGroups;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
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
        String name = request.groupId();
        context.authorize(AclOperation.ADMIN, ResourceType.GROUP, name);
        if (!groups.exists(name)) {
            throw new ErrorResponseException(Errors.GROUP_ID_NOT_FOUND, "group " + name + " does not exist");
        }
        boolean inUse = groups.in(name, (group, classic) -> !group.members().isEmpty());
        var answer = new OffsetDeleteResponseData();
        request.topics().forEach(topic -> {
            var part = new IdentityHashed.DeletedOffsets().setName(topic.name());
            topic.partitions().forEach(partition -> {
                var place = new TopicPartition(topic.name(), partition.partitionIndex());
                part.partitions().add(new IdentityHashed.DeletedOffset().setPartitionIndex(place.partition())
                        .setErrorCode(ErrorCodes.error(() -> delete(name, place, inUse)).error().code()));
            });
            answer.topics().add(part);
        });
        return Optional.of(answer);
    }

    private void delete(String group, TopicPartition place, boolean inUse) {
        if (inUse) {
            throw new ErrorResponseException(Errors.GROUP_SUBSCRIBED_TO_TOPIC, "group " + group + " has members");
        }
        if (!LocalNode.exists(broker, place)) {
            throw new ErrorResponseException(Errors.UNKNOWN_TOPIC_OR_PARTITION, place + " does not exist");
        }
        broker.groups().forget(group, List.of(place));
    }
}
