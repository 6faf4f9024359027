package gregor.cli.broker;

import module java.base;

import gregor.broker.BrokerSettings;
import gregor.broker.DataFolderCheck;
import gregor.broker.DataFolderException;
import gregor.cli.console.HumanText;
import gregor.cli.console.ProgressLine;
import gregor.kafka.ProducerStateCheck;
import gregor.list.Sample;
import picocli.CommandLine.Option;

/// The options that name the data folder.
final class DataOptions {
    private static final String READ_ONLY = " cannot be written, so no broker starts on it; commands that read can use it, "
            + "and a broker if you copy it";

    @Option(names = "--data", paramLabel = "DIR",
            description = "The folder with the broker's data; by default the folder data of Gregor.")
    private Path data;

    @Option(names = "--archive", paramLabel = "DIR",
            description = "The folder with the archives; by default the folder archive in the data folder.")
    private Path archive;

    DataOptions() {}

    DataOptions(Path folder) {
        data = folder;
    }

    Path folder() {
        return folder(data);
    }

    /// The folder that the user named, by default Gregor's.
    static Path folder(Path named) {
        return HumanText.path(named == null ? Sample.home().resolve("data") : named);
    }

    Path archive() {
        return archive == null ? folder().resolve("archive") : HumanText.path(archive);
    }

    /// The folder as the user named it; null if not.
    Path named() {
        return data;
    }

    /// The settings of a broker on this folder; its files have Kafka's record format.
    BrokerSettings settings() {
        return BrokerSettings.in(folder()).withArchive(archive());
    }

    /// Reads the folder, shows the progress, and changes nothing.
    ///
    /// @throws FolderInUseException if another process uses it
    /// @throws DataFolderException  if it cannot hold a broker's data
    DataFolderCheck.Report check() {
        try (var progress = new ProgressLine("Reading partitions")) {
            DataFolderCheck.Report found = DataFolderCheck.of(folder(), ProducerStateCheck::new, progress::update);
            return isThere() && ReadOnlyFolder.is(folder()) ? found.and(folder() + READ_ONLY) : found;
        } catch (DataFolderException e) {
            throw FolderInUseException.of(e, folder()).<RuntimeException>map(inUse -> inUse).orElse(e);
        }
    }

    /// Whether a broker has used the folder: it creates this file first.
    boolean isThere() {
        return Files.exists(folder().resolve("gregor.version"));
    }
}
