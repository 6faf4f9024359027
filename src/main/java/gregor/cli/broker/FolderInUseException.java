package gregor.cli.broker;

import gregor.broker.BrokerException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Another process uses the data folder. The message names it, and says how to reach it.
final class FolderInUseException extends BrokerException {
    private static final String MAIN = "gregor.cli.Gregor";

    private final String holder;
    private final transient Optional<BrokerNote> note;

    /// @param holder the process id in the lock file
    /// @param note   the address of its door for Kafka's clients, if it has one
    FolderInUseException(Path folder, String holder, Optional<BrokerNote> note) {
        super("the data folder " + folder + " is in use by " + describe(holder) + "; " + way(holder, note)
                + "stop it there first, or choose another folder with --data");
        this.holder = describe(holder);
        this.note = note;
    }

    /// Names the process.
    String holder() {
        return holder;
    }

    /// The address of the process's door for Kafka's clients, if it has one.
    Optional<BrokerNote> note() {
        return note;
    }

    private static String way(String holder, Optional<BrokerNote> note) {
        return note.map(door -> "commands reach it at " + door.address() + ", by its door for Kafka's clients; ")
                .or(() -> words(holder).map(FolderInUseException::doors))
                .orElse("if that is a broker, it has no door for Kafka's clients, by which commands would reach it; ");
    }

    private static String describe(String holder) {
        return "process " + (holder.isEmpty() ? "unknown" : holder)
                + words(holder).map(words -> " (./gregor " + String.join(" ", words) + ")").orElse("");
    }

    /// The command and its options, if the process is a Gregor and the system reports them.
    private static Optional<List<String>> words(String holder) {
        try {
            return ProcessHandle.of(Long.parseLong(holder)).flatMap(process -> process.info().arguments())
                    .map(Arrays::asList).filter(words -> words.contains(MAIN))
                    .map(words -> words.subList(words.indexOf(MAIN) + 1, words.size()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Says how to reach a broker without a door for Kafka's clients: by its other doors.
    static String doors(List<String> words) {
        if (words.isEmpty() || !words.getFirst().equals("broker")) {
            return "";
        }
        return "it has no door for Kafka's clients, by which this command would reach it: start it without --no-kafka; "
                + value(words, "--grpc")
                        .map(place -> "./gregor produce and consume reach it with --grpc " + place + "; ").orElse("")
                + value(words, "--http").map(
                        place -> "curl reaches it, and a browser sees its topics and groups, at http://" + place + "; ")
                        .orElse("");
    }

    private static Optional<String> value(List<String> words, String option) {
        int place = words.indexOf(option);
        return 0 <= place && place + 1 < words.size()
                ? Optional.of(words.get(place + 1))
                : words.stream().filter(word -> word.startsWith(option + "="))
                        .map(word -> word.substring(option.length() + 1)).findFirst();
    }
}
