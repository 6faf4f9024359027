package gregor.lesson;

import module java.base;

import jdk.jshell.execution.JdiDefaultExecutionControl.JdiStarter.TargetDescription;
import jdk.jshell.execution.JdiExecutionControlProvider;
import jdk.jshell.execution.JdiInitiator;
import jdk.jshell.execution.RemoteExecutionControl;
import jdk.jshell.execution.Util;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import jdk.net.ExtendedSocketOptions;

/// The process in which a [JShellSession] runs code.
///
/// It differs from JShell's own in its socket alone. JShell sends each command and each answer in several small packets
/// and leaves Nagle's algorithm (RFC 896) on, so the second packet waits for the acknowledgement of the first, which the
/// other side delays by 40 ms (RFC 1122, 4.2.3.2). A statement takes five commands. Here answers are sent at once, and on
/// Linux commands are acknowledged at once.
public final class JShellAgent {
    /// JShell's default of 5 s is too short for a JVM on a busy machine.
    private static final int TIMEOUT_MILLIS = 30_000;

    private JShellAgent() {}

    /// Returns the provider of such processes.
    ///
    /// @param classPath of the process
    static ExecutionControlProvider provider(String classPath) {
        return new JdiExecutionControlProvider((env, _, port) -> start(env, classPath, port));
    }

    /// Starts a process that connects to the debugger; if that fails, a debugger that starts the process.
    private static TargetDescription start(ExecutionEnv env, String classPath, int port) {
        List<String> options = Stream.concat(env.extraRemoteVMOptions().stream(), Stream.of("-cp", classPath)).toList();
        JdiInitiator process;
        try {
            process = initiator(options, port, false);
        } catch (RuntimeException | InternalError e) {
            process = initiator(options, port, true);
        }
        return new TargetDescription(process.vm(), process.process());
    }

    private static JdiInitiator initiator(List<String> options, int port, boolean launches) {
        return new JdiInitiator(port, options, JShellAgent.class.getName(), launches,
                InetAddress.getLoopbackAddress().getHostAddress(), TIMEOUT_MILLIS, Map.of());
    }

    /// Runs what a JShell sends.
    ///
    /// @param arguments the port at which the JShell listens
    public static void main(String[] arguments) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        socket.setTcpNoDelay(true);
        Util.forwardExecutionControlAndIO(new RemoteExecutionControl(), acknowledging(socket), socket.getOutputStream(),
                Map.of("out", out -> System.setOut(new PrintStream(out, true, System.out.charset())), "err",
                        err -> System.setErr(new PrintStream(err, true, System.err.charset()))),
                Map.of("in", System::setIn));
    }

    /// Returns the input of a socket, which acknowledges at once what it receives, if the system can do that.
    private static InputStream acknowledging(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return !socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)
                ? in
                : new FilterInputStream(in) {
                    @Override
                    public int read() throws IOException {
                        acknowledge();
                        return super.read();
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        acknowledge();
                        return super.read(bytes, offset, length);
                    }

                    // Linux forgets the option after a while.
                    private void acknowledge() throws IOException {
                        socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
                    }
                };
    }
}
