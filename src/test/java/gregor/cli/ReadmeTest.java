package gregor.cli;

import module java.base;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import gregor.list.Sample;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Types the commands of the README, line by line, in a fresh clone, and compares what it says with what happens. With
/// `-Dgregor.readme=FOLDER` it uses a folder that is built already.
@Tag("outside")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ReadmeTest {
    private static final int SECONDS = 600;

    /// What a command of the README is to print: parts of it, in their order. `stdin:` is what is typed, `for:` how many
    /// seconds it runs before Ctrl-C, and `skip:` a reason not to run it.
    private static final Map<String, List<String>> EXPECTED = Map.ofEntries(
            entry("./gregor tour", List.of("1. A list", "Read back data/archive/deliveries.csv: 14350 events")),
            entry("./gregor test", List.of("skip: it would run this test")),
            entry("java -cp target/gregor.jar gregor.deque.Lesson", List.of("never held more than 4900")),
            entry("jshell --class-path target/gregor.jar jshell/03-deque.jsh",
                    List.of("stdin:/exit\n", "Welcome to JShell")),
            entry("./gregor topics create deliveries --partitions 3 --config retention.ms=-1",
                    List.of("topic deliveries created, with 3 partitions")),
            entry("./gregor produce --topic deliveries --csv --value-column message data/deliveries.csv",
                    List.of("19,133 events written to deliveries\n")),
            entry("./gregor consume --topic deliveries --max-messages 3", List.of("@0 ", "@1 ", "@2 ")),
            entry("./gregor consume --topic deliveries --group billing --max-messages 1000 --format csv > some.csv",
                    List.of()),
            entry("./gregor groups describe billing", List.of("billing, Empty, 0 members, lag 18,133")),
            entry("./gregor produce --topic hello", List.of("stdin:one\ntwo\n", "2 events written to hello")),
            entry("./gregor consume --topic hello --follow", List.of("for:6", "one\n", "two\n")),
            entry(trips("--dry-run"),
                    List.of("2026-01-05T08:01:00.000Z  1    {\"id\":1,\"city\":\"Bonn\"", "\"price\":12.50",
                            "Nothing was written (--dry-run); 3 events can be read.")),
            entry("./gregor topics create trips --config retention.ms=-1", List.of("topic trips created")),
            entry(trips("").strip(), List.of("3 events written to trips\n")),
            entry("./gregor consume --topic trips --format \"%o %k %s\\n\"",
                    List.of("0 1 {\"id\":1,", "1 2 {\"id\":2,\"city\":\"Köln\"", "2 3 {")),
            entry("./gregor analyse --topic trips --field city --where status=late --by hour",
                    List.of("trips: 2 of 3 events where status=late.", "city=Bonn by hour of the day", "page: ")),
            entry("./gregor analyse --topic trips --field price --by city",
                    List.of("price: 9.8 to 12.5, mean 11.2", "Mean of price by city", "Bonn", "Köln")),
            entry("./gregor jshell --archive trips",
                    List.of("stdin:events.numberColumn(\"price\").max()\n/exit\n", "3 events in the table",
                            "==> 12.5")),
            entry("kcat -b 127.0.0.1:9092 -L", List.of("skip: printed by the broker")),
            entry("bootstrap.servers=127.0.0.1:9092", List.of("skip: no command")),
            entry("kafka-console-consumer.sh --bootstrap-server 127.0.0.1:9092 --topic words --from-beginning",
                    List.of("skip: printed by the broker")));

    /// What commands print that the README names in its tables and sentences.
    private static final SequencedMap<String, List<String>> NAMED = named();

    private static SequencedMap<String, List<String>> named() {
        var named = new LinkedHashMap<String, List<String>>();
        named.put("./gregor simulate two-leaders", List.of("leaders = 1 2", "holds"));
        named.put("./gregor lessons", List.of("  3  deque", " min "));
        named.put("./gregor run deque", List.of("never held more than 4900"));
        named.put("./gregor test deque", List.of("deque: ", " passed, 0 failed"));
        named.put("./gregor exercise list", List.of(" 1 list", "1.1  The next offset"));
        named.put("./gregor progress", List.of("deque", "written"));
        named.put("./gregor jshell deque", List.of("stdin:/exit\n", "[0, on time]"));
        named.put("./gregor doctor", List.of("ok   JDK: ", "ok   broker: "));
        named.put("./gregor broker --check", List.of("No problem found."));
        named.put("./gregor --help", List.of("Learn:", "Run a broker:", "Find help:"));
        named.put("./gregor site", List.of("site"));
        return named;
    }

    @TempDir
    private Path temporary;

    private static String trips(String option) {
        return "./gregor produce --topic trips --csv trips.csv --key-column id --time-column when --time-format "
                + "\"dd.MM.yyyy HH:mm\" " + option;
    }

    private record Block(String before, List<String> lines) {}

    private static List<Block> blocks(List<String> readme) {
        var blocks = new ArrayList<Block>();
        String before = "";
        for (int i = 0; i < readme.size(); i++) {
            if (readme.get(i).equals("----")) {
                int end = readme.subList(i + 1, readme.size()).indexOf("----") + i + 1;
                blocks.add(new Block(before, readme.subList(i + 1, end)));
                i = end;
            } else if (!readme.get(i).isBlank() && !readme.get(i).startsWith("[source")) {
                before = readme.get(i);
            }
        }
        return blocks;
    }

    @Test
    void eachLineDoesWhatTheReadmeSays() throws Exception {
        Path home = clone(temporary.resolve("gregor"));
        var wrong = new ArrayList<String>();
        for (Block block : blocks(Files.readAllLines(home.resolve("README.adoc")))) {
            var file = Pattern.compile("Save this as `(\\S+)`:").matcher(block.before());
            if (file.find()) {
                Files.write(home.resolve(file.group(1)), block.lines());
                continue;
            }
            for (String line : block.lines()) {
                if (line.matches("(\\./gregor|java|jshell|kcat|kafka-|bootstrap).*")) {
                    List<String> expected = EXPECTED.get(line);
                    wrong.addAll(
                            expected == null ? List.of("unknown to this test: " + line) : type(home, line, expected));
                }
            }
        }
        for (var named : NAMED.entrySet()) {
            wrong.addAll(type(home, named.getKey(), named.getValue()));
        }
        wrong.addAll(broker(home));
        assertThat(wrong).isEmpty();
        assertThat(home.resolve("some.csv")).content().hasLineCount(1001);
    }

    /// What the README names in tables and sentences is a command with options that it has.
    @Test
    void eachCommandThatASentenceNamesCanBeTyped() throws IOException {
        String readme = Files.readString(Sample.home().resolve("README.adoc"));
        List<String> named = Pattern.compile("`(\\./gregor[^`]*)`").matcher(readme).results()
                .map(found -> found.group(1)).toList();
        assertThat(named).hasSizeGreaterThan(40).containsAll(NAMED.keySet());
        assertThat(EXPECTED.keySet()).allMatch(line -> readme.contains("\n" + line + "\n"));
        for (String line : named) {
            String[] words = line.replaceFirst("\\./gregor ?", "").split(" ");
            if (!List.of("bench", "dist", "").contains(words[0])) {
                var typed = Gregor.commandLine(Map.of(), words);
                assertThat(words[0].startsWith("-") || typed.getSubcommands().containsKey(words[0])).as(line).isTrue();
                assertThatCode(() -> typed.parseArgs(words)).as(line).satisfiesAnyOf(none -> assertThat(none).isNull(),
                        missing -> assertThat(words).as("only named").hasSize(1));
            }
        }
    }

    private static Path clone(Path to) throws Exception {
        String built = System.getProperty("gregor.readme");
        if (built != null) {
            return Path.of(built);
        }
        run(Sample.home(), "git clone --quiet . " + to, "", SECONDS);
        return to;
    }

    private static List<String> type(Path home, String line, List<String> expected) throws Exception {
        if (expected.stream().anyMatch(part -> part.startsWith("skip:"))) {
            return List.of();
        }
        String typed = part(expected, "stdin:").orElse("");
        int seconds = part(expected, "for:").map(Integer::valueOf).orElse(SECONDS);
        String printed = run(home, line, typed, seconds);
        if (printed.matches("(?s).*\nexit code \\d+")) {
            return List.of(line + "\n  should exit with 0\n  printed: " + printed);
        }
        int at = 0;
        for (String part : expected.stream().filter(part -> !part.matches("(?s)(stdin|for):.*")).toList()) {
            at = printed.indexOf(part, at);
            if (at < 0) {
                return List.of(line + "\n  should print: " + part + "\n  printed: " + printed);
            }
        }
        return List.of();
    }

    private static Optional<String> part(List<String> expected, String kind) {
        return expected.stream().filter(part -> part.startsWith(kind)).map(part -> part.substring(kind.length()))
                .findFirst();
    }

    private static List<String> broker(Path home) throws Exception {
        Stream<String> lines = Stream.of("kcat -b 127.0.0.1:19392 -L", "bootstrap.servers=127.0.0.1:19392",
                "kafka-console-consumer.sh --bootstrap-server 127.0.0.1:19392 --topic words --from-beginning",
                "Stopped.");
        String printed = run(home, "./gregor broker --kafka 127.0.0.1:19392", "", 12);
        return lines.filter(line -> !printed.contains(line))
                .map(line -> "the broker should print " + line + "\n" + printed).toList();
    }

    /// Runs a line, sends Ctrl-C after some seconds, and returns what it prints and an exit code that is not 0.
    private static String run(Path folder, String line, String typed, int seconds) throws Exception {
        Path output = Files.createTempFile("readme", ".out");
        var process = new ProcessBuilder("sh", "-c", "exec timeout --foreground -s INT -k 20 " + seconds + " " + line)
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().keySet().removeIf(name -> name.startsWith("GREGOR_") && !name.equals("GREGOR_JDK"));
        process.environment().put("PATH",
                Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        Process started = process.start();
        try (var in = started.getOutputStream()) {
            in.write(typed.getBytes());
        }
        int code = started.waitFor();
        String printed = Files.readString(output);
        Files.delete(output);
        return code == 0 || code == 124 ? printed : printed + "\nexit code " + code;
    }
}
