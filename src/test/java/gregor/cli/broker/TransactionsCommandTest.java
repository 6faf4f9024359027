package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.cli.Shelled;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The transactions of a running broker on the command line.
@Timeout(60)
class TransactionsCommandTest extends Shelled {
    @Test
    void anOpenTransactionIsListedDescribedAndAborted() throws Exception {
        try (var broker = new RunningBroker(data())) {
            String to = " --broker " + broker.address();
            assertThat(good("transactions list" + to)).contains("no transactions yet");
            broker.broker().createTopic("orders", 1, Map.of());
            try (var producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.address(), "transactional.id", "shop"), new StringSerializer(),
                    new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", "x")).get();
                assertThat(good("transactions list" + to)).contains("shop", "Ongoing");
                assertThat(good("transactions describe shop" + to)).contains("shop, Ongoing since 2",
                        "partitions orders-0");
                assertThat(good("transactions describe shop" + to + " --json")).contains("\"state\":\"Ongoing\"",
                        "orders-0");
                assertThat(good("transactions find-hanging" + to)).contains("no transaction hangs");
                assertThat(bad("transactions describe missing" + to)).contains("missing");
                assertThat(bad("transactions abort" + to)).contains("name a transactional id, or else");
                assertThat(bad("transactions abort --topic=orders --partition=0 --first-offset=9" + to))
                        .contains("no open transaction of orders-0 begins at offset 9");
                assertThat(good("transactions abort --topic=orders --partition=0 --first-offset=0" + to))
                        .contains("aborted in this partition");
                assertThat(good("transactions abort shop" + to)).contains("its producer is fenced");
                assertThat(good("transactions describe shop" + to)).contains("shop, Empty");
            }
        }
        assertThat(bad("transactions list")).contains("only a running broker has transactions");
    }
}
