package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A broker that may have 400 files open, and is visited by more.
@Timeout(120)
class FewFilesTest {
    private static final int FILES = 400;
    private static final byte[] WHAT_DO_YOU_SPEAK = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, -1, -1};

    @TempDir
    private Path folder;

    @Test
    void crowdsAtItsDoorsDoNotTakeTheFilesAway() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder("sh", "-c", "ulimit -n " + FILES + " && exec \"$@\"", "sh", java,
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                Gregor.class.getName(), "broker", "--data", folder.toString(), "--http", "127.0.0.1:0", "--kafka",
                "127.0.0.1:0").redirectErrorStream(true).start();
        try (BufferedReader said = process.inputReader()) {
            assertThat(after("  files    ", said)).startsWith(FILES + " may be open, so a door accepts about ");
            URI http = URI.create(after("  http     ", said));
            URI kafka = URI.create("kafka://" + after("  kafka    ", said));
            for (URI door : List.of(http, kafka, http)) {
                crowd(door);
                assertThat(answer(http, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes())).isEqualTo('H');
                assertThat(answer(kafka, WHAT_DO_YOU_SPEAK)).isZero();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String after(String begin, BufferedReader lines) throws IOException {
        var before = new ArrayList<String>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(begin)) {
                return line.substring(begin.length());
            }
            before.add(line);
        }
        throw new AssertionError("no line begins with '" + begin + "': " + before);
    }

    /// Comes in by more than there may be files, or waits before the door, and goes again.
    private static void crowd(URI door) throws IOException {
        var crowd = new ArrayList<Socket>();
        try {
            for (int i = 0; i < FILES + 100; i++) {
                var guest = new Socket();
                crowd.add(guest);
                guest.connect(new InetSocketAddress(door.getHost(), door.getPort()), 200);
            }
        } catch (IOException full) {
            assertThat(crowd).as(full.toString()).hasSizeGreaterThan(20);
        } finally {
            for (Socket guest : crowd) {
                guest.close();
            }
        }
    }

    /// The first byte of the answer. It may take a moment until the crowd has gone.
    private static int answer(URI door, byte[] request) throws InterruptedException {
        while (true) {
            try (var socket = new Socket(door.getHost(), door.getPort())) {
                socket.setSoTimeout(5000);
                socket.getOutputStream().write(request);
                int first = socket.getInputStream().read();
                if (first >= 0) {
                    return first;
                }
            } catch (IOException notYet) {
                assertThat(notYet).hasMessageNotContaining("refused");
            }
            Thread.sleep(50);
        }
    }
}
