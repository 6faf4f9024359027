package gregor.kafka.server;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.ClassicGroups;
import gregor.kafka.GroupProtocol;
import gregor.kafka.KafkaApis;
import gregor.kafka.KafkaDoor;
import gregor.kafka.KafkaSettings;
import gregor.kafka.MemberMemory;
import gregor.kafka.OffsetCommitValidator;
import gregor.kafka.ProducerStates;
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
import gregor.kafka.admin.DescribeProducersApi;
import gregor.kafka.admin.DescribeTopicPartitionsApi;
import gregor.kafka.admin.IncrementalAlterConfigsApi;
import gregor.kafka.admin.ListGroupsApi;
import gregor.kafka.admin.OffsetDeleteApi;
import gregor.kafka.consumer.ConsumerGroupDescribeApi;
import gregor.kafka.consumer.ConsumerGroupHeartbeatApi;
import gregor.kafka.consumer.ConsumerGroups;
import gregor.kafka.security.CreateAclsApi;
import gregor.kafka.security.DeleteAclsApi;
import gregor.kafka.security.DescribeAclsApi;
import gregor.kafka.security.SaslAuthenticateApi;
import gregor.kafka.security.SaslHandshakeApi;
import gregor.kafka.transaction.AddOffsetsToTxnApi;
import gregor.kafka.transaction.AddPartitionsToTxnApi;
import gregor.kafka.transaction.DescribeTransactionsApi;
import gregor.kafka.transaction.EndTxnApi;
import gregor.kafka.transaction.ListTransactionsApi;
import gregor.kafka.transaction.TransactionCoordinator;
import gregor.kafka.transaction.TransactionMaintenance;
import gregor.kafka.transaction.TxnOffsetCommitApi;
import gregor.kafka.transaction.WriteTxnMarkersApi;

/// Assembles the complete door for Kafka's clients.
///
/// Requests of Apache Kafka that it does not serve are listed, with reasons, on a page of the lesson `kafka`.
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
        MemberMemory memory = MemberMemory.ofHeap();
        var classic = new ClassicGroups(broker, memory);
        var consumer = new ConsumerGroups(broker, memory);
        var producers = new ProducerStates(broker.settings());
        var coordinator = new TransactionCoordinator(broker, producers);
        broker.setMaintenance(new TransactionMaintenance(coordinator, producers));
        return Stream.of(KafkaApis.core(broker, producers, coordinator, classic, consumer), topics(broker),
                groups(broker, classic, consumer), security(),
                transactions(broker, producers, coordinator, new OffsetCommitValidator(broker, classic, consumer)),
                List.of(new ConsumerGroupHeartbeatApi(broker, consumer),
                        new ConsumerGroupDescribeApi(broker, consumer)))
                .<Api<?>>flatMap(List::stream).toList();
    }

    private static List<Api<?>> transactions(Broker broker, ProducerStates producers,
            TransactionCoordinator coordinator, OffsetCommitValidator validator) {
        return List.of(new DescribeProducersApi(broker, producers), new AddPartitionsToTxnApi(broker, coordinator),
                new AddOffsetsToTxnApi(coordinator), new TxnOffsetCommitApi(coordinator, validator),
                new EndTxnApi(coordinator), new WriteTxnMarkersApi(broker, producers),
                new DescribeTransactionsApi(coordinator),
                new ListTransactionsApi(coordinator, broker.settings().clock()));
    }

    private static List<Api<?>> topics(Broker broker) {
        return List.of(new DescribeTopicPartitionsApi(broker), new DescribeClusterApi(broker),
                new DescribeLogDirsApi(broker), new CreateTopicsApi(broker), new DeleteTopicsApi(broker),
                new CreatePartitionsApi(broker), new DeleteRecordsApi(broker), new DescribeConfigsApi(broker),
                new AlterConfigsApi(broker), new IncrementalAlterConfigsApi(broker));
    }

    private static List<Api<?>> security() {
        return List.of(new SaslHandshakeApi(), new SaslAuthenticateApi(), new DescribeAclsApi(), new CreateAclsApi(),
                new DeleteAclsApi());
    }

    private static List<Api<?>> groups(Broker broker, ClassicGroups classic, GroupProtocol consumer) {
        return List.of(new OffsetDeleteApi(broker, classic), new DescribeGroupsApi(classic, consumer),
                new ListGroupsApi(broker, classic, consumer), new DeleteGroupsApi(broker, classic, consumer));
    }
}
