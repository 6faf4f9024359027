package gregor.lesson;

import module java.base;

/// The parts of a lesson. The grammar on top of AsciiDoc, with each listing between two lines of `----`:
///
/// ```
/// [source.cell,java]                 Java to run; more roles: predict, error, once,
///                                    long, test, compare
/// [listing.output]                   the output of the cell before it; nothing else may be between them
/// [source,java,show="Type#member"]   our own source, written into the page by `gregor author sync`; a type
///                                    of another package is `package.Type`; from="text",lines=7 displays
///                                    7 lines from the first one that contains the text
/// [listing.diagram]                  a drawing; the title above it describes it for a screen reader
/// [.question]                        a paragraph before a predict cell: what to predict
/// [map="Type Type"]                  above a table: the files of the package, written by `gregor author sync`
/// ```
///
/// Between two lines of `====`, below `.Title` and `[%collapsible]`, is a folded block. If it contains a cell, that is
/// the set-up of the lesson. If its title is `Answer`, it follows a predict cell, and contains its output and what
/// explains it. Between two lines of `****`, below `.Title`, is a sidebar.
///
/// @param title   the first line
/// @param concept the attribute `:concept:` below it: the lesson in one line; may be empty
public record Page(Path file, String title, String concept, List<Part> parts) {
    /// Reads a page.
    ///
    /// @throws LessonException if the page breaks the grammar; the message names file and line
    public static Page read(Path file) {
        return parse(file, LessonFiles.text(file).lines().toList());
    }

    static Page parse(Path file, List<String> lines) {
        return new PageReader(file, lines).page();
    }

    public List<Part.Cell> cells() {
        return parts.stream().filter(Part.Cell.class::isInstance).map(Part.Cell.class::cast).toList();
    }

    /// Returns all parts, also those inside folded blocks and sidebars, in the order of the page.
    public Stream<Part> all() {
        return parts.stream().flatMap(Part::withNested);
    }

    /// Returns all parts of a type, also those inside folded blocks and sidebars.
    public <T extends Part> Stream<T> all(Class<T> type) {
        return all().filter(type::isInstance).map(type::cast);
    }

    /// Returns the file for the plot that a cell ends with; it may not exist.
    public Path plot(Part.Cell cell) {
        return file.resolveSibling("plots")
                .resolve(file.getFileName().toString().replace(".adoc", "-" + cell.number() + ".js"));
    }
}
