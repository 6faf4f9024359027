package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.TopicDescription;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.DistinctElements;
import gregor.kafka.RequestContext;
import gregor.topic.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DescribeLogDirs: returns the bytes that each partition occupies, and the total and usable bytes of the disk
/// (KIP-113, KIP-827).
///
/// Leaves out replicas that move between log directories.
@Serves(api = ApiKeys.DESCRIBE_LOG_DIRS, oldest = 1, newest = 5)
public record DescribeLogDirsApi(Broker broker) implements Api<DescribeLogDirsRequestData> {
    @Override
    public Optional<ApiMessage> answer(DescribeLogDirsRequestData request, RequestContext context) {
        context.authorize(AclOperation.ADMIN, ResourceType.BROKER, "");
        Optional<Path> folder = broker.settings().folder();
        var result = new DescribeLogDirsResult().setLogDir(folder.map(Path::toString).orElse("memory"));
        folder.ifPresent(path -> measure(path, result));
        if (request.topics() == null) {
            broker.topicNames().forEach(name -> topic(name, number -> true).ifPresent(result.topics()::add));
        } else {
            DistinctElements.by(List.copyOf(request.topics()), DescribableLogDirTopic::topic)
                    .forEach(topic -> topic(topic.topic(), new HashSet<>(topic.partitions())::contains)
                            .ifPresent(result.topics()::add));
        }
        return Optional.of(new DescribeLogDirsResponseData().setResults(List.of(result)));
    }

    private static void measure(Path folder, DescribeLogDirsResult result) {
        try {
            FileStore disk = Files.getFileStore(folder);
            result.setTotalBytes(disk.getTotalSpace()).setUsableBytes(disk.getUsableSpace());
        } catch (IOException e) {
            result.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
    }

    /// Describes a topic; empty if it does not exist, or is deleted meanwhile.
    private Optional<DescribeLogDirsTopic> topic(String name, IntPredicate wanted) {
        try {
            return Optional.of(new DescribeLogDirsTopic().setName(name).setPartitions(
                    broker.describe(name).partitions().stream().filter(part -> wanted.test(part.partition()))
                            .map(DescribeLogDirsApi::partition).toList()));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    private static DescribeLogDirsPartition partition(TopicDescription.PartitionDescription part) {
        return new DescribeLogDirsPartition().setPartitionIndex(part.partition()).setPartitionSize(part.sizeInBytes());
    }
}
