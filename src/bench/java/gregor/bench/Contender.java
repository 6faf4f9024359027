package gregor.bench;

import module java.base;

/// A broker in a process of its own, on a folder of its own.
final class Contender implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("gregor.home"));
    static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    final String name;
    final int port = freePort();
    private final Path folder;
    private final List<String> command;
    private Process process;

    private Contender(String name, Path folder, List<String> command) {
        this.name = name;
        this.folder = folder;
        this.command = new ArrayList<>(command);
    }

    /// Ours, as its launcher starts it.
    static Contender gregor(String fsync) {
        Path folder = folder("gregor");
        var ours = new Contender("gregor", folder,
                List.of(System.getProperty("gregor.launcher", HOME.resolve("gregor").toString()), "broker", "--data",
                        folder.toString(), "--fsync", fsync));
        ours.command.addAll(List.of("--kafka", "127.0.0.1:" + ours.port));
        return ours;
    }

    /// Apache Kafka, as its own script starts it: one process that is broker and controller.
    static Contender kafka() throws IOException, InterruptedException {
        Path folder = folder("kafka");
        var kafka = new Contender("kafka", folder,
                List.of(JAVA, "-Xmx1G", "-Xms1G", "-server", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20",
                        "-XX:InitiatingHeapOccupancyPercent=35", "-XX:+ExplicitGCInvokesConcurrent",
                        "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"), "kafka.Kafka",
                        folder.resolve("server.properties").toString()));
        int controller = freePort();
        Files.write(folder.resolve("server.properties"),
                List.of("process.roles=broker,controller", "node.id=1",
                        "listeners=PLAINTEXT://127.0.0.1:" + kafka.port + ",CONTROLLER://127.0.0.1:" + controller,
                        "controller.listener.names=CONTROLLER", "controller.quorum.voters=1@127.0.0.1:" + controller,
                        "log.dirs=" + folder.resolve("logs"), "offsets.topic.replication.factor=1",
                        "transaction.state.log.replication.factor=1", "transaction.state.log.min.isr=1",
                        "group.initial.rebalance.delay.ms=0"));
        Process format = new ProcessBuilder(JAVA, "-cp", System.getProperty("java.class.path"),
                "kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAQ", "-c",
                folder.resolve("server.properties").toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("format.txt").toFile()).start();
        if (format.waitFor() != 0) {
            throw new IllegalStateException(
                    "Kafka cannot format its folder: " + Files.readString(folder.resolve("format.txt")));
        }
        return kafka;
    }

    private static Path folder(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(HOME.resolve("target").resolve("bench-data")),
                    name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts it; returns how long it took until it gave its first answer.
    Duration start() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile()).start();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - begin > 60_000_000_000L) {
                throw new IllegalStateException(
                        name + " does not start: " + Files.readString(folder.resolve("output.txt")));
            }
            Thread.sleep(5);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /// Asks for the versions of all requests.
    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            socket.setSoTimeout(2000);
            socket.getOutputStream().write(new byte[]{0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, -1, -1});
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// How long it has had a processor.
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /// How much memory it has, in MB.
    double residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst().orElseThrow() / 1024.0;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            process.onExit().join();
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("delete " + folder + " by hand: " + e);
        }
    }
}
