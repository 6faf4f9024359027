package gregor.kafka;

import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;

/// Elements of answers, each with a hash that no client chooses.
///
/// kafka-clients keeps them in its `ImplicitLinkedHashCollection`, whose time is cubic in the number of equal hashes:
/// [RequestCost] says why. By the hash of a name that the client sent, an answer of 20 KB took half a minute to
/// collect. No element is ever looked up in an answer, so any hash will do.
public final class IdentityHashed {
    private IdentityHashed() {}

    /// Is [MetadataResponseTopic].
    static final class MetadataTopic extends MetadataResponseTopic {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [CreatableTopicResult].
    public static final class CreatedTopic extends CreatableTopicResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [DeletableTopicResult].
    public static final class DeletedTopic extends DeletableTopicResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [DeletableGroupResult].
    public static final class DeletedGroup extends DeletableGroupResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [DeleteRecordsTopicResult].
    public static final class DeletedRecords extends DeleteRecordsTopicResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [DeleteRecordsPartitionResult].
    public static final class DeletedPartitionRecords extends DeleteRecordsPartitionResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [DescribeTopicPartitionsResponseTopic].
    public static final class DescribedTopic extends DescribeTopicPartitionsResponseTopic {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [OffsetDeleteResponseTopic].
    public static final class DeletedOffsets extends OffsetDeleteResponseTopic {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [OffsetDeleteResponsePartition].
    public static final class DeletedOffset extends OffsetDeleteResponsePartition {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [OffsetForLeaderTopicResult].
    static final class EpochEnds extends OffsetForLeaderTopicResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// Is [TopicProduceResponse].
    static final class Produced extends TopicProduceResponse {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
