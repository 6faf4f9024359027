package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.Payload;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.ProduceRequest;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.Topic;
import gregor.door.HostPort;
import gregor.grpc.GrpcChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The first requests of the ancestors' own clients, to servers that have just started: ten processes of each.
@Tag("outside")
@Timeout(300)
class ColdStartTest {
    private static final int STARTS = 10;
    /// The loop of Kaf's own Python client: it asks for the number after `X-Kaf-LastMsgSent` until none is sent.
    private static final String LOOP = """
            import sys
            from urllib.request import urlopen
            number = 1
            while True:
                with urlopen(sys.argv[1] + '/get/notes?format=json&from=%d' % number, timeout=5) as answer:
                    last = answer.headers['X-Kaf-LastMsgSent']
                    if last is None:
                        break
                    sys.stdout.write(answer.read().decode())
                    number = int(last) + 1
            """;

    @TempDir
    private Path folder;

    /// Starts a server and passes its address to a client as soon as it reports that it is open.
    private void start(Map<String, String> variables, List<String> command, Client client) throws Exception {
        var words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgregor.home=" + System.getProperty("gregor.home", "."), "-cp", System.getProperty("java.class.path"),
                "gregor.cli.Gregor"));
        words.addAll(command);
        var builder = new ProcessBuilder(words).redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(variables);
        Process server = builder.start();
        try {
            String open = server.inputReader().readLine();
            assertThat(open).as("%s", Files.readString(folder.resolve("err"))).contains("open at ");
            client.talk(open.replaceFirst(".*open at ([^;]+);.*", "$1"));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private interface Client {
        void talk(String address) throws Exception;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /// MiniKafka's clients wait 500 ms for an answer, and connect within that time. A start before the ten loads gRPC
    /// in this process, the client.
    @Test
    void miniKafkaAnswersItsFirstProduceWhileAClientWaits() throws Exception {
        var waits = new ArrayList<Long>();
        for (int i = -1; i < STARTS; i++) {
            Duration patience = i < 0 ? Duration.ofSeconds(30) : Duration.ofMillis(500);
            start(Map.of("MINIKAFKA_HOST", "localhost:0", "MINIKAFKA_RETENTIONTIME", "1h"), List.of("minikafka"),
                    address -> {
                        var message = ProduceRequest.newBuilder().setTopic(Topic.newBuilder().setTopic("demo topic"))
                                .setPayload(Payload.newBuilder().setPayload(ByteString.copyFromUtf8("x"))).build();
                        try (GrpcChannel channel = GrpcChannel.to(HostPort.parse(address))) {
                            long begin = System.nanoTime();
                            var stub = MiniKafkaGrpc.newBlockingStub(channel.channel()).withDeadlineAfter(patience);
                            assertThat(stub.produce(message).getMsgNumber()).isEqualTo(1);
                            waits.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
                        }
                    });
        }
        waits.removeFirst();
        Collections.sort(waits);
        assertThat(waits.get(STARTS / 2)).as("milliseconds: %s", waits).isLessThan(100);
    }

    @Test
    void kafAnswersCurlAndItsOwnLoopAtOnce() throws Exception {
        for (int i = 0; i < STARTS; i++) {
            Path logs = folder.resolve("kaf" + i);
            start(Map.of(), List.of("kaf", "127.0.0.1:0", logs.toString()), address -> {
                String put = address + "/put/notes";
                assertThat(run("curl", "-sS", "--max-time", "0.5", put, "-d", "{\"id\":1,\"data\":\"First Record\"}"))
                        .isEqualTo("1");
                assertThat(run("curl", "-sS", "--max-time", "0.5", put, "-d", "{\"id\":2,\"data\":\"Second Record\"}"))
                        .isEqualTo("2");
                assertThat(run("/usr/bin/python3", "-c", LOOP, address))
                        .isEqualTo("[{\"id\":1,\"data\":\"First Record\"},\n{\"id\":2,\"data\":\"Second Record\"}]");
            });
            assertThat(logs.resolve("notes")).hasContent("KAF_DB|v1|0\nKAF_MSG|1|30\n"
                    + "{\"id\":1,\"data\":\"First Record\"}\nKAF_MSG|2|31\n{\"id\":2,\"data\":\"Second Record\"}");
        }
    }
}
