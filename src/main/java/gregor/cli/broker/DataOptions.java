package gregor.cli.broker;

import gregor.broker.BrokerSettings;
import gregor.list.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where a broker's data is: what all commands on it have in common.
final class DataOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "The folder with the broker's data. "
            + "Unless you name one, it is the folder data of Gregor.")
    private Path data;

    @Option(names = "--archive", paramLabel = "DIR", description = "The folder with the archives. "
            + "Unless you name one, it is the folder archive in the data folder.")
    private Path archive;

    Path folder() {
        return Readable.path(data == null ? Sample.home().resolve("data") : data);
    }

    Path archive() {
        return archive == null ? folder().resolve("archive") : Readable.path(archive);
    }

    /// The folder as it was named; null if it was not.
    Path named() {
        return data;
    }

    /// How a broker is run on this folder, as far as this says it. Its files are as Kafka's.
    BrokerSettings settings() {
        return BrokerSettings.in(folder()).withArchive(archive());
    }

    /// Whether a broker has been here. The file is the first thing that it makes.
    boolean isThere() {
        return Files.exists(folder().resolve("gregor.version"));
    }
}
