package gregor.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.Settings;
import gregor.grpc.Address;
import gregor.grpc.Connection;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;
import gregor.grpc.ProduceClient;
import gregor.list.Utf8;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// MiniKafka's three programs, by the names of its document.
@Timeout(120)
class MiniKafkaCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stdout = System.out;
    private final InputStream stdin = System.in;

    @BeforeEach
    void catchStreams() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveStreamsBack() {
        System.setOut(stdout);
        System.setIn(stdin);
    }

    private static int run(Object command, String... words) {
        return new CommandLine(command).execute(words);
    }

    @Test
    void linesThatAreProducedAreConsumedInTheSpellingOfItsDocument() {
        try (Broker broker = Broker.open(Settings.inMemory(folder));
                GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(new InetSocketAddress("localhost", 0)))) {
            String host = Address.text(door.address());
            var stop = new Stop();
            Thread reader = Thread.ofPlatform().start(() -> run(new ConsumeCommand(() -> stop), "-host", host, "-topic", "demo topic", "--max-messages", "3"));
            System.setIn(new ByteArrayInputStream(Utf8.bytes("one\ntwo\nthree\nfour\n")));
            assertThat(run(new ProduceCommand(), "-host", host, "-topic", "demo topic")).isZero();
            reader.join();
            assertThat(out.toString(StandardCharsets.UTF_8)).containsSubsequence("one\n", "two\n", "three\n").contains("4 messages sent to demo topic\n").doesNotContain("four\n");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theServerTakesMessagesUntilItIsStopped() throws InterruptedException {
        var stop = new Stop();
        Thread server = Thread.ofPlatform().start(() -> run(new MiniKafkaCommand(() -> stop), "-host", "localhost:0", "--retention", "1h",
                "--root-dir", folder.toString()));
        while (!out.toString(StandardCharsets.UTF_8).contains("Ctrl-C")) {
            Thread.sleep(5);
        }
        String host = out.toString(StandardCharsets.UTF_8).replaceFirst("(?s).*open at ([^;]+);.*", "$1");
        try (var connection = Connection.to(Address.parse(host))) {
            assertThat(new ProduceClient(connection, "t").send(Utf8.bytes("x"))).isEqualTo(1);
        }
        stop.wish();
        server.join();
        try (Broker broker = Broker.open(Settings.in(folder))) {
            assertThat(broker.partition("t", 0).end()).isEqualTo(1);
        }
    }
}
