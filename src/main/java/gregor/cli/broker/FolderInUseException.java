package gregor.cli.broker;

import module java.base;

import gregor.broker.BrokerException;
import gregor.broker.DataFolderException;
import gregor.file.LogLockedException;

/// Another process uses the data folder. The message names it, and says how to reach it.
final class FolderInUseException extends BrokerException {
    private static final String MAIN = "gregor.cli.Gregor";

    private final String holder;
    private final transient Optional<BrokerNote> note;

    /// Recognises that a folder is in use as the cause of a failure to open it.
    static Optional<FolderInUseException> of(DataFolderException failure, Path folder) {
        return failure.getCause() instanceof LogLockedException locked
                ? Optional.of(new FolderInUseException(folder, locked.holder(), BrokerNote.of(locked.holder(), folder)))
                : Optional.empty();
    }

    /// @param holder the process id in the lock file
    /// @param note   the address of its door for Kafka's clients, if it has one
    private FolderInUseException(Path folder, String holder, Optional<BrokerNote> note) {
        super("the data folder " + folder + " is in use by " + describe(holder) + "; " + way(words(holder), note)
                + "stop it there first, or choose another folder with --data");
        this.holder = describe(holder);
        this.note = note;
    }

    String holder() {
        return holder;
    }

    /// The address of the process's door for Kafka's clients, if it has one.
    Optional<BrokerNote> note() {
        return note;
    }

    /// @param words its command and options, if they are known
    static String way(Optional<List<String>> words, Optional<BrokerNote> note) {
        return note.map(door -> "commands reach it at " + door.address() + ", by its door for Kafka's clients; ")
                .orElse(words.filter(known -> !known.getFirst().equals("broker")).isPresent()
                        ? ""
                        : "if that is a broker, it has no door for Kafka's clients, by which commands would reach it: "
                                + "start it without --no-kafka; ");
    }

    private static String describe(String holder) {
        return "process " + (holder.isEmpty() ? "unknown" : holder)
                + words(holder).map(words -> " (./gregor " + String.join(" ", words) + ")").orElse("");
    }

    /// The command and its options, if the process is a Gregor and the system reports them.
    private static Optional<List<String>> words(String holder) {
        try {
            return ProcessHandle.of(Long.parseLong(holder)).flatMap(process -> process.info().arguments())
                    .map(Arrays::asList).filter(words -> words.indexOf(MAIN) + 1 < words.size())
                    .filter(words -> words.contains(MAIN))
                    .map(words -> words.subList(words.indexOf(MAIN) + 1, words.size()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
