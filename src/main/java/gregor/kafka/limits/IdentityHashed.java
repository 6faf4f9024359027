package gregor.kafka.limits;

import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;

/// Elements of responses with hashes that a client cannot choose.
///
/// kafka-clients stores them in its `ImplicitLinkedHashCollection`, whose time is cubic in the number of equal hashes
/// (see [RequestCost]). With the hash of the name that the client sent, a response of 20 KB took half a minute. No
/// element of a response is looked up, so any hash serves.
public final class IdentityHashed {
    private IdentityHashed() {}

    /// A [MetadataResponseTopic].
    public static final class MetadataTopic extends MetadataResponseTopic {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [CreatableTopicResult].
    public static final class CreatedTopic extends CreatableTopicResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [DeletableTopicResult].
    public static final class DeletedTopic extends DeletableTopicResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [DeletableGroupResult].
    public static final class DeletedGroup extends DeletableGroupResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [DeleteRecordsTopicResult].
    public static final class DeletedRecords extends DeleteRecordsTopicResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [DeleteRecordsPartitionResult].
    public static final class DeletedPartitionRecords extends DeleteRecordsPartitionResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [DescribeTopicPartitionsResponseTopic].
    public static final class DescribedTopic extends DescribeTopicPartitionsResponseTopic {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [OffsetDeleteResponseTopic].
    public static final class DeletedOffsets extends OffsetDeleteResponseTopic {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [OffsetDeleteResponsePartition].
    public static final class DeletedOffset extends OffsetDeleteResponsePartition {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [OffsetForLeaderTopicResult].
    public static final class EpochEnds extends OffsetForLeaderTopicResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [TopicProduceResponse].
    public static final class Produced extends TopicProduceResponse {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [AddPartitionsToTxnTopicResult].
    public static final class AddedTopic extends AddPartitionsToTxnTopicResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [AddPartitionsToTxnPartitionResult].
    public static final class AddedPartition extends AddPartitionsToTxnPartitionResult {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// A [TopicData].
    public static final class InTransaction extends TopicData {
        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
