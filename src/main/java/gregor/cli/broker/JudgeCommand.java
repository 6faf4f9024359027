package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OutputOption;
import gregor.cli.console.TerminalStreams;
import gregor.door.HostPort;
import gregor.judge.Judge;
import gregor.judge.StageResult;
import gregor.lesson.TerminalStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor judge`: looks at a broker that speaks Kafka's protocol, stage by stage.
@Command(name = "judge", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Test a broker that speaks Kafka's protocol, yours or any other, stage by stage.",
        "It says of the first stage that fails what was expected, what came, and with which bytes. What it makes "
                + "there has "
                + "names that begin with judge-, and it is deleted in the end. It exits with 1 if a stage fails."})
final class JudgeCommand implements Callable<Integer> {
    private static final String MARGIN = "      ";

    @Parameters(paramLabel = "HOST:PORT", arity = "0..1", defaultValue = "127.0.0.1:9092",
            description = "Where the broker listens, without TLS and passwords. Default: ${DEFAULT-VALUE}.")
    private InetSocketAddress address;

    @Option(names = "--all", description = "Go on after a stage that fails.")
    private boolean all;

    @Option(names = "--list", description = "List the stages, and run none.")
    private boolean list;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "10s",
            description = "How long to wait for each answer.")
    private Duration timeout;

    @Mixin
    private OutputOption output;

    private final TerminalStyle ink = TerminalStyle.of(TerminalStreams.out());

    @Override
    public Integer call() {
        var judge = new Judge();
        if (list) {
            judge.stages().forEach(System.out::println);
            return 0;
        }
        if (timeout.toMillis() < 100) {
            throw new CommandException("a broker needs some time to answer; give --timeout 100ms or more");
        }
        if (address.isUnresolved()) {
            throw new CommandException(
                    "there is no host " + address.getHostString() + "; write host:port, such as localhost:9092");
        }
        if (!output.isJson()) {
            System.out
                    .println("The broker at " + HostPort.text(address) + ", in " + judge.stages().size() + " stages:");
            begin(judge, 1);
        }
        List<StageResult> results = judge.check(address, timeout, all,
                output.isJson() ? JudgeCommand::json : result -> {
                    show(result);
                    if (all || result.state() != StageResult.State.FAILED) {
                        begin(judge, result.number() + 1);
                    }
                });
        long failed = results.stream().filter(result -> result.state() == StageResult.State.FAILED).count();
        if (!output.isJson()) {
            System.out.println(failed == 0
                    ? ink.green("All stages passed.")
                    : count(results.size() - failed, "passed") + ", " + ink.red(count(failed, "failed"))
                            + (all ? "." : "; --all goes on after the first that fails."));
        }
        return failed == 0 ? 0 : 1;
    }

    private static String count(long stages, String how) {
        return HumanText.count(stages, "stage") + " " + how;
    }

    private static void json(StageResult result) {
        JsonOutput.print(JsonOutput.object("stage", result.number(), "name", result.name(), "title", result.title(),
                "state", result.state().name().toLowerCase(Locale.ROOT), "milliseconds", result.took().toMillis(),
                "trouble",
                result.problem()
                        .map(trouble -> JsonOutput.object("expected", trouble.expected(), "actual", trouble.actual(),
                                "asked", trouble.asked(), "request", trouble.request(), "response", trouble.response(),
                                "from", trouble.from(), "to", trouble.to(), "advice", result.advice()))
                        .orElse(null)));
    }

    /// Names the stage that is being looked at, for some take half a minute; its result takes that line.
    private void begin(Judge judge, int number) {
        if (TerminalStreams.out() && number <= judge.stages().size()) {
            System.out.printf("%3d … %.70s", number, judge.stages().get(number - 1));
            System.out.flush();
        }
    }

    private void show(StageResult result) {
        if (TerminalStreams.out()) {
            System.out.print("\r\033[K");
        }
        String sign = switch (result.state()) {
            case PASSED -> ink.green("✓");
            case FAILED -> ink.red("✗");
            case NOT_OFFERED -> ink.faint("–");
        };
        System.out.printf("%3d %s %-18s %s%n", result.number(), sign, result.name(),
                result.title() + (result.state() == StageResult.State.NOT_OFFERED
                        ? " " + ink.faint("(It does not say that it can.)")
                        : ""));
        result.problem().ifPresent(trouble -> {
            tell("expected", ink.green(trouble.expected()));
            tell("got", ink.red(trouble.actual()));
            if (!trouble.asked().isEmpty()) {
                tell("asked", trouble.asked());
                tell("", ink.faint(trouble.request().length() > 144
                        ? trouble.request().substring(0, 143) + "…"
                        : trouble.request()));
            }
            if (!trouble.lines().isEmpty()) {
                tell("answer",
                        trouble.response().isEmpty() ? "0 bytes" : (trouble.response().length() + 1) / 3 + " bytes");
                trouble.lines().forEach(
                        line -> System.out.println(MARGIN + "  " + (line.contains("^") ? ink.yellow(line) : line)));
            }
            System.out.println(MARGIN + result.advice());
        });
    }

    private static void tell(String label, String text) {
        System.out.printf("%s%-9s %s%n", MARGIN, label, text);
    }
}
