package gregor.notebook;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Looks at the variables of a session, from inside its process: a thread that answers each [Ask] with a [VariablesView].
///
/// It speaks over a socket in a folder that only the learner may read.
public final class VariableInspector {
    /// The name of the system property that says where the socket is.
    static final String SOCKET = "gregor.notebook.socket";
    static final JsonMapper JSON = JsonMapper.builder().build();
    /// How the JDK calls the classes that hold the variables: a number, and a letter for each time that it was made
    /// anew.
    private static final String HOLDER = "REPL.$JShell$";
    /// Imports take numbers, and no class is made for them: so many missing in a row are not the end yet.
    private static final int MISSING = 60;

    /// What the notebook wants to see.
    ///
    /// @param names   the variables that there are
    /// @param windows the first offset to be shown, by variable; the last events if it is not there
    /// @param running whether a cell runs now, so that only what may be looked at from another thread is
    record InspectionRequest(List<String> names, Map<String, Long> windows, boolean running) {}

    private final ClassLoader loader;
    private final TreeMap<Integer, Class<?>> holders = new TreeMap<>();
    private int highest;
    private VariablesView last = new VariablesView(List.of());

    private VariableInspector(ClassLoader loader) {
        this.loader = loader;
    }

    /// Starts the thread. A session's first snippet calls it.
    public static void start() {
        ClassLoader loader = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass().getClassLoader();
        Thread.ofPlatform().daemon().name("gregor-probe").start(() -> new VariableInspector(loader).answer());
    }

    private void answer() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(System.getProperty(SOCKET)));
            var in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            var out = Channels.newWriter(channel, StandardCharsets.UTF_8);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(JSON.writeValueAsString(look(JSON.readValue(line, InspectionRequest.class))) + "\n");
                out.flush();
            }
        } catch (IOException e) {
            // the notebook has gone
        } finally {
            // A cell that never ends would outlive it.
            Runtime.getRuntime().halt(0);
        }
    }

    /// What cannot be seen now is as it was.
    private VariablesView look(InspectionRequest ask) {
        try {
            last = new LogInspector(variables(ask), ask, last).lane();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // a log that changes while it is looked at; the next look is a better one
        }
        return last;
    }

    private Map<String, Object> variables(InspectionRequest ask) {
        findHolders(ask.running());
        var values = new TreeMap<String, Object>();
        for (Class<?> holder : holders.values()) {
            for (Field field : holder.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && ask.names().contains(field.getName())) {
                    try {
                        field.setAccessible(true);
                        Object value = field.get(null);
                        values.remove(field.getName());
                        if (value != null) {
                            values.put(field.getName(), value);
                        }
                    } catch (IllegalAccessException e) {
                        // not for us
                    }
                }
            }
        }
        var ordered = new LinkedHashMap<String, Object>();
        ask.names().stream().filter(values::containsKey).forEach(name -> ordered.put(name, values.get(name)));
        return ordered;
    }

    private void findHolders(boolean onlyNew) {
        for (int number = highest; number <= highest + MISSING; number++) {
            Class<?> holder = find(number + "");
            if (holder != null) {
                holders.putIfAbsent(number, holder);
                highest = Math.max(highest, number);
            }
        }
        if (!onlyNew) {
            holders.replaceAll((number, holder) -> {
                Class<?> newest = holder;
                String name = holder.getName().substring(HOLDER.length());
                char letter = Character.isLetter(name.charAt(name.length() - 1))
                        ? (char) (name.charAt(name.length() - 1) + 1) : 'B';
                for (Class<?> next = find(number + "" + letter); next != null
                        && letter < 'Z'; next = find(number + "" + ++letter)) {
                    newest = next;
                }
                return newest;
            });
        }
    }

    private Class<?> find(String name) {
        try {
            return Class.forName(HOLDER + name, true, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
