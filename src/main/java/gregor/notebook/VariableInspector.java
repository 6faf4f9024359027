package gregor.notebook;

import module java.base;

import tools.jackson.databind.json.JsonMapper;

/// Inspects the variables of a session from inside its process: a thread answers each [InspectionRequest] with a
/// [VariablesView], over a Unix domain socket in a folder that only the learner can read.
public final class VariableInspector {
    /// The system property with the path of the socket.
    static final String SOCKET = "gregor.notebook.socket";
    static final JsonMapper JSON = JsonMapper.builder().build();
    /// The prefix of JShell's classes that hold the variables; a number follows, and a letter for each new version.
    private static final String HOLDER = "REPL.$JShell$";
    /// The maximum gap between the numbers of two classes: an import takes a number and has no class.
    private static final int MAX_GAP = 60;

    /// A request of the notebook.
    ///
    /// @param names   the variables
    /// @param windows the first offset to show, by variable; by default the last events are shown
    /// @param running whether a cell runs, so that only thread-safe values may be inspected
    record InspectionRequest(List<String> names, Map<String, Long> windows, boolean running) {}

    private final ClassLoader loader;
    private final TreeMap<Integer, Class<?>> holders = new TreeMap<>();
    private int highest;
    private VariablesView last = VariablesView.EMPTY;
    private Map<String, Object> lastVariables = Map.of();

    private VariableInspector(ClassLoader loader) {
        this.loader = loader;
    }

    /// Starts the thread. A session's first snippet calls it.
    public static void start() {
        ClassLoader loader = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass()
                .getClassLoader();
        Thread.ofPlatform().daemon().name("gregor-inspector").start(() -> new VariableInspector(loader).answer());
    }

    private void answer() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(System.getProperty(SOCKET)));
            var in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            var out = Channels.newWriter(channel, StandardCharsets.UTF_8);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(JSON.writeValueAsString(inspect(JSON.readValue(line, InspectionRequest.class))) + "\n");
                out.flush();
            }
        } catch (IOException e) {
            // the notebook has ended
        } finally {
            // A cell that never ends would keep the process alive.
            Runtime.getRuntime().halt(0);
        }
    }

    /// Returns the previous view if the variables cannot be inspected now.
    private VariablesView inspect(InspectionRequest request) {
        try {
            Map<String, Object> variables = variables(request);
            last = new LogInspector(variables, request, last, lastVariables).view();
            lastVariables = variables;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // a log that changes during the inspection; the next one will succeed
            last = new VariablesView(last.views(), false);
        }
        return last;
    }

    private Map<String, Object> variables(InspectionRequest request) {
        findHolders(request.running());
        var values = new TreeMap<String, Object>();
        for (Class<?> holder : holders.values()) {
            for (Field field : holder.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && request.names().contains(field.getName())) {
                    try {
                        field.setAccessible(true);
                        Object value = field.get(null);
                        values.remove(field.getName());
                        if (value != null) {
                            values.put(field.getName(), value);
                        }
                    } catch (IllegalAccessException e) {
                        // not accessible, so not shown
                    }
                }
            }
        }
        var ordered = new LinkedHashMap<String, Object>();
        request.names().stream().filter(values::containsKey).forEach(name -> ordered.put(name, values.get(name)));
        return ordered;
    }

    private void findHolders(boolean onlyNew) {
        for (int number = highest; number <= highest + MAX_GAP; number++) {
            Class<?> holder = find(number + "");
            if (holder != null) {
                holders.putIfAbsent(number, holder);
                highest = Math.max(highest, number);
            }
        }
        if (!onlyNew) {
            holders.replaceAll(this::newest);
        }
    }

    private Class<?> newest(int number, Class<?> holder) {
        return IntStream.rangeClosed('B', 'Z').<Class<?>>mapToObj(letter -> find(number + "" + (char) letter))
                .takeWhile(Objects::nonNull).reduce(holder, (before, next) -> next);
    }

    private Class<?> find(String name) {
        try {
            return Class.forName(HOLDER + name, true, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
