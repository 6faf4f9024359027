package gregor.cli.broker;

import module java.base;

import gregor.ancestor.kaf.Kaf;
import gregor.ancestor.katar.Katar;
import gregor.ancestor.minikafka.MiniKafkaService;
import gregor.ancestor.wafka.Wafka;
import gregor.broker.Broker;
import gregor.broker.BrokerException;
import gregor.door.HostPort;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;
import gregor.http.HttpDoor;
import gregor.http.HttpSettings;
import gregor.kafka.KafkaDoor;
import gregor.kafka.KafkaSettings;
import gregor.kafka.server.KafkaServer;
import gregor.schema.SchemaRequests;

/// The doors that a broker opens after its logs, in order, and closes before them, in reverse order.
public final class BrokerDoors implements AutoCloseable {
    private final List<Door> doors;
    private final List<Open> open = new ArrayList<>();

    /// A door that can be opened.
    ///
    /// @param opener opens it, or throws an exception with a message for the user
    record Door(String name, Function<Broker, Open> opener) {}

    /// An open door.
    ///
    /// @param address what the user connects to, such as `http://127.0.0.1:8080`
    /// @param hints   commands to copy that connect to it, a line each
    record Open(String name, String address, List<String> hints, Runnable closer) {}

    BrokerDoors(List<Door> doors) {
        this.doors = doors;
    }

    /// The door for HTTP with the schema registry and the requests of Kaf, Katar and Wafka.
    static Door http(HttpSettings settings) {
        return http(settings, (broker, limited) -> HttpDoor.open(broker, limited, SchemaRequests.module(broker),
                Kaf.module(broker), Katar.module(broker), Wafka.module(broker)));
    }

    /// @param opener opens it with settings whose limits this process can keep
    static Door http(HttpSettings settings, BiFunction<Broker, HttpSettings, HttpDoor> opener) {
        return new Door("http", broker -> {
            int limit = FileLimit.current().connections(settings.connections());
            HttpDoor door = opener.apply(broker,
                    settings.limited(settings.readTimeout(), limit, Math.min(limit, settings.perAddress())));
            return new Open("http", door.address() + (settings.token().isPresent() ? ", with a token" : ""), List.of(),
                    door::close);
        });
    }

    static Door grpc(GrpcSettings settings, Optional<Duration> retention) {
        return new Door("grpc", broker -> {
            int limit = FileLimit.current().connections(settings.connections());
            GrpcDoor door = GrpcDoor.open(broker, settings.limited(limit, Math.min(limit, settings.perAddress())),
                    new MiniKafkaService(broker, retention));
            return new Open("grpc", HostPort.text(door.address()) + (settings.identity().isPresent() ? ", TLS" : "")
                    + (settings.token().isPresent() ? ", with a token" : ""), List.of(), door::close);
        });
    }

    /// The door for Kafka's clients, with a [BrokerNote] in the data folder by which commands find it.
    static Door kafka(KafkaSettings settings) {
        return new Door("kafka", broker -> {
            int limit = FileLimit.current().connections(settings.connections());
            KafkaDoor door = KafkaServer.open(broker, settings.withLimits(settings.maxRequestBytes(), limit,
                    Math.min(limit, settings.connectionsPerAddress()), settings.idle()));
            Optional<Path> folder = broker.settings().folder();
            String process = String.valueOf(ProcessHandle.current().pid());
            folder.ifPresent(place -> new BrokerNote(process, local(door.address()), security(settings)).write(place));
            String address = HostPort.text(door.address());
            return new Open("kafka", address, hints(address, security(settings)), () -> {
                folder.ifPresent(BrokerNote::remove);
                door.close();
            });
        });
    }

    /// What a user pastes to connect: a command of kcat, the properties of Kafka's clients, a command of Kafka's.
    private static List<String> hints(String address, String security) {
        var properties = new ArrayList<String>();
        if (!security.equals("PLAINTEXT")) {
            properties.add("security.protocol=" + security);
        }
        boolean hasLogin = security.startsWith("SASL");
        if (hasLogin) {
            properties.add("sasl.mechanism=SCRAM-SHA-256");
        }
        String kcat = "kcat -b " + address
                + properties.stream().map(property -> " -X " + property).collect(Collectors.joining())
                + (hasLogin ? " -X sasl.username=NAME -X sasl.password=PASSWORD" : "") + " -L";
        if (hasLogin) {
            properties.add("sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
                    + "username=\"NAME\" password=\"PASSWORD\";");
        }
        String file = properties.isEmpty() ? "" : " --command-config client.properties";
        return Stream.of(List.of(kcat, "bootstrap.servers=" + address), properties, List.of(
                "kafka-console-consumer.sh --bootstrap-server " + address + file + " --topic words --from-beginning"))
                .flatMap(List::stream).toList();
    }

    /// The address by which this machine reaches the door.
    private static String local(InetSocketAddress address) {
        return HostPort.text(address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address);
    }

    private static String security(KafkaSettings settings) {
        String transport = settings.tls().isPresent() ? "SSL" : "PLAINTEXT";
        return settings.users().isPresent() ? "SASL_" + transport : transport;
    }

    /// Opens the doors. If one fails, the caller closes the others.
    public void open(Broker broker) {
        doors.forEach(door -> open.add(door.opener().apply(broker)));
    }

    List<Open> all() {
        return open;
    }

    public List<String> addresses() {
        return open.stream().map(Open::address).toList();
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.removeLast().closer().run();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new BrokerException("a door did not close: " + failure.getMessage(), failure);
        }
    }
}
