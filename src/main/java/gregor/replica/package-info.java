/// Several brokers with one log, simulated: leader, followers, in-sync replicas and elections, as in Apache Kafka 4.3.
///
/// `ClusterComparisonTest` makes the steps of the scenarios in `lessons/scenarios` on Apache Kafka too. The model departs
/// from Kafka in these points:
///
///   - One controller decides, and never fails. Kafka has a quorum of controllers.
///   - There is one partition, and each broker has a replica of it.
///   - A follower fetches every 50 ms. In Kafka its request waits at the leader until there are events.
///   - The network may lose, repeat and reorder single messages. TCP closes the connection instead.
///   - A killed broker that starts before its session has ended waits for the controller's answer. Kafka's controller
///     refuses it (`DUPLICATE_BROKER_REGISTRATION`), and the broker tries again.
///   - A leader that knows nothing of a producer accepts sequence 0 only, since messages overtake each other here. Kafka's
///     accepts any sequence. The producer continues with a new epoch then, as Kafka's does after
///     `OUT_OF_ORDER_SEQUENCE_NUMBER`.
@NullMarked
package gregor.replica;

import org.jspecify.annotations.NullMarked;
