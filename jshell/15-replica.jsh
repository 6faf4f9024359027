// One log on several machines
// Made from lessons/15-replica.adoc by ./gregor author sync; try it with ./gregor jshell replica

// cell 1
import gregor.list.*;
import gregor.replica.*;
import java.time.Duration;

Batch event(String text) {
    return ListBatch.of(Event.of(text));
}
Cluster three(int minInsync) {
    return new Cluster(ClusterSettings.of(3).minInsync(minInsync));
}
void copy(Replica leader, Replica follower) {
    leader.read(follower.end(), leader.end()).forEach(follower::replicate);
}
void seconds(Cluster cluster, int count) {
    cluster.run(Duration.ofSeconds(count));
}

// cell 2
var leader = new Replica();
var follower = new Replica();
leader.append(0, event("rent"));
leader.append(0, event("gas"));
System.out.println(follower)

// cell 3
copy(leader, follower);
System.out.println(follower)

// == How far may a consumer read?

// cell 4: The leader has 5 events, one follower 3 and the other one 4. All are in sync. What is the high watermark?
System.out.println(HighWatermark.of(List.of(5L, 3L, 4L), 3, 2))

// cell 5
var cluster = three(1);
var ann = cluster.producer("Ann", Acks.LEADER);
var cid = cluster.consumer("Cid");
ann.send("rent");
seconds(cluster, 1);
cluster.network().part(List.of(1), List.of(2, 3));
ann.send("gas");
seconds(cluster, 1);
System.out.println(cluster)

// cell 6: Ann has an acknowledgement for gas. How many events has Cid read?
System.out.println(cid.read().size())

// cell 7: Broker 1 fails. How many of Ann's two acknowledged events are left?
cluster.crash(1);
seconds(cluster, 15);
System.out.println(cluster.broker(cluster.state().leader()).replica().end())

// cell 8
System.out.println(cluster)

// == What does acks=all wait for?

// cell 9
cluster = three(2);
ann = cluster.producer("Ann", Acks.ALL);
ann.send("rent");
seconds(cluster, 1);
cluster.network().cut(3, 1);
ann.send("gas");
seconds(cluster, 10);
System.out.println(cluster)

// cell 10: How many events wait for their acknowledgement?
System.out.println(ann.waiting())

// cell 11
seconds(cluster, 40);
System.out.println(cluster.state() + "; Ann waits for " + ann.waiting());

// == Who leads?

// cell 12
cluster = three(2);
ann = cluster.producer("Ann", Acks.ALL);
var bob = cluster.producer("Bob", Acks.LEADER);
ann.send("rent");
seconds(cluster, 1);
cluster.network().part(List.of(1), List.of(0, 2, 3, -1));
bob.send("beer");
seconds(cluster, 12);
System.out.println(cluster)

// cell 13: How many brokers believe that they lead?
System.out.println(cluster.brokers().values().stream().filter(BrokerNode::isLeader).count())

// cell 14
ann.send("gas");
seconds(cluster, 65);
for (int number : List.of(1, 2)) {
    Replica replica = cluster.broker(number).replica();
    System.out.println(number + ": " + replica + "  epochs " + replica.epochs());
}

// == What happens to the beer?

// cell 15: At which offset do the logs of broker 1 and broker 2 part?
Replica old = cluster.broker(1).replica();
Replica current = cluster.broker(2).replica();
System.out.println(old.epochs().divergence(current.epochs().endOf(0, current.end()), old.end()))

// cell 16
cluster.network().heal();
seconds(cluster, 15);
System.out.println(cluster)

// == And if no in-sync replica is left?

// cell 17
Cluster unlucky(ClusterSettings settings) {
    var result = new Cluster(settings.withoutEligibleLeaders());
    result.crash(2);
    seconds(result, 15);
    result.producer("Ann", Acks.ALL).send("rent");
    seconds(result, 1);
    result.crash(1);
    seconds(result, 15);
    result.restart(2);
    seconds(result, 15);
    return result;
}
System.out.println(unlucky(ClusterSettings.of(2)))

// cell 18: The same with unclean elections allowed, and then broker 1 returns. How many events are left on both together?
var unclean = unlucky(ClusterSettings.of(2).unclean());
unclean.restart(1);
seconds(unclean, 15);
System.out.println(unclean.brokers().values().stream().mapToLong(broker -> broker.replica().end()).sum())

// == Is it on a disk?

// cell 19: Three brokers, `acks=all`, a minimum of 2, all in sync. A second after the acknowledgement, the power of the whole building fails. How many events does the leader have afterwards?
cluster = three(2);
ann = cluster.producer("Ann", Acks.ALL);
ann.send("rent");
seconds(cluster, 1);
for (int broker = 1; broker <= 3; broker++) {
    cluster.failPower(broker);
}
for (int broker = 1; broker <= 3; broker++) {
    cluster.restart(broker);
}
seconds(cluster, 30);
System.out.println(cluster.broker(1).replica().end())

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
