/// Several brokers with one log, simulated: leader, followers, in-sync replicas and elections, as in Apache Kafka 4.3.
///
/// `ClusterComparisonTest` makes the steps of the scenarios in `lessons/scenarios` on Apache Kafka, too. The page
/// `lessons/15-replica-model.adoc` says where the model differs from Kafka.
@NullMarked
package gregor.replica;

import org.jspecify.annotations.NullMarked;
