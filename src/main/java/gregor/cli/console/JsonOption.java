package gregor.cli.console;

import picocli.CommandLine.Option;

/// The option `--json` of the commands that print for people or for programs.
public final class JsonOption {
    @Option(names = "--json", description = "Write JSON, for programs.")
    public boolean json;

    /// Reports that something was done with a thing, such as a topic.
    ///
    /// @param kind     the field with the thing's name in JSON
    /// @param sentence the message for people
    public void done(String kind, String name, String done, String sentence) {
        if (json) {
            JsonOutput.print(JsonOutput.object(kind, name, "done", done));
        } else {
            System.out.println(sentence);
        }
    }
}
