package gregor.notebook;

import module java.base;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's Firefox without a screen. It is driven by WebDriver BiDi (<https://www.w3.org/TR/webdriver-bidi/>), since
/// Debian has no geckodriver.
final class Firefox implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ANNOUNCEMENT = "WebDriver BiDi listening on ";

    private final Path profile;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private final String context;
    private int commands;

    Firefox() throws IOException {
        profile = Files.createTempDirectory("gregor-firefox");
        String program = System.getenv().getOrDefault("GREGOR_FIREFOX", "/usr/bin/firefox-esr");
        process = new ProcessBuilder(program, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile",
                profile.toString(), "about:blank").redirectErrorStream(true).start();
        socket = client.newWebSocketBuilder().buildAsync(URI.create(address() + "/session"), new Answers()).join();
        send("session.new", Map.of("capabilities", Map.of()));
        context = send("browsingContext.getTree", Map.of()).at("/contexts/0/context").asString();
    }

    private String address() throws IOException {
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(ANNOUNCEMENT)) {
                Thread.startVirtualThread(() -> lines.lines().forEach(_ -> {}));
                return line.substring(ANNOUNCEMENT.length());
            }
        }
        throw new AssertionError("Firefox has ended");
    }

    /// Puts the answers to commands together from their parts.
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket source, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                answers.add(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            source.request(1);
            return null;
        }
    }

    /// Sends a command, and returns its result.
    private JsonNode send(String method, Map<String, Object> parameters) {
        int id = ++commands;
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true).join();
        try {
            while (true) {
                JsonNode answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (answer == null) {
                    throw new AssertionError("no answer to " + method);
                }
                if (answer.path("id").asInt() == id) {
                    if (answer.has("error")) {
                        throw new AssertionError(method + ": " + answer);
                    }
                    return answer.path("result");
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void open(String address) {
        send("browsingContext.navigate", Map.of("context", context, "url", address, "wait", "complete"));
    }

    /// Evaluates an expression, and returns its value as text; empty if it has none.
    String evaluate(String expression) {
        JsonNode answer = send("script.evaluate",
                Map.of("expression", expression, "target", Map.of("context", context), "awaitPromise", true));
        if (!answer.path("type").asString().equals("success")) {
            throw new AssertionError(expression + ": " + answer.at("/exceptionDetails/text").asString());
        }
        return answer.at("/result/value").asString("");
    }

    void await(String expression) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!evaluate(expression).equals("true")) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not so in time: " + expression);
            }
            LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // what is left lies in the folder for what may be thrown away
        }
    }
}
