// Outgrowing one machine
// Made from lessons/17-graduate.adoc by ./gregor author sync; try it with ./gregor jshell graduate

// cell 1
import gregor.broker.*;
import gregor.graduate.*;
import gregor.kafka.KafkaSettings;
import gregor.kafka.server.KafkaServer;
import gregor.topic.Murmur2;
import module java.base;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;

Map<String, Object> at(String address) {
    return Map.of("bootstrap.servers", address);
}
KafkaProducer<String, String> producer(String address) {
    return new KafkaProducer<>(at(address), new StringSerializer(), new StringSerializer());
}
List<String> read(String address, TopicPartition partition) {
    var texts = new ArrayList<String>();
    try (var consumer = new KafkaConsumer<>(at(address), new StringDeserializer(), new StringDeserializer())) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> texts.add(record.value()));
        }
    }
    return texts;
}
long committed(Admin admin, String group, TopicPartition partition) throws Exception {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().get(partition).offset();
}
void commit(Admin admin, String group, TopicPartition partition, long offset) throws Exception {
    admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset))).all().get();
}

// cell 2
var broker = Broker.open(BrokerSettings.in(Files.createTempDirectory("gregor")));
var door = KafkaServer.open(broker, KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
String here = "127.0.0.1:" + door.address().getPort();
broker.createTopic("deliveries", 2, Map.of());
long begin = System.nanoTime();
try (var vans = producer(here)) {
    for (int i = 0; i < 20_000; i++) {
        vans.send(new ProducerRecord<>("deliveries", "van-" + i % 8, "report " + i));
    }
}
double rate = 20_000 / ((System.nanoTime() - begin) / 1e9);
long bytes = broker.partition("deliveries", 0).sizeInBytes() + broker.partition("deliveries", 1).sizeInBytes();
System.out.println("more than 1,000 events a second: " + (rate > 1_000));
System.out.println("bytes of an event on the disk, about: " + 10 * Math.round(bytes / 20_000 / 10.0));

// cell 3
var fleet = Workload.of(12_000, 400).keptFor(Duration.ofDays(30)).withReplicas(1);
var machine = new ClusterSize.Machine(2e12, 125e6);   // a disk of 2 TB, and 1 Gbit/s
System.out.println(ClusterSize.of(fleet, machine))

// cell 4: The machine has one disk with 1 TB of events, and the disk fails. A backup exists, and is read at 100 MB a second. For how many minutes is there no broker?
System.out.println(Duration.ofSeconds((long) (1e12 / 100e6)).toMinutes())

// == How many machines?

// cell 5: Each event has three replicas, and two programs read it. How many bytes leave the brokers for each byte that a producer sends?
fleet = fleet.withReplicas(3).readBy(2);
var three = ClusterSize.of(fleet, machine);
System.out.println(Math.round(three.bytesOut() / fleet.bytesPerSecond()))

// cell 6
fleet = fleet.compressedTo(0.25).withPeak(3);
System.out.println(ClusterSize.of(fleet, machine));
System.out.println(ClusterSize.of(fleet, new ClusterSize.Machine(8e12, 125e6)));

// == Will it survive a broker?

// cell 7
var cluster = LocalCluster.create(Files.createTempDirectory("cluster"), 3);
cluster.startForThisProcess();
String there = cluster.addresses();
var admin = Admin.create(at(there));
admin.createTopics(List.of(new NewTopic("payments", 1, (short) 3), new NewTopic("invoices", 6, (short) 3))).all().get();
System.out.println(cluster.nodes().size() + " brokers");

// cell 8: How many of her 20,000 payments are missing or stored twice?
int leader = admin.describeTopics(List.of("payments")).allTopicNames().get().get("payments").partitions().getFirst().leader().id();
var acknowledged = new AtomicInteger();
try (var ann = producer(there)) {
    for (int i = 0; i < 20_000; i++) {
        ann.send(new ProducerRecord<>("payments", "payment " + i), (_, failed) -> acknowledged.addAndGet(failed == null ? 1 : 0));
        if (i == 10_000) {
            cluster.kill(leader);
        }
    }
}
var payments = read(there, new TopicPartition("payments", 0));
System.out.println(acknowledged + " acknowledged, " + payments.size() + " stored, " + Set.copyOf(payments).size() + " different");
System.out.println(20_000 - Set.copyOf(payments).size() + payments.size() - acknowledged.get())

// == What do you watch?

// cell 9: One of three brokers is dead. The topic `invoices` has six partitions, two of which it led. How many of the six have fewer in-sync replicas than they should?
long underReplicated(String topic) throws Exception {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
            .filter(partition -> partition.isr().size() < partition.replicas().size()).count();
}
System.out.println(underReplicated("invoices"))

// cell 10
cluster.startForThisProcess();
while (underReplicated("invoices") + underReplicated("payments") > 0) {
    Thread.sleep(100);
}
var partition = new TopicPartition("payments", 0);
commit(admin, "billing", partition, 15_000);
long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition).get().offset();
var disk = admin.describeLogDirs(List.of(leader)).allDescriptions().get().get(leader).values().iterator().next();
System.out.println("under-replicated: " + underReplicated("invoices"));
System.out.println("lag of billing:   " + (end - committed(admin, "billing", partition)));
System.out.println("disk:             " + (disk.usableBytes().getAsLong() > 0 ? "not full" : "full"));

