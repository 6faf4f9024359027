package gregor.graduate;

import module java.base;

import gregor.list.Sample;

/// Apache Kafka on this machine, to try: brokers that are controllers too (KRaft), each a process of its own.
///
/// A folder holds their settings, logs and data, and `cluster.properties` with their ports and processes, by which later
/// commands find them.
public final class LocalCluster {
    private static final String FILE = "cluster.properties";
    private static final String BROKER = "kafka.Kafka";
    private static final String NOTHING = System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null";
    private static final int MAX_BROKERS = 9;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path folder;
    private final Properties state;

    /// One broker.
    ///
    /// @param address of its listener for clients
    /// @param process its process id while it runs
    public record Node(int id, String address, OptionalLong process) {}

    private LocalCluster(Path folder, Properties state) {
        this.folder = folder;
        this.state = state;
    }

    /// Returns the cluster in a folder; empty if there is none.
    public static Optional<LocalCluster> in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var state = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            state.load(reader);
        }
        return Optional.of(new LocalCluster(folder, state));
    }

    /// Makes the settings and formats the data folders of a new cluster; it does not run yet.
    ///
    /// @param brokers 1 to 9
    /// @throws MoveException if Apache Kafka cannot format them
    public static LocalCluster create(Path folder, int brokers) throws IOException {
        if (brokers < 1 || brokers > MAX_BROKERS) {
            throw new MoveException("a cluster to try has 1 to " + MAX_BROKERS + " brokers, not " + brokers);
        }
        Files.createDirectories(folder);
        var state = new Properties();
        List<Integer> ports = freePorts(2 * brokers);
        for (int id = 1; id <= brokers; id++) {
            state.setProperty("port." + id, "" + ports.get(id - 1));
            state.setProperty("controller." + id, "" + ports.get(brokers + id - 1));
        }
        var cluster = new LocalCluster(folder, state);
        cluster.format();
        cluster.save();
        return cluster;
    }

    private int size() {
        return (int) state.stringPropertyNames().stream().filter(name -> name.startsWith("port.")).count();
    }

    private Path folder(int id) {
        return folder.resolve("broker-" + id);
    }

    private void configure(int id) throws IOException {
        String voters = IntStream.rangeClosed(1, size())
                .mapToObj(each -> each + "@127.0.0.1:" + port("controller.", each)).collect(Collectors.joining(","));
        int replicas = Math.min(3, size());
        Files.createDirectories(folder(id));
        Files.write(folder(id).resolve("server.properties"), List.of("process.roles=broker,controller", "node.id=" + id,
                "listeners=PLAINTEXT://127.0.0.1:" + port("port.", id) + ",CONTROLLER://127.0.0.1:"
                        + port("controller.", id),
                "controller.listener.names=CONTROLLER", "controller.quorum.voters=" + voters,
                "log.dirs=" + folder(id).resolve("logs"), "offsets.topic.replication.factor=" + replicas,
                "offsets.topic.num.partitions=4", "transaction.state.log.num.partitions=4",
                "transaction.state.log.replication.factor=" + replicas,
                "transaction.state.log.min.isr=" + Math.max(1, replicas - 1), "default.replication.factor=" + replicas,
                "min.insync.replicas=" + Math.max(1, replicas - 1), "group.initial.rebalance.delay.ms=0",
                "broker.session.timeout.ms=4000", "broker.heartbeat.interval.ms=1000"));
    }

    private String port(String kind, int id) {
        return state.getProperty(kind + id);
    }

    private void format() throws IOException {
        String clusterId = org.apache.kafka.common.Uuid.randomUuid().toString();
        var formats = new ArrayList<Process>();
        for (int id = 1; id <= size(); id++) {
            configure(id);
            formats.add(java(id, "format.txt", ProcessBuilder.Redirect.PIPE, "-Xmx128m", "kafka.tools.StorageTool",
                    "format", "-t", clusterId, "-c", folder(id).resolve("server.properties").toString()));
        }
        for (int id = 1; id <= size(); id++) {
            if (formats.get(id - 1).onExit().join().exitValue() != 0) {
                throw new MoveException("Apache Kafka cannot format " + folder(id) + "; format.txt in it says why");
            }
        }
    }

    /// Starts Java with Gregor's libraries and Apache Kafka's.
    private Process java(int id, String output, ProcessBuilder.Redirect input, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder(id).toFile()).redirectInput(input).redirectErrorStream(true)
                .redirectOutput(folder(id).resolve(output).toFile()).start();
    }

    /// Apache Kafka comes with the tests: on the class path of some commands, else in their folder.
    private static String classPath() {
        ClassLoader loader = LocalCluster.class.getClassLoader();
        Stream<Path> entries = loader instanceof URLClassLoader jshell
                ? Stream.of(jshell.getURLs()).map(url -> Path.of(URI.create(url.toString())))
                : Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
        String own = entries.map(entry -> entry.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        if (loader.getResource("kafka/Kafka.class") != null) {
            return own;
        }
        Path tests = Sample.home().resolve("target/test-lib");
        if (!Files.isDirectory(tests)) {
            throw new MoveException("Apache Kafka is not on this machine yet; ./gregor cluster start downloads it");
        }
        return own + File.pathSeparator + tests + File.separator + "*";
    }

    /// Starts the brokers that do not run, and waits until all accept connections. They run until [#stop()].
    ///
    /// @throws MoveException if one does not start
    public void start() throws IOException {
        start(ProcessBuilder.Redirect.from(new File(NOTHING)), BROKER);
    }

    /// As [#start()], but the brokers end when this process does, however it ends.
    public void startForThisProcess() throws IOException {
        start(ProcessBuilder.Redirect.PIPE, BoundProcess.class.getName(), BROKER);
    }

    private void start(ProcessBuilder.Redirect input, String... program) throws IOException {
        for (Node node : nodes()) {
            if (node.process().isEmpty()) {
                var arguments = new ArrayList<>(List.of("-Xmx256m"));
                arguments.addAll(List.of(program));
                arguments.add(folder(node.id()).resolve("server.properties").toString());
                Process process = java(node.id(), "output.txt", input, arguments.toArray(String[]::new));
                state.setProperty("process." + node.id(), "" + process.pid());
                state.setProperty("started." + node.id(), started(process.toHandle()));
                save();
            }
        }
        for (Node node : nodes()) {
            awaitConnection(node);
        }
    }

    private void awaitConnection(Node node) {
        long deadline = System.nanoTime() + START.toNanos();
        while (!accepts(node)) {
            if (process(node.id()).isEmpty() || System.nanoTime() > deadline) {
                throw new MoveException("broker " + node.id() + " does not start; "
                        + folder(node.id()).resolve("output.txt") + " says why");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean accepts(Node node) {
        String port = node.address().substring(node.address().indexOf(':') + 1);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public List<Node> nodes() {
        return IntStream.rangeClosed(1, size())
                .mapToObj(id -> new Node(id, "127.0.0.1:" + port("port.", id),
                        process(id).map(ProcessHandle::pid).map(OptionalLong::of).orElse(OptionalLong.empty())))
                .toList();
    }

    /// Returns the addresses of all brokers, for `bootstrap.servers`.
    public String addresses() {
        return nodes().stream().map(Node::address).collect(Collectors.joining(","));
    }

    /// The process of a broker, unless it has ended and another has got its id since.
    private Optional<ProcessHandle> process(int id) {
        return Optional.ofNullable(state.getProperty("process." + id)).map(Long::parseLong).flatMap(ProcessHandle::of)
                .filter(process -> process.isAlive() && started(process).equals(state.getProperty("started." + id)));
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /// Kills a broker as a power failure would (SIGKILL).
    ///
    /// @throws MoveException if there is no such broker, or it does not run
    public void kill(int id) {
        if (id < 1 || id > size()) {
            throw new MoveException("there is no broker " + id + "; there are 1 to " + size());
        }
        ProcessHandle process = process(id).orElseThrow(() -> new MoveException("broker " + id + " does not run"));
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Stops all brokers, and waits until they have ended.
    public void stop() {
        List<ProcessHandle> running = nodes().stream().flatMap(node -> process(node.id()).stream()).toList();
        running.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : running) {
            try {
                process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // A broker that has lost the majority of the controllers cannot say goodbye.
                process.destroyForcibly();
                process.onExit().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }

    private void save() throws IOException {
        Path next = folder.resolve(FILE + ".new");
        try (Writer writer = Files.newBufferedWriter(next)) {
            state.store(writer, null);
        }
        Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
