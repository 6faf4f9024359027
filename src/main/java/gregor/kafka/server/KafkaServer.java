package gregor.kafka.server;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.ClassicGroups;
import gregor.kafka.GroupProtocol;
import gregor.kafka.KafkaApis;
import gregor.kafka.KafkaDoor;
import gregor.kafka.KafkaSettings;
import gregor.kafka.admin.AlterConfigsApi;
import gregor.kafka.admin.CreatePartitionsApi;
import gregor.kafka.admin.CreateTopicsApi;
import gregor.kafka.admin.DeleteGroupsApi;
import gregor.kafka.admin.DeleteRecordsApi;
import gregor.kafka.admin.DeleteTopicsApi;
import gregor.kafka.admin.DescribeClusterApi;
import gregor.kafka.admin.DescribeConfigsApi;
import gregor.kafka.admin.DescribeGroupsApi;
import gregor.kafka.admin.DescribeLogDirsApi;
import gregor.kafka.admin.DescribeTopicPartitionsApi;
import gregor.kafka.admin.IncrementalAlterConfigsApi;
import gregor.kafka.admin.ListGroupsApi;
import gregor.kafka.admin.OffsetDeleteApi;
import gregor.kafka.consumer.ConsumerGroupDescribeApi;
import gregor.kafka.consumer.ConsumerGroupHeartbeatApi;
import gregor.kafka.consumer.ConsumerGroups;
import gregor.kafka.security.SaslAuthenticateApi;
import gregor.kafka.security.SaslHandshakeApi;
import java.util.List;
import java.util.stream.Stream;

/// Assembles the complete door for Kafka's clients.
///
/// These requests of Apache Kafka 4.3 it does not serve:
///
/// | API key and name | reason |
/// |---|---|
/// | 24 AddPartitionsToTxn | no transactions yet |
/// | 25 AddOffsetsToTxn | no transactions yet |
/// | 26 EndTxn | no transactions yet |
/// | 27 WriteTxnMarkers | no transactions yet |
/// | 28 TxnOffsetCommit | no transactions yet |
/// | 29 DescribeAcls | `gregor users` edits users and permissions in a file |
/// | 30 CreateAcls | `gregor users` edits users and permissions in a file |
/// | 31 DeleteAcls | `gregor users` edits users and permissions in a file |
/// | 34 AlterReplicaLogDirs | one log directory |
/// | 38 CreateDelegationToken | SCRAM and TLS suffice for one machine |
/// | 39 RenewDelegationToken | SCRAM and TLS suffice for one machine |
/// | 40 ExpireDelegationToken | SCRAM and TLS suffice for one machine |
/// | 41 DescribeDelegationToken | SCRAM and TLS suffice for one machine |
/// | 43 ElectLeaders | one replica per partition |
/// | 45 AlterPartitionReassignments | one replica per partition |
/// | 46 ListPartitionReassignments | one replica per partition |
/// | 48 DescribeClientQuotas | no quotas per client; limits apply to every connection |
/// | 49 AlterClientQuotas | no quotas per client; limits apply to every connection |
/// | 50 DescribeUserScramCredentials | `gregor users` edits users and permissions in a file |
/// | 51 AlterUserScramCredentials | `gregor users` edits users and permissions in a file |
/// | 55 DescribeQuorum | no quorum |
/// | 57 UpdateFeatures | no feature levels |
/// | 61 DescribeProducers | producer state is internal |
/// | 64 UnregisterBroker | one node |
/// | 65 DescribeTransactions | no transactions yet |
/// | 66 ListTransactions | no transactions yet |
/// | 71 GetTelemetrySubscriptions | collects no client metrics |
/// | 72 PushTelemetry | collects no client metrics |
/// | 74 ListConfigResources | only topics have dynamic configurations; Metadata lists them |
/// | 76 ShareGroupHeartbeat | no share groups |
/// | 77 ShareGroupDescribe | no share groups |
/// | 78 ShareFetch | no share groups |
/// | 79 ShareAcknowledge | no share groups |
/// | 80 AddRaftVoter | no quorum |
/// | 81 RemoveRaftVoter | no quorum |
/// | 83 InitializeShareGroupState | no share groups |
/// | 84 ReadShareGroupState | no share groups |
/// | 85 WriteShareGroupState | no share groups |
/// | 86 DeleteShareGroupState | no share groups |
/// | 87 ReadShareGroupStateSummary | no share groups |
/// | 88 StreamsGroupHeartbeat | Kafka Streams also uses classic groups |
/// | 89 StreamsGroupDescribe | Kafka Streams also uses classic groups |
/// | 90 DescribeShareGroupOffsets | no share groups |
/// | 91 AlterShareGroupOffsets | no share groups |
/// | 92 DeleteShareGroupOffsets | no share groups |
public final class KafkaServer {
    private KafkaServer() {}

    /// Opens a door that serves all APIs.
    ///
    /// @throws gregor.broker.BrokerException if it cannot listen at the address
    public static KafkaDoor open(Broker broker, KafkaSettings settings) {
        return KafkaDoor.open(settings, apis(broker));
    }

    /// Creates all APIs, except ApiVersions, which every door has.
    public static List<Api<?>> apis(Broker broker) {
        var classic = new ClassicGroups(broker);
        var consumer = new ConsumerGroups(broker);
        return Stream.of(KafkaApis.core(broker, classic, consumer), topics(broker), groups(broker, classic, consumer),
                List.of(new ConsumerGroupHeartbeatApi(broker, consumer), new ConsumerGroupDescribeApi(broker, consumer),
                        new SaslHandshakeApi(), new SaslAuthenticateApi()))
                .<Api<?>>flatMap(List::stream).toList();
    }

    private static List<Api<?>> topics(Broker broker) {
        return List.of(new DescribeTopicPartitionsApi(broker), new DescribeClusterApi(broker),
                new DescribeLogDirsApi(broker), new CreateTopicsApi(broker), new DeleteTopicsApi(broker),
                new CreatePartitionsApi(broker), new DeleteRecordsApi(broker), new DescribeConfigsApi(broker),
                new AlterConfigsApi(broker), new IncrementalAlterConfigsApi(broker));
    }

    private static List<Api<?>> groups(Broker broker, ClassicGroups classic, GroupProtocol consumer) {
        return List.of(new OffsetDeleteApi(broker, classic), new DescribeGroupsApi(classic, consumer),
                new ListGroupsApi(broker, classic, consumer), new DeleteGroupsApi(broker, classic, consumer));
    }
}
