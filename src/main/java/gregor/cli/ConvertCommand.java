package gregor.cli;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.ProgressLine;
import gregor.file.BatchFormat;
import gregor.file.EventFormat;
import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.packed.PackedFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor convert`: rewrites a log's files in another format.
@Command(name = "convert", mixinStandardHelpOptions = true,
        description = "Rewrite a log in another format. If it is interrupted, the log is unchanged.")
final class ConvertCommand implements Runnable {
    private static final List<BatchFormat> FORMATS = List.of(new PackedFormat(), new EventFormat());

    @Parameters(paramLabel = "FOLDER", description = "The folder of a log, with its .log files.")
    private Path folder;

    @Option(names = "--to", paramLabel = "FORMAT", defaultValue = "packed",
            description = "packed, as Apache Kafka's own files are; or events, that of the package file. Default: "
                    + "${DEFAULT-VALUE}.")
    private String to;

    @Override
    public void run() {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(folder + " is not a folder; give the one that holds the .log files");
        }
        String from = FileLog.formatOf(folder).orElseThrow(() -> new CommandException("there is no log of Gregor's in "
                + folder + ", since it has no manifest; logs that Kafka wrote are packed already"));
        if (from.equals(to)) {
            System.out.println(folder + " is " + to + " already.");
            return;
        }
        try (var progress = new ProgressLine("Converting, offset")) {
            FileLog.convert(folder, FileSettings.defaults().with(format(from)), format(to), progress::update);
        }
        System.out.println(folder + " was " + from + " and is " + to + " now.");
    }

    private static BatchFormat format(String name) {
        return FORMATS.stream().filter(format -> format.name().equals(name)).findFirst()
                .orElseThrow(() -> new CommandException("there is no format " + name + "; there are "
                        + String.join(" and ", FORMATS.stream().map(BatchFormat::name).toList())));
    }
}
