package gregor.cli;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.lesson.TerminalStyle;
import gregor.list.Sample;
import gregor.replica.scenario.Scenario;
import gregor.replica.scenario.ScenarioRun;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor simulate`: a partition with several brokers, step by step.
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Run a history of several brokers that share a partition.",
                "Without a scenario, list the scenarios. In a terminal, keys make steps, go back and break things."})
final class SimulateCommand implements Callable<Integer> {
    private static final int WIDTH = 80;

    @Parameters(arity = "0..1", paramLabel = "SCENARIO", description = "A name of the list, or a file.")
    private Optional<String> scenario = Optional.empty();

    @Option(names = "--seed", paramLabel = "N",
            description = "Decides the random delays and losses (the scenario's, or 1).")
    private Optional<Integer> seed = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (scenario.isEmpty()) {
            list();
            return 0;
        }
        Scenario chosen = read(scenario.get());
        chosen = seed.isPresent() ? chosen.seed(seed.get()) : chosen;
        if (Gregor.onTerminal()) {
            try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
                new SimulateKeys(chosen, terminal).run();
            }
            return 0;
        }
        return print(chosen);
    }

    private static Path folder() {
        return Sample.home().resolve("lessons").resolve("scenarios");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
    }

    private static void list() throws IOException {
        var groups = new TreeMap<String, List<Scenario>>();
        for (Path file : files()) {
            Scenario each = Scenario.read(file);
            groups.computeIfAbsent(each.group(), _ -> new ArrayList<>()).add(each);
        }
        groups.forEach((group, scenarios) -> {
            System.out.println(group);
            scenarios.forEach(each -> System.out
                    .println(TerminalStyle.wrap(each.proves(), WIDTH, "  %-38s ".formatted(each.name()))));
        });
    }

    private static Scenario read(String name) throws IOException {
        Path named = folder().resolve(name + ".txt");
        Path file = Files.isRegularFile(named) ? named : Path.of(name);
        if (!Files.isRegularFile(file)) {
            throw new CommandException(
                    "there is neither a scenario nor a file " + name + "; ./gregor simulate lists the scenarios");
        }
        try {
            return Scenario.read(file);
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        } catch (CharacterCodingException e) {
            throw new CommandException(file + " is not a text in UTF-8; a scenario has one step a line");
        }
    }

    private static int print(Scenario scenario) {
        var run = new ScenarioRun(scenario);
        System.out.println(TerminalStyle.wrap(scenario.proves(), WIDTH, "") + "\n");
        System.out.println("     time  %-46s leader epoch  ISR".formatted("step"));
        int wrong = 0;
        for (String step : scenario.steps()) {
            Optional<String> unmet = made(run, step);
            wrong += unmet.isPresent() ? 1 : 0;
            var state = run.cluster().state();
            System.out.println(step.startsWith("expect ")
                    ? "           " + step + unmet.map(what -> "\n        !! " + what).orElse(": holds")
                    : "%7.3f s  %-46s %6s %5d  %s".formatted(run.cluster().now().toMillis() / 1e3, step,
                            state.leader() < 0 ? "none" : state.leader(), state.leaderEpoch(),
                            state.isr().stream().map(String::valueOf).collect(Collectors.joining(" "))));
        }
        System.out.println("\n" + run);
        return wrong == 0 ? 0 : 1;
    }

    private static Optional<String> made(ScenarioRun run, String step) {
        try {
            return run.step(step);
        } catch (IllegalArgumentException e) {
            throw new CommandException(step + ": " + e.getMessage());
        }
    }
}
