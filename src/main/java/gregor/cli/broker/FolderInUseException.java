package gregor.cli.broker;

import gregor.broker.BrokerException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Another process has the data folder. The message says which one, and what that is.
final class FolderInUseException extends BrokerException {
    private static final String MAIN = "gregor.cli.Gregor";

    private final String holder;

    /// @param holder the number of a process, as a lock file has it
    FolderInUseException(Path folder, String holder) {
        super("the data folder " + folder + " is in use by " + describe(holder) + "; " + words(holder).map(FolderInUseException::doors).orElse("")
                + "stop it there first, or choose another folder with --data");
        this.holder = describe(holder);
    }

    /// Which process has it.
    String holder() {
        return holder;
    }

    private static String describe(String holder) {
        return "process " + (holder.isEmpty() ? "unknown" : holder)
                + words(holder).map(words -> " (./gregor " + String.join(" ", words) + ")").orElse("");
    }

    /// What was typed behind the name to start it, if it is a Gregor and the system says so.
    private static Optional<List<String>> words(String holder) {
        try {
            return ProcessHandle.of(Long.parseLong(holder)).flatMap(process -> process.info().arguments())
                    .map(Arrays::asList).filter(words -> words.contains(MAIN))
                    .map(words -> words.subList(words.indexOf(MAIN) + 1, words.size()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// How to talk to a broker that runs: by the doors that it was told to open, or else by which it could be told.
    static String doors(List<String> words) {
        if (words.isEmpty() || !words.getFirst().equals("broker")) {
            return "";
        }
        Optional<String> grpc = value(words, "--grpc");
        Optional<String> http = value(words, "--http");
        return grpc.map(place -> "./gregor produce and consume reach it with --grpc " + place + "; ").orElse("")
                + http.map(place -> "curl reaches it, and a browser sees its topics and groups, at http://" + place + "; ").orElse("")
                + (grpc.isEmpty() && http.isEmpty() ? "started with --grpc 127.0.0.1:8080 or --http 127.0.0.1:7749 it would have "
                + "a door for others; " : "");
    }

    private static Optional<String> value(List<String> words, String option) {
        int place = words.indexOf(option);
        return 0 <= place && place + 1 < words.size() ? Optional.of(words.get(place + 1))
                : words.stream().filter(word -> word.startsWith(option + "=")).map(word -> word.substring(option.length() + 1)).findFirst();
    }
}
