package gregor.cli.console;

import module java.base;

import picocli.CommandLine.Option;

/// The option `--json` of the commands that print for people or for programs.
public final class JsonOption {
    @Option(names = "--json", description = "Write JSON, for programs.")
    public boolean json;

    /// Prints rows: as a table, or `none` if there are none; in JSON as an object with the rows in one field.
    public <R> void table(String field, TextTable<R> table, List<R> rows, String none) {
        if (json) {
            JsonOutput.print(JsonOutput.object(field, table.documents(rows)));
        } else if (rows.isEmpty()) {
            System.out.println(none);
        } else {
            table.print(rows);
        }
    }

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
