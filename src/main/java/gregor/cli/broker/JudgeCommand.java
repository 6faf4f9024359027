package gregor.cli.broker;

import gregor.cli.console.AddressConverter;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOption;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OptionConverters;
import gregor.cli.console.TerminalStreams;
import gregor.door.HostPort;
import gregor.judge.Judge;
import gregor.judge.Verdict;
import gregor.lesson.TerminalStyle;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor judge`: looks at a broker that speaks Kafka's protocol, stage by stage.
@Command(name = "judge", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Test a broker that speaks Kafka's protocol, yours or any other, stage by stage.",
            "It says of the first stage that fails what was expected, what came, and with which bytes. What it makes "
                    + "there has "
            + "names that begin with judge-, and it is deleted in the end. It exits with 1 if a stage fails."})
final class JudgeCommand implements Callable<Integer> {
    private static final String MARGIN = "      ";

    @Parameters(paramLabel = "HOST:PORT", arity = "0..1", defaultValue = "127.0.0.1:9092",
            converter = AddressConverter.class,
            description = "Where the broker listens, without TLS and passwords. Default: ${DEFAULT-VALUE}.")
    private InetSocketAddress address;

    @Option(names = "--all", description = "Go on after a stage that fails.")
    private boolean all;

    @Option(names = "--list", description = "List the stages, and ask nobody.")
    private boolean list;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "10s", converter = OptionConverters.Span.class,
            description = "How long to wait for each answer.")
    private Duration timeout;

    @Mixin
    private JsonOption output;

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
            throw new CommandException("there is no host " + address.getHostString()
                    + "; write host:port, such as localhost:9092");
        }
        if (!output.json) {
            System.out.println("The broker at " + HostPort.text(address) + ", in " + judge.stages().size() + " stages:");
            begin(judge, 1);
        }
        List<Verdict> verdicts = judge.look(address, timeout, all, output.json ? JudgeCommand::json : verdict -> {
            show(verdict);
            if (all || verdict.state() != Verdict.State.FAILED) {
                begin(judge, verdict.number() + 1);
            }
        });
        long failed = verdicts.stream().filter(verdict -> verdict.state() == Verdict.State.FAILED).count();
        if (!output.json) {
            System.out.println(failed == 0 ? ink.green("All stages passed.")
                    : count(verdicts.size() - failed, "passed") + ", "
                    + ink.red(count(failed, "failed")) + (all ? "." : "; --all goes on after the first that fails."));
        }
        return failed == 0 ? 0 : 1;
    }

    private static String count(long stages, String how) {
        return HumanText.count(stages, "stage") + " " + how;
    }

    private static void json(Verdict verdict) {
        JsonOutput.print(JsonOutput.object("stage", verdict.number(), "name", verdict.name(), "title", verdict.title(), "state",
                verdict.state().name().toLowerCase(java.util.Locale.ROOT), "milliseconds", verdict.took().toMillis(),
                "trouble", verdict.trouble()
                .map(trouble -> JsonOutput.object("expected", trouble.expected(), "actual", trouble.actual(),
                        "asked", trouble.asked(), "request", trouble.request(), "response",
                        trouble.response(), "from", trouble.from(),
                        "to", trouble.to(), "advice", verdict.advice())).orElse(null)));
    }

    /// Names the stage that is being looked at, for some take half a minute; its verdict takes that line.
    private void begin(Judge judge, int number) {
        if (TerminalStreams.out() && number <= judge.stages().size()) {
            System.out.printf("%3d … %.70s", number, judge.stages().get(number - 1));
            System.out.flush();
        }
    }

    private void show(Verdict verdict) {
        if (TerminalStreams.out()) {
            System.out.print("\r\033[K");
        }
        String sign = switch (verdict.state()) {
            case PASSED -> ink.green("✓");
            case FAILED -> ink.red("✗");
            case NOT_OFFERED -> ink.faint("–");
        };
        System.out.printf("%3d %s %-18s %s%n", verdict.number(), sign, verdict.name(),
                verdict.title() + (verdict.state() == Verdict.State.NOT_OFFERED
                        ? " " + ink.faint("(It does not say that it can.)") : ""));
        verdict.trouble().ifPresent(trouble -> {
            tell("expected", ink.green(trouble.expected()));
            tell("got", ink.red(trouble.actual()));
            if (!trouble.asked().isEmpty()) {
                tell("asked", trouble.asked());
                tell("", ink.faint(trouble.request().length() > 144
                        ? trouble.request().substring(0, 143) + "…" : trouble.request()));
            }
            if (!trouble.lines().isEmpty()) {
                tell("answer", trouble.response().isEmpty() ? "0 bytes" : (trouble.response().length() + 1) / 3
                        + " bytes");
                trouble.lines().forEach(line ->
                        System.out.println(MARGIN + "  " + (line.contains("^") ? ink.yellow(line) : line)));
            }
            System.out.println(MARGIN + verdict.advice());
        });
    }

    private static void tell(String label, String text) {
        System.out.printf("%s%-9s %s%n", MARGIN, label, text);
    }
}
