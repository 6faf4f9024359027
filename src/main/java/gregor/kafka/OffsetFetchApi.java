package gregor.kafka;

import gregor.broker.Broker;
import gregor.group.CommittedOffset;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.consumer.ConsumerGroups;
import gregor.topic.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// OffsetFetch: where the bookmarks of a group are; -1 where there is none. Newer versions ask for many groups at once.
record OffsetFetchApi(Broker broker, ConsumerGroups modern) implements Api<OffsetFetchRequestData> {
    /// From this version on an answer has an error of its own; before, only its partitions had.
    private static final int OWN_ERROR = 2;

    @Override
    public ApiKeys key() {
        return ApiKeys.OFFSET_FETCH;
    }

    @Override
    public Optional<ApiMessage> answer(OffsetFetchRequestData request, RequestContext call) {
        var answer = new OffsetFetchResponseData();
        if (call.version() >= 8) {
            DistinctElements.by(request.groups(), OffsetFetchRequestGroup::groupId).forEach(group -> answer.groups().add(group(group, call)));
            return Optional.of(answer);
        }
        var wanted = new OffsetFetchRequestGroup().setGroupId(request.groupId())
                .setTopics(request.topics() == null ? null
                : request.topics().stream().map(topic -> new OffsetFetchRequestTopics().setName(topic.name())
                        .setPartitionIndexes(topic.partitionIndexes())).toList());
        return Optional.of(single(group(wanted, call), answer));
    }

    private OffsetFetchResponseGroup group(OffsetFetchRequestGroup wanted, RequestContext call) {
        var result = new OffsetFetchResponseGroup().setGroupId(wanted.groupId());
        Errors error = check(wanted, call);
        if (error != Errors.NONE) {
            if (call.version() < OWN_ERROR) {
                wanted.topics().forEach(topic -> result.topics().add(refused(topic, error)));
            }
            return result.setErrorCode(error.code());
        }
        Map<TopicPartition, CommittedOffset> bookmarks = broker.groups().committedOffsets(wanted.groupId());
        List<OffsetFetchRequestTopics> topics = wanted.topics() == null ? all(bookmarks, call) : wanted.topics();
        DistinctElements.by(topics, topic -> topic.name() + ":" + topic.topicId()).forEach(topic -> result.topics().add(topic(topic, bookmarks, call)));
        return result;
    }

    /// A member of a group of the newer protocol says its epoch, too.
    private Errors check(OffsetFetchRequestGroup wanted, RequestContext call) {
        if (wanted.groupId().isEmpty()) {
            return Errors.INVALID_GROUP_ID;
        }
        if (!call.isAuthorized(AclOperation.READ, ResourceType.GROUP, wanted.groupId())) {
            return Errors.GROUP_AUTHORIZATION_FAILED;
        }
        try {
            if (wanted.memberEpoch() >= 0) {
                modern.ifThere(wanted.groupId(), (group, members) -> members.member(wanted.memberId(),
                        wanted.memberEpoch(), Errors.STALE_MEMBER_EPOCH));
            }
            return Errors.NONE;
        } catch (RuntimeException e) {
            return ErrorCodes.of(e);
        }
    }

    private List<OffsetFetchRequestTopics> all(Map<TopicPartition, CommittedOffset> bookmarks, RequestContext call) {
        var topics = new TreeMap<String, List<Integer>>();
        bookmarks.keySet().stream().filter(place -> call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, place.topic()))
                .forEach(place -> topics.computeIfAbsent(place.topic(), name -> new ArrayList<>())
                        .add(place.partition()));
        return topics.entrySet().stream().map(topic -> new OffsetFetchRequestTopics().setName(topic.getKey())
                .setTopicId(LocalNode.uuid(broker.topicId(topic.getKey()))).setPartitionIndexes(topic.getValue())).toList();
    }

    private OffsetFetchResponseTopics topic(OffsetFetchRequestTopics topic, Map<TopicPartition, CommittedOffset> bookmarks,
            RequestContext call) {
        Optional<String> name = LocalNode.topic(broker, topic.name(), topic.topicId());
        var result = new OffsetFetchResponseTopics().setName(topic.name()).setTopicId(topic.topicId());
        if (name.isEmpty() || !call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, name.get())) {
            return refused(topic, name.isEmpty() ? Errors.UNKNOWN_TOPIC_ID : Errors.TOPIC_AUTHORIZATION_FAILED);
        }
        for (int number : new TreeSet<>(topic.partitionIndexes())) {
            CommittedOffset commit = bookmarks.get(new TopicPartition(name.get(), number));
            result.partitions().add(new OffsetFetchResponsePartitions().setPartitionIndex(number)
                    .setCommittedOffset(commit == null ? -1 : commit.offset())
                    .setMetadata(commit == null ? "" : commit.note()));
        }
        return result;
    }

    private static OffsetFetchResponseTopics refused(OffsetFetchRequestTopics topic, Errors error) {
        return new OffsetFetchResponseTopics().setName(topic.name()).setTopicId(topic.topicId())
                .setPartitions(topic.partitionIndexes().stream().map(number -> new OffsetFetchResponsePartitions()
                        .setPartitionIndex(number).setCommittedOffset(-1).setMetadata("").setErrorCode(error.code()))
                        .toList());
    }

    private static OffsetFetchResponseData single(OffsetFetchResponseGroup group, OffsetFetchResponseData answer) {
        group.topics().forEach(topic -> answer.topics().add(new OffsetFetchResponseTopic().setName(topic.name())
                .setPartitions(topic.partitions().stream().map(part -> new OffsetFetchResponsePartition()
                        .setPartitionIndex(part.partitionIndex()).setCommittedOffset(part.committedOffset())
                        .setMetadata(part.metadata()).setErrorCode(part.errorCode())).toList())));
        return answer.setErrorCode(group.errorCode());
    }
}
