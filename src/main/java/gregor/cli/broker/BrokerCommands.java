package gregor.cli.broker;

import module java.base;

import gregor.cli.console.StopSignal;

/// All commands of the broker, for the command line.
public final class BrokerCommands {
    private BrokerCommands() {}

    public static SequencedMap<String, Supplier<Object>> all() {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("broker", () -> new BrokerCommand(List.of(), StopSignal::onSignals));
        commands.put("topics", TopicsCommand::new);
        commands.put("produce", () -> new ProduceCommand(StopSignal::onSignals));
        commands.put("consume", () -> new ConsumeCommand(StopSignal::onSignals));
        commands.put("groups", GroupsCommand::new);
        commands.put("transactions", TransactionsCommand::new);
        commands.put("archive", ArchiveCommand::new);
        commands.put("analyse", AnalyseCommand::new);
        commands.put("stats", StatsCommand::new);
        commands.put("users", UsersCommand::new);
        commands.put("cluster", ClusterCommand::new);
        commands.put("graduate", () -> new GraduateCommand(StopSignal::onSignals));
        commands.put("judge", JudgeCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("kaf", () -> new FolderCommand.KafCommand(StopSignal::onSignals));
        commands.put("katar", () -> new FolderCommand.KatarCommand(StopSignal::onSignals));
        commands.put("wafka", () -> new FolderCommand.WafkaCommand(StopSignal::onSignals));
        commands.put("minikafka", () -> new MiniKafkaCommand(StopSignal::onSignals));
        return commands;
    }
}
