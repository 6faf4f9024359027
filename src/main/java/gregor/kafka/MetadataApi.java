package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.limits.IdentityHashed;
import gregor.topic.Topic;
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

/// Metadata: lists the nodes of the cluster, topics, and the leader of each partition; here one node, which leads
/// each partition whose log it can open. Asking for a topic by name creates it if auto-creation is on.
///
/// Leaves out authorized operations (KIP-430) and racks.
@Serves(api = ApiKeys.METADATA, oldest = 0, newest = 13)
record MetadataApi(Broker broker) implements Api<MetadataRequestData> {
    private static final int TOPIC_IDS = 12;

    @Override
    public Optional<ApiMessage> answer(MetadataRequestData request, RequestContext context) {
        var answer = new MetadataResponseData().setClusterId(LocalNode.clusterId(broker)).setControllerId(LocalNode.ID);
        answer.brokers().add(new MetadataResponseBroker().setNodeId(LocalNode.ID)
                .setHost(context.endpoint().getHostString()).setPort(context.endpoint().getPort()));
        if (isForAll(request, context.version())) {
            broker.topicNames().stream()
                    .filter(name -> broker.partitions(name) > 0 && context.mayDescribe(ResourceType.TOPIC, name))
                    .forEach(name -> answer.topics().add(topic(name)));
        } else {
            boolean create = context.version() < 4 || request.allowAutoTopicCreation();
            DistinctElements.by(request.topics(), MetadataApi::key)
                    .forEach(topic -> answer.topics().add(topic(topic, create, context)));
        }
        return Optional.of(answer);
    }

    /// A topic that is named twice is answered once, as in Kafka. An id counts more than a name: the Java client sends
    /// an empty name with it.
    private static String key(MetadataRequestTopic topic) {
        return topic.topicId().equals(Uuid.ZERO_UUID) && topic.name() != null ? topic.name() : ":" + topic.topicId();
    }

    /// Version 0 asks for all topics by an empty list; later versions by null.
    private static boolean isForAll(MetadataRequestData request, int version) {
        return request.topics() == null || version == 0 && request.topics().isEmpty();
    }

    private MetadataResponseTopic topic(MetadataRequestTopic wanted, boolean create, RequestContext context) {
        Optional<String> name = LocalNode.topic(broker, wanted.name(), wanted.topicId(), context);
        if (name.isEmpty()) {
            if (context.version() < TOPIC_IDS) {
                throw new CloseConnectionException(
                        "a topic without a name in version " + context.version() + "; ids need " + TOPIC_IDS);
            }
            return error(null, Errors.UNKNOWN_TOPIC_ID).setTopicId(wanted.topicId());
        }
        if (!context.mayDescribe(ResourceType.TOPIC, name.get())) {
            return error(name.get(), Errors.TOPIC_AUTHORIZATION_FAILED);
        }
        try {
            Topic.checkName(name.get());
            if (create && (broker.partitions(name.get()) > 0
                    || context.isAuthorized(AclOperation.ADMIN, ResourceType.TOPIC, name.get()))) {
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
