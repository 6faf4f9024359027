package gregor.kafka;

import gregor.broker.Broker;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// Metadata: which machines there are, which topics, and which machine leads which partition. Here it is one machine,
/// and it leads all whose logs it can open. Who asks for a topic that is not there may thereby make it.
record MetadataApi(Broker broker) implements Api<MetadataRequestData> {
    private static final int ANSWERS_IDS = 12;

    @Override
    public ApiKeys key() {
        return ApiKeys.METADATA;
    }

    @Override
    public Optional<ApiMessage> answer(MetadataRequestData request, RequestContext call) {
        var answer = new MetadataResponseData().setClusterId(LocalNode.clusterId(broker)).setControllerId(LocalNode.ID);
        answer.brokers().add(new MetadataResponseBroker().setNodeId(LocalNode.ID).setHost(call.here().getHostString())
                .setPort(call.here().getPort()));
        if (isForAll(request, call.version())) {
            broker.topicNames().stream().filter(name -> call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, name))
                    .forEach(name -> answer.topics().add(topic(name)));
        } else {
            boolean create = call.version() < 4 || request.allowAutoTopicCreation();
            DistinctElements.by(request.topics(), MetadataApi::key).forEach(topic -> answer.topics().add(topic(topic, create, call)));
        }
        return Optional.of(answer);
    }

    /// Like Apache Kafka, this answers once for a topic that is named twice.
    private static String key(MetadataRequestTopic topic) {
        return topic.name() == null ? ":" + topic.topicId() : topic.name();
    }

    /// The oldest version says "all" by naming none.
    private static boolean isForAll(MetadataRequestData request, int version) {
        return request.topics() == null || version == 0 && request.topics().isEmpty();
    }

    private MetadataResponseTopic topic(MetadataRequestTopic wanted, boolean create, RequestContext call) {
        Optional<String> name = wanted.name() == null ? LocalNode.topic(broker, null, wanted.topicId())
                : Optional.of(wanted.name());
        if (name.isEmpty()) {
            if (call.version() < ANSWERS_IDS) {
                throw new CloseConnectionException("a topic needs a name in version " + call.version());
            }
            return error(null, Errors.UNKNOWN_TOPIC_ID).setTopicId(wanted.topicId());
        }
        if (!call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, name.get()) && !call.isAuthorized(AclOperation.WRITE, ResourceType.TOPIC, name.get())) {
            return error(name.get(), Errors.TOPIC_AUTHORIZATION_FAILED);
        }
        try {
            Topic.checkName(name.get());
            if (create && (broker.partitions(name.get()) > 0 || call.isAuthorized(AclOperation.ADMIN, ResourceType.TOPIC, name.get()))) {
                broker.createIfAbsent(name.get());
            }
            return topic(name.get());
        } catch (RuntimeException e) {
            return error(name.get(), ErrorCodes.of(e));
        }
    }

    private static MetadataResponseTopic error(String name, Errors error) {
        return new IdentityHashed.MetadataTopic().setName(name).setErrorCode(error.code());
    }

    private MetadataResponseTopic topic(String name) {
        Uuid id = LocalNode.uuid(broker.topicId(name));
        int count = broker.partitions(name);
        List<MetadataResponsePartition> partitions = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            boolean led = LocalNode.leads(broker, name, number);
            partitions.add(new MetadataResponsePartition().setPartitionIndex(number)
                    .setErrorCode((led ? Errors.NONE : Errors.LEADER_NOT_AVAILABLE).code())
                    .setLeaderId(led ? LocalNode.ID : LocalNode.NO_LEADER).setLeaderEpoch(LocalNode.LEADER_EPOCH)
                    .setReplicaNodes(LocalNode.ALL).setIsrNodes(led ? LocalNode.ALL : List.of())
                    .setOfflineReplicas(led ? List.of() : LocalNode.ALL));
        }
        return error(name, count == 0 ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.NONE).setTopicId(id)
                .setIsInternal(Broker.isInternal(name)).setPartitions(partitions);
    }
}
