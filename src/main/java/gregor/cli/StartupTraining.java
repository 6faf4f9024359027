package gregor.cli;

import module java.base;

/// Runs what the start-up cache is trained with (JEP 514): a broker, and the frequent commands with and without it.
final class StartupTraining {
    private static final List<String> COMMANDS = List.of("produce --topic words", "produce --topic words",
            "consume --topic words", "consume --topic words --group readers", "topics list", "topics describe words",
            "groups list");

    private StartupTraining() {}

    /// Runs the frequent commands once.
    ///
    /// @param args a data folder that does not exist yet
    public static void main(String... args) throws InterruptedException {
        Path data = Path.of(args[0]);
        runAll(data);
        Thread.ofPlatform().daemon().start(() -> run(data, "broker --kafka 127.0.0.1:0 --http 127.0.0.1:0"));
        while (!Files.exists(data.resolve("gregor.running"))) {
            Thread.sleep(20);
        }
        runAll(data);
        System.exit(0);
    }

    private static void runAll(Path data) {
        for (String command : COMMANDS) {
            System.setIn(new ByteArrayInputStream("trained\n".getBytes(StandardCharsets.UTF_8)));
            run(data, command);
        }
    }

    private static void run(Path data, String line) {
        String[] words = Stream.concat(Stream.of(line.split(" ")), Stream.of("--data", data.toString()))
                .toArray(String[]::new);
        int code = Gregor.commandLine(Map.of(), words).execute(words);
        if (code != 0) {
            System.exit(code);
        }
    }
}
