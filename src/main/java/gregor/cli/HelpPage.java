package gregor.cli;

import module java.base;

import gregor.cli.console.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Formats `--help`: the commands in groups, and below each option its variable and its default.
final class HelpPage extends Help {
    private static final int WIDTH = 80;
    private static final int NAME_WIDTH = 14;
    private static final SequencedMap<String, List<String>> GROUPS = groups();
    /// The launcher runs these itself.
    private static final Map<String, String> LAUNCHER = Map.of("bench",
            "Measure Gregor beside Apache Kafka, in turn, as ratios of medians.", "dist",
            "Pack Gregor into one archive that runs without Maven and network.");

    private static final Map<String, List<String>> EXAMPLES = examples();

    private static SequencedMap<String, List<String>> groups() {
        var groups = new LinkedHashMap<String, List<String>>();
        groups.put("Learn", List.of("learn", "notebook", "exercise", "progress", "tour", "run", "lessons", "simulate",
                "jshell", "test", "site"));
        groups.put("Run a broker",
                List.of("broker", "topics", "produce", "consume", "groups", "transactions", "archive", "analyse",
                        "stats", "users", "cluster", "graduate", "judge", "bench", "convert", "kaf", "katar", "wafka",
                        "minikafka"));
        groups.put("Find help", List.of("help", "doctor", "dist"));
        groups.put("Write lessons", List.of("author"));
        return groups;
    }

    private HelpPage(CommandSpec spec, ColorScheme colors) {
        super(spec, colors);
        List<String> examples = EXAMPLES.getOrDefault(name(spec), List.of());
        if (!examples.isEmpty() && spec.usageMessage().footerHeading().isEmpty()) {
            spec.usageMessage().footerHeading("%nExamples:%n")
                    .footer(Stream.concat(examples.stream().map(line -> "  " + line.replace("%", "%%")),
                            Arrays.stream(spec.usageMessage().footer())).toArray(String[]::new));
        }
    }

    /// The command and its subcommand; for the whole, `gregor`.
    private static String name(CommandSpec spec) {
        return spec.qualifiedName().replaceFirst("^gregor ", "");
    }

    static Map<String, List<String>> examples() {
        var examples = new LinkedHashMap<String, List<String>>();
        try (var lines = new BufferedReader(
                new InputStreamReader(HelpPage.class.getResourceAsStream("examples.txt"), StandardCharsets.UTF_8))) {
            String command = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[")) {
                    command = line.substring(1, line.length() - 1);
                } else {
                    examples.computeIfAbsent(command, none -> new ArrayList<>()).add(line);
                }
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the examples of Gregor itself; build it again", e);
        }
    }

    static CommandLine onto(CommandLine command) {
        command.setHelpFactory(HelpPage::new);
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpPage::commandsInGroups);
        return command;
    }

    /// A command that is in no group comes last.
    private static String commandsInGroups(Help help) {
        var page = new StringBuilder();
        var left = new ArrayList<>(help.subcommands().keySet());
        GROUPS.forEach((group, names) -> page.append(table(help, group, names)));
        GROUPS.values().forEach(left::removeAll);
        return left.isEmpty() ? page.toString() : page + table(help, "And", left);
    }

    private static String table(Help help, String group, List<String> names) {
        TextTable table = TextTable.forColumns(help.colorScheme(), new Column(NAME_WIDTH, 2, Column.Overflow.SPAN),
                new Column(WIDTH - NAME_WIDTH, 2, Column.Overflow.WRAP));
        for (String name : names) {
            table.addRowValues(help.colorScheme().commandText(name), help.colorScheme().text(summary(help, name)));
        }
        return help.createHeading("%n" + group + ":%n") + table;
    }

    private static String summary(Help help, String name) {
        if (LAUNCHER.containsKey(name)) {
            return LAUNCHER.get(name);
        }
        UsageMessageSpec page = help.subcommands().get(name).commandSpec().usageMessage();
        return page.header().length > 0 ? page.header()[0] : page.description()[0];
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
        IOptionRenderer standard = super.createDefaultOptionRenderer();
        return (option, labels, colors) -> {
            Text[][] rows = standard.render(option, labels, colors);
            String more = origins(option);
            if (more.isEmpty()) {
                return rows;
            }
            Text empty = colors.text("");
            Text[][] longer = Arrays.copyOf(rows, rows.length + 1);
            longer[rows.length] = new Text[]{empty, empty, empty, empty, colors.text(more)};
            return longer;
        };
    }

    private static String origins(OptionSpec option) {
        String variable = Environment.variable(option).orElse("");
        return option.defaultValue() == null || variable.isEmpty()
                ? variable
                : variable + ", default " + option.defaultValue();
    }
}
