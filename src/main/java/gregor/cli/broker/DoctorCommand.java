package gregor.cli.broker;

import module java.base;

import gregor.broker.DataFolderCheck;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `gregor doctor`, its second half: the launcher checks the machine, this the broker's data.
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = {"Check that Gregor has what it needs, and that the data is not damaged.",
                "The exit code is 1 if it finds a problem."})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private DataOptions data;

    @Override
    public Integer call() {
        if (!data.isThere()) {
            good("broker: no data in " + data.folder() + " yet");
            return 0;
        }
        try {
            DataFolderCheck.Report found = data.check();
            found.findings().forEach(DoctorCommand::bad);
            good("broker: " + HumanText.count(found.topics(), "topic") + " with "
                    + HumanText.count(found.partitions(), "partition") + " in " + data.folder()
                    + (found.findings().isEmpty() ? ", all well" : ""));
            return found.findings().isEmpty() ? 0 : 1;
        } catch (FolderInUseException e) {
            good("broker: " + e.getMessage());
            return 0;
        } catch (RuntimeException e) {
            if (!CommandException.isUserMessage(e)) {
                throw e;
            }
            bad("broker: " + e.getMessage());
            return 1;
        }
    }

    private static void good(String text) {
        System.out.println("  ok   " + text);
    }

    private static void bad(String text) {
        System.out.println("  !!   " + text);
    }
}
