package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.PartitionUnavailableException;
import gregor.group.CommittedOffset;
import gregor.kafka.Authorizer.ResourceType;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetFetchResponse;

/// OffsetFetch: returns the committed offsets of groups; -1 for a partition without one.
///
/// With `require_stable`, a partition whose offset an open transaction will commit has the error
/// UNSTABLE_OFFSET_COMMIT, and the client asks again (KIP-447).
@Serves(api = ApiKeys.OFFSET_FETCH, oldest = 1, newest = 10)
record OffsetFetchApi(Broker broker, GroupProtocol other,
        Transactions transactions) implements Api<OffsetFetchRequestData> {
    @Override
    public Optional<ApiMessage> answer(OffsetFetchRequestData request, RequestContext context) {
        List<OffsetFetchResponseGroup> answers = DistinctElements
                .by(groups(request, context), OffsetFetchRequestGroup::groupId).stream()
                .map(group -> group(group, request.requireStable(), context)).toList();
        return Optional.of(new OffsetFetchResponse.Builder(answers).build(context.version()).data());
    }

    /// Returns the groups of a request; one before version 8.
    private static List<OffsetFetchRequestGroup> groups(OffsetFetchRequestData request, RequestContext context) {
        if (context.version() >= 8) {
            return request.groups();
        }
        var wanted = new OffsetFetchRequestGroup().setGroupId(request.groupId())
                .setTopics(
                        request.topics() == null
                                ? null
                                : request
                                        .topics().stream().map(topic -> new OffsetFetchRequestTopics()
                                                .setName(topic.name()).setPartitionIndexes(topic.partitionIndexes()))
                                        .toList());
        return List.of(wanted);
    }

    private OffsetFetchResponseGroup group(OffsetFetchRequestGroup wanted, boolean stable, RequestContext context) {
        var result = new OffsetFetchResponseGroup().setGroupId(wanted.groupId());
        Errors error = ErrorCodes.error(() -> check(wanted, context)).error();
        if (error != Errors.NONE) {
            return OffsetFetchResponse.groupError(wanted, error, context.version());
        }
        Map<TopicPartition, CommittedOffset> committed;
        try {
            committed = broker.groups().committedOffsets(wanted.groupId());
        } catch (PartitionUnavailableException e) {
            // A client would repeat the request after KAFKA_STORAGE_ERROR until its timeout.
            return OffsetFetchResponse.groupError(wanted, Errors.UNKNOWN_SERVER_ERROR, context.version());
        }
        List<OffsetFetchRequestTopics> topics = wanted.topics() == null ? all(committed, context) : wanted.topics();
        DistinctElements.by(topics, topic -> topic.name() + ":" + topic.topicId()).forEach(
                topic -> result.topics().add(topic(stable ? wanted.groupId() : "", topic, committed, context)));
        return result;
    }

    /// Checks the group's name, the permission, and the epoch if a member of another protocol sends it.
    private void check(OffsetFetchRequestGroup wanted, RequestContext context) {
        ClassicGroups.checkName(wanted.groupId());
        context.authorizeDescribe(ResourceType.GROUP, wanted.groupId());
        if (wanted.memberEpoch() >= 0) {
            other.check(wanted.groupId(), wanted.memberId(), wanted.memberEpoch());
        }
    }

    private List<OffsetFetchRequestTopics> all(Map<TopicPartition, CommittedOffset> committed, RequestContext context) {
        var topics = new TreeMap<String, List<Integer>>();
        committed.keySet().stream().filter(place -> context.mayDescribe(ResourceType.TOPIC, place.topic())).forEach(
                place -> topics.computeIfAbsent(place.topic(), name -> new ArrayList<>()).add(place.partition()));
        return topics.entrySet().stream()
                .map(topic -> new OffsetFetchRequestTopics().setName(topic.getKey())
                        .setTopicId(LocalNode.uuid(broker.topicId(topic.getKey())))
                        .setPartitionIndexes(topic.getValue()))
                .toList();
    }

    /// @param stableGroup the group if no offset may be about to change; empty if that does not matter
    private OffsetFetchResponseTopics topic(String stableGroup, OffsetFetchRequestTopics topic,
            Map<TopicPartition, CommittedOffset> committed, RequestContext context) {
        Optional<String> name = LocalNode.topic(broker, topic.name(), topic.topicId(), context);
        var result = new OffsetFetchResponseTopics().setName(topic.name()).setTopicId(topic.topicId());
        if (name.isEmpty() || !context.mayDescribe(ResourceType.TOPIC, name.get())) {
            return error(topic, name.isEmpty() ? Errors.UNKNOWN_TOPIC_ID : Errors.TOPIC_AUTHORIZATION_FAILED);
        }
        for (int number : new TreeSet<>(topic.partitionIndexes())) {
            var partition = new TopicPartition(name.get(), number);
            boolean pending = !stableGroup.isEmpty() && transactions.isPending(stableGroup, partition);
            CommittedOffset commit = pending ? null : committed.get(partition);
            result.partitions()
                    .add(new OffsetFetchResponsePartitions().setPartitionIndex(number)
                            .setCommittedOffset(commit == null ? -1 : commit.offset())
                            .setMetadata(commit == null ? "" : commit.note())
                            .setErrorCode(pending ? Errors.UNSTABLE_OFFSET_COMMIT.code() : 0));
        }
        return result;
    }

    private static OffsetFetchResponseTopics error(OffsetFetchRequestTopics topic, Errors error) {
        return new OffsetFetchResponseTopics().setName(topic.name()).setTopicId(topic.topicId())
                .setPartitions(topic.partitionIndexes().stream().map(number -> new OffsetFetchResponsePartitions()
                        .setPartitionIndex(number).setCommittedOffset(-1).setMetadata("").setErrorCode(error.code()))
                        .toList());
    }
}
