package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// confluent-kafka for Python, which is librdkafka: transactions that consume, process and produce; an abort; a fenced
/// producer.
@Tag("outside")
class ConfluentPythonTest {
    private static final String PROGRAM = """
            import sys
            from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
            from confluent_kafka.admin import AdminClient, NewTopic

            address = {'bootstrap.servers': sys.argv[1]}
            admin = AdminClient(address)
            for created in admin.create_topics([NewTopic('orders', 2, 1), NewTopic('bills', 1, 1)]).values():
                created.result()

            def producer(name):
                producer = Producer({**address, 'transactional.id': name, 'transaction.timeout.ms': 20000})
                producer.init_transactions(20)
                return producer

            def consumer(group, topic, level):
                consumer = Consumer({**address, 'group.id': group, 'auto.offset.reset': 'earliest',
                                     'enable.auto.commit': False, 'isolation.level': level})
                consumer.subscribe([topic])
                return consumer

            def read(consumer, count):
                records = []
                while len(records) < count:
                    records += [r for r in consumer.consume(count - len(records), 1) if r.error() is None]
                return records

            shop = producer('shop')
            for commit in (True, False, True):
                shop.begin_transaction()
                for i in range(50):
                    shop.produce('orders', key='k%d' % i, value='order' if commit else 'aborted', partition=i % 2)
                shop.flush(20)
                shop.commit_transaction(20) if commit else shop.abort_transaction(20)
            print('uncommitted', len(read(consumer('all', 'orders', 'read_uncommitted'), 150)))

            orders = consumer('billing', 'orders', 'read_committed')
            billing = producer('billing')
            for batch in range(10):
                billing.begin_transaction()
                for order in read(orders, 10):
                    billing.produce('bills', key=order.key(), value=order.value())
                billing.send_offsets_to_transaction(orders.position(orders.assignment()),
                                                    orders.consumer_group_metadata(), 20)
                billing.commit_transaction(20)
            bills = read(consumer('checker', 'bills', 'read_committed'), 100)
            print('bills', len(bills), set(bill.value() for bill in bills))
            offsets = orders.committed([TopicPartition('orders', 0), TopicPartition('orders', 1)], 20)
            print('committed', orders.position(orders.assignment()) == offsets)

            producer('billing')
            billing.begin_transaction()
            try:
                billing.produce('bills', 'of a zombie')
                billing.commit_transaction(20)
            except KafkaException as e:
                print('fenced', e.args[0].fatal())
            """;

    @TempDir
    private Path folder;

    @Test
    void ordersAreBilledOnceAndAZombieIsFenced() throws Exception {
        try (var server = new KafkaTestServer(BrokerSettings.in(folder).with(FsyncPolicy.never()))) {
            Process process = new ProcessBuilder("/usr/bin/python3", "-c", PROGRAM, server.address())
                    .redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            // librdkafka's own log begins with a level.
            assertThat(said.lines().filter(line -> !line.startsWith("%"))).as(said).containsExactly("uncommitted 150",
                    "bills 100 {b'order'}", "committed True", "fenced True");
        }
    }
}
