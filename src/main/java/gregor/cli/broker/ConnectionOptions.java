package gregor.cli.broker;

import module java.base;

import gregor.broker.BrokerSettings;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.door.HostPort;
import gregor.file.FsyncPolicy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that choose the broker of a command: at an address, or running on the data folder, or in this process.
final class ConnectionOptions {
    @Option(names = {"-b", "--broker"}, paramLabel = "HOST:PORT",
            description = "Use the broker there, by its door for Kafka's clients. By default the broker that runs on "
                    + "the data folder; if none does, the command opens the folder.")
    private InetSocketAddress address;

    @Option(names = "--broker-config", paramLabel = "FILE",
            description = "The properties of Kafka's clients for that broker, "
                    + "such as security.protocol and sasl.jaas.config.")
    private Path config;

    @Mixin
    private DataOptions data;

    ConnectionOptions() {}

    ConnectionOptions(Path folder) {
        data = new DataOptions(folder);
    }

    Path archive() {
        return data.archive();
    }

    Path folder() {
        return data.folder();
    }

    /// Whether a broker is named, or the data folder exists.
    boolean isThere() {
        return address != null || data.isThere();
    }

    /// Connects to a broker. The data folder is created if it does not exist.
    BrokerClient connect() {
        return connect(data.settings());
    }

    /// Connects to a broker.
    ///
    /// @param fsync when to force events to the disk, unless a broker runs
    BrokerClient connect(FsyncPolicy fsync) {
        return connect(data.settings().with(fsync));
    }

    private BrokerClient connect(BrokerSettings settings) {
        if (address != null) {
            return new KafkaClient(HostPort.text(address), properties(), Optional.empty());
        }
        try {
            return new EmbeddedClient(settings);
        } catch (FolderInUseException e) {
            return new KafkaClient(door(e.note().orElseThrow(() -> e)), properties(), Optional.of(folder()));
        }
    }

    /// Goes on after a release: with the same client, or through the door of a broker that uses the folder now.
    ///
    /// @throws FolderInUseException if another process uses the folder
    BrokerClient resume(BrokerClient client) {
        try {
            client.resume();
            return client;
        } catch (FolderInUseException e) {
            if (e.note().isEmpty()) {
                throw e;
            }
            BrokerClient running = connect();
            System.err.println("gregor: " + e.holder() + " uses the data now; continuing with " + running.place());
            return running;
        }
    }

    private String door(BrokerNote note) {
        if (config == null && !note.security().equals("PLAINTEXT")) {
            throw new CommandException("the broker that runs on this folder, at " + note.address() + ", requires "
                    + note.security()
                    + "; --broker-config FILE names a file with the properties that Kafka's clients need for that");
        }
        return note.address();
    }

    /// Returns the properties of Kafka's clients for the running broker.
    ///
    /// @throws CommandException if none runs on the data folder, and none is named
    Map<String, Object> running() {
        if (address != null) {
            return properties(HostPort.text(address), config);
        }
        BrokerNote note = BrokerNote.running(data.folder()).orElseThrow(() -> new CommandException("no broker runs on "
                + data.folder() + "; start it with ./gregor broker, or name one with --broker HOST:PORT"));
        return properties(door(note), config);
    }

    /// @param config the file with more properties; null if there is none
    /// @throws CommandException if the broker does not listen, or the file cannot be read
    static Map<String, Object> properties(String address, Path config) {
        KafkaClient.checkListening(address);
        var properties = new HashMap<String, Object>(properties(config));
        properties.put("bootstrap.servers", address);
        properties.put("client.id", "gregor");
        return properties;
    }

    private Map<String, String> properties() {
        return properties(config);
    }

    private static Map<String, String> properties(Path config) {
        if (config == null) {
            return Map.of();
        }
        var lines = new Properties();
        try (Reader file = Files.newBufferedReader(HumanText.path(config))) {
            lines.load(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandException(
                    "cannot read the properties in " + config + "; name a file that exists and can be read", e);
        }
        var properties = new HashMap<String, String>();
        lines.stringPropertyNames().forEach(name -> properties.put(name, lines.getProperty(name)));
        return properties;
    }

    /// Connects to data that must exist, so that a command that only reads creates nothing.
    ///
    /// @throws CommandException if it is not
    BrokerClient existing() {
        if (!isThere()) {
            if (Files.isDirectory(data.folder()) && !Files.isExecutable(data.folder())) {
                throw new CommandException("your user may not read the data folder " + data.folder()
                        + "; its owner may, and a running broker answers with --broker HOST:PORT");
            }
            String option = Optional.ofNullable(data.named()).map(named -> " --data " + named).orElse("");
            throw new CommandException(
                    "there is no broker's data in " + data.folder() + " yet; ./gregor topics create NAME" + option
                            + " creates some" + (option.isEmpty() ? "" : ", or choose another folder with --data"));
        }
        return connect();
    }

    /// Connects to data that must exist, to read it: a folder that cannot be written is read as a copy.
    ///
    /// @throws CommandException if it does not exist
    BrokerClient reading() {
        boolean copied = address == null && data.isThere() && ReadOnlyFolder.is(data.folder());
        return copied ? EmbeddedClient.reading(data.settings()) : existing();
    }
}
