package gregor.notebook;

import gregor.lesson.CellResult;
import gregor.lesson.JShellSession;
import gregor.lesson.LessonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The process of a session, and the probe in it. What runs there ends with it.
final class CellProcess implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 512;
    private static final int START_SECONDS = 30;

    private final Path folder;
    private final JShellSession session;
    private final ProcessHandle process;
    private final SocketChannel channel;
    private final BufferedReader in;
    private final Writer out;

    /// Starts a process; that takes a second or two.
    ///
    /// @throws LessonException if it cannot be started
    CellProcess() {
        try {
            folder = Files.createTempDirectory("gregor-notebook");
            Path socket = folder.resolve("probe");
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket));
                session = new JShellSession(System.getProperty("java.class.path"),
                        List.of("-Dgregor.home=" + System.getProperty("gregor.home", "."),
                        "-D" + VariableInspector.SOCKET + "=" + socket, "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                        "-Dhelidon.serialFilter.missing.action=ignore", "--enable-native-access=ALL-UNNAMED"));
                CellResult pid = session.run("gregor.notebook.VariableInspector.start();\nProcessHandle.current().pid()");
                process = ProcessHandle.of(Long.parseLong(String.valueOf(pid.value()))).orElseThrow();
                channel = inTime(server::accept, START_SECONDS * 1000)
                        .orElseThrow(() -> new IOException("its probe does not answer: " + pid.text()));
            }
            in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            out = Channels.newWriter(channel, StandardCharsets.UTF_8);
            look(Map.of(), false, START_SECONDS * 1000);
        } catch (IOException | NumberFormatException e) {
            throw new LessonException("cannot start a process for your cells: " + e.getMessage(), e);
        }
    }

    JShellSession session() {
        return session;
    }

    boolean alive() {
        return process.isAlive() && !session.hasProcessEnded();
    }

    /// Looks at what the variables hold; empty if the process does not say so in time.
    ///
    /// @param windows the first offset to be shown, by variable
    /// @param running whether a cell runs meanwhile
    Optional<VariablesView> look(Map<String, Long> windows, boolean running, int millis) {
        List<String> names = session.names();
        return inTime(() -> {
            synchronized (this) {
                out.write(VariableInspector.JSON.writeValueAsString(new VariableInspector.InspectionRequest(names, windows, running)) + "\n");
                out.flush();
                String line = in.readLine();
                return line == null ? null : VariableInspector.JSON.readValue(line, VariablesView.class);
            }
        }, millis);
    }

    private interface Work<T> {
        T get() throws IOException;
    }

    private static <T> Optional<T> inTime(Work<T> work, int millis) {
        var task = new FutureTask<T>(work::get);
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

    /// Ends the process at once, whatever it does.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
        session.close();
        try {
            channel.close();
            Files.deleteIfExists(folder.resolve("probe"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // a folder that stays in the folder for what may be thrown away
        }
    }
}
