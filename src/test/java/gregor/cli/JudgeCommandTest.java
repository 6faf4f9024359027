package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// `gregor judge` in front of brokers that do not get far.
class JudgeCommandTest extends Shelled {
    @Test
    void aBrokerThatIsNotThereFailsAtTheFirstStage() {
        assertThat(gregor("judge", "127.0.0.1:1")).isEqualTo(1);
        assertThat(printed()).contains("The broker at 127.0.0.1:1, in ", "1 ✗ port",
                "expected  a broker that can be reached", "refused", "Start the broker",
                "0 stages passed, 1 stage failed");
        assertThat(bad("judge localhost")).contains("\"localhost\" is no address");
        assertThat(bad("judge --timeout 5ms")).contains("give --timeout 100ms or more");
    }

    @Test
    void aWrongCorrelationIdIsUnderlined() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try (var client = server.accept()) {
                        client.getInputStream().readNBytes(client.getInputStream().readNBytes(4)[3]);
                        client.getOutputStream().write(ByteBuffer.allocate(14).putInt(10).putInt(7).array());
                    } catch (IOException e) {
                        // the judge has seen enough
                    }
                }
            });
            String address = "127.0.0.1:" + server.getLocalPort();
            assertThat(gregor("judge", address)).isEqualTo(1);
            assertThat(printed()).contains("2 ✗ correlation-id", "expected  correlation id 17", "got       7",
                    "asked     ApiVersions version 0", "00 00 00 0a 00 00 00 07",
                    "            ^^^^^^^^^^^ correlation id", "1 stage passed, 1 stage failed");
            forget();
            assertThat(gregor("judge", address, "--json")).isEqualTo(1);
            assertThat(printed().lines()).hasSize(2).last().asString().contains("\"state\":\"failed\"",
                    "\"from\":4,\"to\":8", "\"response\":\"00 00 00 0a 00 00 00 07");
        }
        assertThat(good("judge --list").lines().count()).isGreaterThan(40);
    }
}
