package gregor.cli.console;

import module java.base;

import picocli.CommandLine.Option;

/// The options `--output` and `--json` of the commands that print for people or for programs.
public final class OutputOption {
    private enum Format {
        TABLE, JSON, TSV
    }

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "table",
            description = "table; json; or tsv: a line for each row, with tabs between the cells and without units.")
    private Format format;

    @Option(names = "--json", description = "The same as --output json.")
    private boolean json;

    public boolean isJson() {
        return json || format == Format.JSON;
    }

    /// Prints the document as JSON, or the rows as lines, or else the text for people.
    public <R> void print(Map<String, Object> document, TextTable<R> table, Collection<R> rows, Runnable text) {
        if (isJson()) {
            JsonOutput.print(document);
        } else if (format == Format.TSV) {
            table.printLines(rows);
        } else {
            text.run();
        }
    }

    /// Prints rows: as a table, or `none` if there are none; in JSON as an object with the rows in one field.
    ///
    /// @param more printed below the table
    public <R> void table(String field, TextTable<R> table, Collection<R> rows, String none, List<String> more) {
        print(JsonOutput.object(field, table.documents(rows)), table, rows, () -> {
            if (rows.isEmpty()) {
                System.out.println(none);
            } else {
                table.print(rows);
            }
            more.forEach(System.out::println);
        });
    }

    /// Reports that something was done with a thing, such as a topic.
    ///
    /// @param kind the field with the thing's name in JSON
    public void done(String kind, String name, String done, String sentence) {
        print(JsonOutput.object(kind, name, "done", done),
                new TextTable<String>().json(kind, each -> each).json("done", each -> done), List.of(name),
                () -> System.out.println(sentence));
    }
}
