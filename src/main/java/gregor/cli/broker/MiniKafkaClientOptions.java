package gregor.cli.broker;

import module java.base;

import gregor.ancestor.minikafka.ConsumeClient;
import gregor.ancestor.minikafka.ProduceClient;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.StopSignal;
import gregor.door.TlsIdentity;
import gregor.grpc.CallException;
import gregor.grpc.GrpcChannel;
import gregor.list.Event;
import gregor.list.Utf8;
import io.grpc.Status;
import picocli.CommandLine.Option;

/// A server that speaks MiniKafka's gRPC: the original, or `gregor broker --grpc`.
final class MiniKafkaClientOptions {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    @Option(names = {"--grpc", "-host"}, paramLabel = "HOST:PORT",
            description = "Use the server there, as MiniKafka's clients do, instead of the data folder.")
    private InetSocketAddress address;

    @Option(names = "--token", paramLabel = "TOKEN", description = "The token that the server requires.")
    private String token;

    @Option(names = "--truststore", paramLabel = "FILE",
            description = "Use TLS, and trust a server whose certificate is in this file.")
    private Path truststore;

    @Option(names = "--truststore-password", paramLabel = "PASSWORD", description = "The password of that file.")
    private String password;

    boolean isWanted() {
        return address != null;
    }

    private GrpcChannel connect() {
        return new GrpcChannel(address, Optional.ofNullable(token), Optional.ofNullable(truststore)
                .map(file -> TlsIdentity.keyStore(file, password == null ? "" : password)));
    }

    /// Sends each event's value as a message, and returns their number.
    long produce(String topic, EventInput events) {
        long count = 0;
        try (GrpcChannel connection = connect()) {
            var client = new ProduceClient(connection, topic);
            for (Event event = events.next(); event != null; event = events.next()) {
                client.send(event.value());
                count++;
            }
        } catch (CallException e) {
            throw new CommandException(e.getMessage()
                    + (count == 0 ? "" : " (" + HumanText.count(count, "message") + " before that are written)"), e);
        }
        return count;
    }

    /// Prints messages, a line each, until it is stopped or has printed `max`. Waits for a topic that does not exist
    /// yet, and for a server that does not answer.
    void consume(String topic, StopSignal stop, long max) {
        boolean warned = false;
        try (GrpcChannel connection = connect()) {
            var client = new ConsumeClient(connection, topic);
            long left = max;
            while (!stop.isRequested() && left > 0) {
                List<byte[]> messages = List.of();
                try {
                    messages = client.poll();
                    warned = false;
                } catch (CallException e) {
                    if (e.code() != Status.Code.UNAVAILABLE) {
                        throw e;
                    }
                    if (!warned) {
                        System.err.println("gregor: " + e.getMessage() + " Waiting for it.");
                    }
                    warned = true;
                }
                messages.stream().limit(left).forEach(MiniKafkaClientOptions::print);
                left -= Math.min(left, messages.size());
                if (System.out.checkError() || messages.isEmpty() && stop.await(POLL_INTERVAL)) {
                    return;
                }
            }
        }
    }

    private static void print(byte[] message) {
        byte[] line = Utf8.text(message).map(text -> Utf8.bytes(text + "\n"))
                .orElseGet(() -> Utf8.bytes("(" + message.length + " bytes)\n"));
        System.out.write(line, 0, line.length);
    }
}
