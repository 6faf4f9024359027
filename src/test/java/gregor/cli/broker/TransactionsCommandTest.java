package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.cli.console.Environment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The transactions of a running broker on the command line.
@Timeout(60)
class TransactionsCommandTest {
    @TempDir
    private Path data;

    private String run(int code, String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var said = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(System.out);
            var variables = Map.of("GREGOR_DATA", data.toString());
            Supplier<CommandLine> line = () -> new CommandLine(new TransactionsCommand());
            assertThat(line.get().setDefaultValueProvider(new Environment(variables, () -> line.get().getCommandSpec()))
                    .setExecutionExceptionHandler((e, commandLine, result) -> {
                        System.err.println(e.getMessage());
                        return 2;
                    }).execute(args)).as(said::toString).isEqualTo(code);
            return said.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void anOpenTransactionIsListedDescribedAndAborted() throws Exception {
        try (var broker = new RunningBroker(data)) {
            String to = "--broker=" + broker.address();
            assertThat(run(0, "list", to)).contains("no transactions yet");
            broker.broker().createTopic("orders", 1, Map.of());
            try (var producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.address(), "transactional.id", "shop"), new StringSerializer(),
                    new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", "x")).get();
                assertThat(run(0, "list", to)).contains("shop", "Ongoing");
                assertThat(run(0, "describe", "shop", to)).contains("shop, Ongoing since 2", "partitions orders-0");
                assertThat(run(0, "describe", "shop", to, "--json")).contains("\"state\":\"Ongoing\"", "orders-0");
                assertThat(run(0, "find-hanging", to)).contains("no transaction hangs");
                assertThat(run(2, "describe", "missing", to)).contains("missing");
                assertThat(run(2, "abort", to)).contains("name a transactional id, or else");
                assertThat(run(2, "abort", "--topic=orders", "--partition=0", "--first-offset=9", to))
                        .contains("no open transaction of orders-0 begins at offset 9");
                assertThat(run(0, "abort", "--topic=orders", "--partition=0", "--first-offset=0", to))
                        .contains("aborted in this partition");
                assertThat(run(0, "abort", "shop", to)).contains("its producer is fenced");
                assertThat(run(0, "describe", "shop", to)).contains("shop, Empty");
            }
        }
        assertThat(run(2, "list")).contains("only a running broker has transactions");
    }
}
