package gregor.replica;

import module java.base;

/// The lesson on three brokers: one event survives its leader, one does not, and a leader that was replaced truncates its
/// log.
public final class Lesson {
    /// The first client.
    private static final int ANN = -1;

    private Lesson() {}

    public static void main(String... args) {
        var cluster = new Cluster(ClusterSettings.of(3).minInsync(2));
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        ClusterProducer bob = cluster.producer("Bob", Acks.LEADER);
        ann.send("rent");
        cluster.run(Duration.ofSeconds(1));
        show("Ann has sent rent with acks=all:", cluster);

        cluster.network().part(List.of(1), List.of(ControllerNode.NUMBER, 2, 3, ANN));
        bob.send("beer");
        cluster.run(Duration.ofSeconds(1));
        show("Broker 1 is cut off. Bob sends beer with acks=1, and " + bob + ":", cluster);

        cluster.run(Duration.ofSeconds(12));
        ann.send("gas");
        cluster.run(Duration.ofSeconds(35));
        show("Broker 2 was elected after 9 s, and has gas from Ann. Broker 1 still believes that it leads:", cluster);

        cluster.network().heal();
        cluster.run(Duration.ofSeconds(10));
        show("The network is repaired, and broker 1 has truncated its log:", cluster);
        System.out.println("The beer was acknowledged by broker 1 only, and is lost.");
    }

    private static void show(String title, Cluster cluster) {
        System.out.println(title);
        System.out.println(cluster.toString().indent(2));
    }
}
