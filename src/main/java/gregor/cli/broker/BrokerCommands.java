package gregor.cli.broker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// All commands of the broker, for the command line to take in.
public final class BrokerCommands {
    private BrokerCommands() {}

    /// How to make each of them. The doors that come with later lessons are given to the first.
    public static SequencedMap<String, Supplier<Object>> all() {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("broker", () -> new BrokerCommand(List.of(), Stop::onSignals));
        commands.put("minikafka", () -> new MiniKafkaCommand(Stop::onSignals));
        commands.put("topics", TopicsCommand::new);
        commands.put("produce", ProduceCommand::new);
        commands.put("consume", () -> new ConsumeCommand(Stop::onSignals));
        commands.put("groups", GroupsCommand::new);
        commands.put("archive", ArchiveCommand::new);
        commands.put("analyse", AnalyseCommand::new);
        commands.put("stats", StatsCommand::new);
        commands.put("users", UsersCommand::new);
        commands.put("judge", JudgeCommand::new);
        commands.put("doctor", DoctorCommand::new);
        return commands;
    }
}
