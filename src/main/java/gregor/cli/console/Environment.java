package gregor.cli.console;

import module java.base;

import gregor.lesson.NearestWord;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Each option as a variable of the environment: `GREGOR_` and its name, in capitals and with `_` for `-`.
///
/// The command is in between, as in `GREGOR_TOPICS_CREATE_PARTITIONS`; except for `broker`, and for options that
/// mean the same in all commands. The command line overrides the environment, and an empty variable is ignored.
public final class Environment implements IDefaultValueProvider {
    private static final String PREFIX = "GREGOR_";
    private static final Set<String> EVERYWHERE = Set.of("--data", "--archive", "--broker", "--broker-config",
            "--fsync", "--json", "--output");
    /// The launcher reads these.
    private static final Set<String> LAUNCHER = Set.of("GREGOR_JDK", "GREGOR_JDK_PLACES", "GREGOR_BENCH_QUICK",
            "GREGOR_BENCH_FRESH", "GREGOR_BENCH_ROUNDS", "GREGOR_BENCH_ONLY");

    private final Map<String, String> variables;
    private final Supplier<CommandSpec> all;

    public Environment(Map<String, String> variables, Supplier<CommandSpec> all) {
        this.variables = variables;
        this.all = all;
    }

    public static Environment of(CommandSpec spec) {
        return (Environment) spec.defaultValueProvider();
    }

    @Override
    public String defaultValue(ArgSpec arg) {
        return variable(arg).map(variables::get).filter(value -> !value.isEmpty()).orElse(null);
    }

    /// The name of an option's variable. Arguments without a name have none, nor have `--help` and `--version`.
    public static Optional<String> variable(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return Optional.empty();
        }
        String command = option.command().qualifiedName("_").replaceFirst("^gregor_?", "");
        boolean shared = EVERYWHERE.contains(option.longestName()) && !option.paramLabel().equals("NAME");
        boolean plain = shared || command.equals("broker") || command.isEmpty();
        String name = (plain ? "" : command + "_") + option.longestName().replaceFirst("^-+", "");
        return Optional.of(PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /// The variable that a value came from, if it did not come from the command line.
    public Optional<String> source(ArgSpec arg, List<String> typed) {
        boolean isTyped = arg instanceof OptionSpec option && typed.stream().anyMatch(word -> List.of(option.names())
                .stream().anyMatch(name -> word.equals(name) || word.startsWith(name + "=")));
        return isTyped || defaultValue(arg) == null ? Optional.empty() : variable(arg);
    }

    /// Reports variables with Gregor's prefix that belong to no option, a sentence each.
    public List<String> strangers() {
        List<String> ours = variables.keySet().stream().filter(name -> name.startsWith(PREFIX)).sorted().toList();
        if (ours.isEmpty()) {
            return List.of();
        }
        var known = new TreeSet<>(LAUNCHER);
        collect(all.get(), known);
        return ours.stream().filter(name -> !known.contains(name))
                .map(name -> "the variable " + name + " belongs to no option" + NearestWord.suggestion(name, known))
                .toList();
    }

    private static void collect(CommandSpec spec, Set<String> known) {
        spec.options().forEach(option -> variable(option).ifPresent(known::add));
        new ArrayList<>(spec.subcommands().values()).stream().map(CommandLine::getCommandSpec)
                .forEach(sub -> collect(sub, known));
    }
}
