package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

/// The whole broker program in a process of its own, with a small heap. The process ends at the first
/// OutOfMemoryError, so that a test does not miss one.
final class BrokerProcess implements AutoCloseable {
    private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");
    private static final Pattern PORT = Pattern.compile("\"doors\":\\[\"127\\.0\\.0\\.1:(\\d+)\"");
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");
    private static final int MEGABYTE = 1 << 20;

    private final Process process;
    private final int port;
    private final Path errors;

    private BrokerProcess(Process process, int port, Path errors) {
        this.process = process;
        this.port = port;
        this.errors = errors;
    }

    /// Starts `gregor broker` on a free port.
    ///
    /// @param heap  the value of `-Xmx`
    /// @param options more options of the command
    static BrokerProcess start(Path data, String heap, String... options) throws IOException {
        var command = new ArrayList<>(
                List.of(BIN.resolve("java").toString(), "-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                        "gregor.cli.Gregor", "broker", "--json", "--data", data.toString(), "--kafka", "127.0.0.1:0"));
        command.addAll(List.of(options));
        Path errors = Files.createTempFile("gregor-broker", ".err");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        Matcher port = PORT.matcher(String.valueOf(line));
        assertThat(port.find()).as("the broker says where it listens: %s%s", line, Files.readString(errors)).isTrue();
        return new BrokerProcess(process, Integer.parseInt(port.group(1)), errors);
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /// Returns what the broker has written to its standard error.
    String errors() throws IOException {
        return Files.readString(errors);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Returns the number of its open files and connections; -1 if the system does not tell.
    long files() throws IOException {
        Path folder = Path.of("/proc", "" + process.pid(), "fd");
        if (!Files.isDirectory(folder)) {
            return -1;
        }
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    /// Collects garbage, and returns the size of the objects that are left, in MiB.
    long liveMegabytes() throws IOException, InterruptedException {
        Matcher total = TOTAL.matcher(jcmd("GC.class_histogram"));
        assertThat(total.find()).as("jcmd counts the objects of the broker").isTrue();
        return Long.parseLong(total.group(1)) / MEGABYTE;
    }

    private String jcmd(String... command) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(BIN.resolve("jcmd").toString(), "" + process.pid()));
        all.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(all).redirectErrorStream(true).start();
        String text = new String(jcmd.getInputStream().readAllBytes());
        jcmd.waitFor();
        return text;
    }

    /// Returns what all threads do, virtual ones too.
    String threads() throws IOException, InterruptedException {
        Path dump = Files.createTempFile("gregor-broker", ".threads");
        try {
            return jcmd("Thread.dump_to_file", "-overwrite", dump.toString()) + Files.readString(dump);
        } finally {
            Files.delete(dump);
        }
    }

    /// Sends SIGTERM, and returns how long the process took to end.
    Duration stop() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(ended).as("the broker ends within a minute after SIGTERM").isTrue();
        return took;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(errors);
    }
}
