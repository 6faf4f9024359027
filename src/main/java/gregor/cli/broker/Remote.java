package gregor.cli.broker;

import gregor.ancestor.minikafka.ConsumeClient;
import gregor.ancestor.minikafka.ProduceClient;
import gregor.door.TlsIdentity;
import gregor.grpc.CallException;
import gregor.grpc.GrpcChannel;
import gregor.list.Event;
import gregor.list.Utf8;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// A topic of a server somewhere, which speaks MiniKafka's gRPC: the original, or `gregor broker --grpc`.
final class Remote {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    @Option(names = {"--grpc", "-host"}, paramLabel = "HOST:PORT", converter = AddressValue.class,
            description = "Talk to a server there, as MiniKafka's clients do, and not to the data folder.")
    private InetSocketAddress address;

    @Option(names = "--token", paramLabel = "TOKEN", description = "What the server wants to be shown.")
    private String token;

    @Option(names = "--truststore", paramLabel = "FILE",
            description = "Speak TLS with a server whose certificate is in this file.")
    private Path truststore;

    @Option(names = "--truststore-password", paramLabel = "PASSWORD", description = "What opens it.")
    private String password;

    boolean isWanted() {
        return address != null;
    }

    private GrpcChannel connect() {
        return new GrpcChannel(address, Optional.ofNullable(token),
                Optional.ofNullable(truststore).map(file -> TlsIdentity.keyStore(file, password == null ? "" : password)));
    }

    /// Sends each line as a message, and returns how many there were.
    long produce(String topic, Input lines) {
        long count = 0;
        try (GrpcChannel connection = connect()) {
            var client = new ProduceClient(connection, topic);
            for (Event event = lines.next(); event != null; event = lines.next()) {
                client.send(event.value());
                count++;
            }
        } catch (CallException e) {
            throw new CommandException(e.getMessage()
                    + (count == 0 ? "" : " (" + Readable.count(count, "message") + " are there)"), e);
        }
        return count;
    }

    /// Shows messages as they come, a line each, until it is to stop, has shown enough, or nobody looks any more. It
    /// waits for a topic that is not there yet, and for a server that has gone.
    void consume(String topic, Stop stop, long most) {
        boolean told = false;
        try (GrpcChannel connection = connect()) {
            var client = new ConsumeClient(connection, topic);
            long left = most;
            while (!stop.isWished() && left > 0) {
                List<byte[]> some = List.of();
                try {
                    some = client.poll();
                    told = false;
                } catch (CallException e) {
                    if (e.code() != Status.Code.UNAVAILABLE) {
                        throw e;
                    }
                    if (!told) {
                        System.err.println("gregor: " + e.getMessage() + " Waiting for it.");
                    }
                    told = true;
                }
                List<byte[]> shown = some.subList(0, (int) Math.min(left, some.size()));
                shown.forEach(Remote::show);
                left -= shown.size();
                if (System.out.checkError() || some.isEmpty() && stop.await(POLL_INTERVAL)) {
                    return;
                }
            }
        }
    }

    private static void show(byte[] message) {
        byte[] line = Utf8.text(message).map(text -> Utf8.bytes(text + "\n"))
                .orElseGet(() -> Utf8.bytes("(" + message.length + " bytes)\n"));
        System.out.write(line, 0, line.length);
    }
}
