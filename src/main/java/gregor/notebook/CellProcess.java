package gregor.notebook;

import module java.base;

import gregor.lesson.CellResult;
import gregor.lesson.JShellSession;
import gregor.lesson.LessonException;

/// The process of a session, with its JShell and the inspector of its variables.
final class CellProcess implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 512;
    private static final int START_SECONDS = 30;

    private final Path folder;
    private final CellInput input = new CellInput();
    private final JShellSession session;
    private final ProcessHandle process;
    private final SocketChannel channel;
    private final BufferedReader in;
    private final Writer out;

    /// Starts a process, which takes one to two seconds.
    ///
    /// @throws LessonException if it cannot be started
    CellProcess() {
        try {
            folder = Files.createTempDirectory("gregor-notebook");
            Path socket = folder.resolve("socket");
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket));
                session = new JShellSession(System.getProperty("java.class.path"),
                        List.of("-Dgregor.home=" + System.getProperty("gregor.home", "."),
                                "-D" + VariableInspector.SOCKET + "=" + socket, "-Xmx" + HEAP_MEGABYTES + "m",
                                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                                "-Dhelidon.serialFilter.missing.action=ignore", "--enable-native-access=ALL-UNNAMED"),
                        input);
                CellResult pid = session
                        .run("gregor.notebook.VariableInspector.start();\nProcessHandle.current().pid()");
                process = ProcessHandle.of(Long.parseLong(String.valueOf(pid.value()))).orElseThrow();
                channel = inTime(server::accept, START_SECONDS * 1000)
                        .orElseThrow(() -> new IOException("it does not connect: " + pid.text()));
            }
            // Without an end, a JShell whose cell has asked for a line never learns that its process has ended.
            CompletableFuture<Void> _ = process.onExit().thenRun(input::end);
            in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            out = Channels.newWriter(channel, StandardCharsets.UTF_8);
            inspect(Map.of(), false, START_SECONDS * 1000);
        } catch (IOException | NumberFormatException e) {
            throw new LessonException("cannot start a process for your cells: " + e.getMessage(), e);
        }
    }

    JShellSession session() {
        return session;
    }

    CellInput input() {
        return input;
    }

    boolean alive() {
        return process.isAlive() && !session.hasProcessEnded();
    }

    /// Inspects the variables; empty if the process does not answer in time.
    ///
    /// @param windows the first offset to show, by variable
    /// @param running whether a cell runs
    Optional<VariablesView> inspect(Map<String, Long> windows, boolean running, int millis) {
        return inTime(() -> {
            synchronized (this) {
                var request = new VariableInspector.InspectionRequest(session.names(), windows, running);
                out.write(VariableInspector.JSON.writeValueAsString(request) + "\n");
                out.flush();
                String line = in.readLine();
                return line == null ? null : VariableInspector.JSON.readValue(line, VariablesView.class);
            }
        }, millis);
    }

    /// Performs an action in a thread of its own; empty if it fails or takes longer.
    static <T> Optional<T> inTime(Callable<T> action, int millis) {
        var task = new FutureTask<T>(action);
        Thread.ofPlatform().daemon().start(task);
        try {
            return Optional.ofNullable(task.get(millis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    void kill() {
        input.end();
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
        session.close();
        try {
            channel.close();
            Files.deleteIfExists(folder.resolve("socket"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // the folder remains in the directory for temporary files
        }
    }
}
