package gregor.cli.broker;

import picocli.CommandLine.Option;

/// `--json`: what many commands have in common.
final class JsonOption {
    @Option(names = "--json", description = "Write JSON, for programs.")
    boolean json;
}
