package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import gregor.list.Sample;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The page with the commands of other programs: what a row names exists in that program. rpk is not checked.
class CommandsPageTest {
    private static final Map<String, String> SCRIPTS = Map.of("kafka-topics.sh", "org.apache.kafka.tools.TopicCommand",
            "kafka-configs.sh", "kafka.admin.ConfigCommand", "kafka-console-producer.sh",
            "org.apache.kafka.tools.ConsoleProducer", "kafka-console-consumer.sh",
            "org.apache.kafka.tools.consumer.ConsoleConsumer", "kafka-consumer-groups.sh",
            "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", "kafka-acls.sh",
            "org.apache.kafka.tools.AclCommand", "kafka-transactions.sh", "org.apache.kafka.tools.TransactionsCommand",
            "kafka-dump-log.sh", "org.apache.kafka.tools.DumpLogSegments");
    private static final int GREGOR = 0;
    private static final int KAFKA = 1;
    private static final int KCAT = 3;

    /// @param script the script of Kafka's that the heading of the table names
    private record Row(String script, List<String> cells) {
        /// The texts of a cell that can be typed.
        List<String> typed(int column) {
            return Pattern.compile("`([^`]+)`").matcher(cells.get(column)).results().map(found -> found.group(1))
                    .toList();
        }
    }

    private static List<Row> rows() throws IOException {
        var rows = new ArrayList<Row>();
        String script = "";
        for (String line : Files.readAllLines(Sample.home().resolve("lessons/commands.adoc"))) {
            if (line.startsWith("| ")) {
                List<String> cells = List.of(line.substring(2).split(" \\| "));
                if (cells.getFirst().equals("Gregor")) {
                    script = cells.get(KAFKA).split(", ")[0];
                } else {
                    rows.add(new Row(script, cells));
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(35).allMatch(row -> row.cells.size() == 4);
        return rows;
    }

    private static String[] words(String line) {
        return Pattern.compile("'[^']*'|\\S+").matcher(line).results().map(word -> word.group().replaceAll("'", ""))
                .toArray(String[]::new);
    }

    @Test
    void eachCommandOfGregorsParses() throws IOException {
        for (Row row : rows()) {
            for (String typed : row.typed(GREGOR)) {
                String[] words = words(typed.startsWith("-") ? "produce -t trips " + typed : typed);
                if (!words[0].equals("bench")) {
                    assertThatCode(() -> Gregor.commandLine(Map.of(), words).parseArgs(words)).as(typed)
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    @Test
    @Tag("outside")
    void eachOptionOfKafkasScriptsAndOfKcatIsInItsHelp() throws Exception {
        var helps = new HashMap<String, String>();
        var wrong = new ArrayList<String>();
        String kcat = output(List.of("kcat", "-h"));
        for (Row row : rows()) {
            for (String typed : row.typed(KAFKA)) {
                String script = typed.startsWith("kafka-") ? typed.split(" ")[0] : row.script();
                String main = SCRIPTS.getOrDefault(script, SCRIPTS.get("kafka-topics.sh"));
                if (!helps.containsKey(main)) {
                    helps.put(main, output(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp", System.getProperty("java.class.path"), main, "--help")));
                }
                options(typed, "--[a-z-]+").filter(option -> !helps.get(main).contains(option))
                        .forEach(option -> wrong.add(script + " " + option));
            }
            row.typed(KCAT)
                    .forEach(typed -> options(typed, "-[A-Za-z]")
                            .filter(option -> !kcat.matches("(?s).*[\\s|]" + option + "\\b.*"))
                            .forEach(option -> wrong.add("kcat " + option)));
        }
        assertThat(helps).hasSizeGreaterThan(5);
        assertThat(wrong).isEmpty();
    }

    private static Stream<String> options(String typed, String form) {
        return Arrays.stream(words(typed)).filter(word -> word.matches(form));
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return text;
    }
}