// == What does a move change?

// cell 11
var home = Admin.create(at(here));
var reports = new TopicPartition("deliveries", 0);
home.deleteRecords(Map.of(reports, RecordsToDelete.beforeOffset(1_000))).all().get();
commit(home, "office", reports, 1_500);
var source = new ClusterConnection(at(here));
var target = new ClusterConnection(at(there));
var move = new Move(source, target, MoveLimits.NONE);
var plan = move.plan();
move.copy(plan, false, () -> false, (records, bytes) -> {});
System.out.println("differences: " + move.verify(plan, records -> {}));
System.out.println("to do:       " + move.finish(plan));

// cell 12: At home, partition 0 begins at offset 1,000, and the office goes on at 1,500. At which offset does it go on in the cluster?
System.out.println(committed(admin, "office", reports))

// cell 13
System.out.println(read(here, reports).get(500).equals(read(there, reports).get(500)))

// == Can a topic grow, too?

// cell 14
admin.createPartitions(Map.of("deliveries", NewPartitions.increaseTo(4))).all().get();
try (var vans = producer(there)) {
    for (int van = 0; van < 8; van++) {
        int old = Murmur2.partition(("van-" + van).getBytes(), 2);
        int now = vans.send(new ProducerRecord<>("deliveries", "van-" + van, "new report")).get().partition();
        System.out.print("van-" + van + ": " + old + (old == now ? "" : " -> " + now) + (van < 7 ? ", " : "\n"));
    }
}

// cell 15: Doubling moves half of the keys. A topic with 10 partitions gets an eleventh. About how many hundred of 1,000 keys write to another partition?
long moved = IntStream.range(0, 1_000).mapToObj(key -> ("key-" + key).getBytes())
        .filter(key -> Murmur2.partition(key, 10) != Murmur2.partition(key, 11)).count();
System.out.println(Math.round(moved / 100.0))

// == What does it cost?

// cell 16
double month = fleet.bytesPerSecond() * Duration.ofDays(30).toSeconds() / 1e12;
double between = month * (2 / 3.0 + (fleet.replicas() - 1) + fleet.readers() * 2 / 3.0);
System.out.printf(Locale.ROOT, "written: %.1f TB, stored: %.1f TB, sent between zones: %.1f TB%n",
        month, ClusterSize.of(fleet, machine).storedBytes() / 1e12, between);

// == And on the scale of the internet?

// cell 17
double day = Duration.ofDays(1).toSeconds();
var linkedIn = Workload.of(800e9 / day, 175e12 / 800e9).withPeak(13e6 / (800e9 / day)).readBy(650.0 / 175).keptFor(Duration.ofDays(4));
System.out.println(Math.round(linkedIn.bytes()) + " bytes each, a peak of " + Math.round(10 * linkedIn.peak()) / 10.0);
System.out.println(ClusterSize.of(linkedIn, new ClusterSize.Machine(12e12, 125e6)));

// cell 18
List.of(admin, home, source, target).forEach(each -> {
    try {
        each.close();
    } catch (Exception e) {
        throw new IllegalStateException(e);
    }
});
door.close();
broker.close();
cluster.nodes().forEach(node -> cluster.kill(node.id()));

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
