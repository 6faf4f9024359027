package gregor.notebook;

import module java.base;

import gregor.lesson.Page;
import gregor.lesson.Part;
import tools.jackson.databind.JsonNode;

/// A notebook as the page saves it: parts of the lesson, by their index, and cells with the learner's code.
///
/// @param items in their order
record NotebookDocument(List<Item> items) {
    /// A part or a cell.
    sealed interface Item {}

    /// A part of the lesson other than a cell.
    record Text(Part part) implements Item {}

    /// A cell.
    ///
    /// @param number of the lesson's cell; 0 if the learner added the cell
    /// @param plot   a script that draws the plot it ended with; empty if that was not a plot
    record Code(String id, int number, String code, String output, boolean failed, String plot,
            Part.Cell original) implements Item {
        /// Returns the question before the cell; may be empty.
        String question() {
            return original == null || original.question() == null ? "" : original.question();
        }

        boolean is(Part.Kind kind) {
            return original != null && original.is(kind);
        }
    }

    /// Reads a saved notebook.
    static NotebookDocument of(Page page, JsonNode saved) {
        var items = new ArrayList<Item>();
        for (JsonNode item : saved.path("items")) {
            int part = item.path("part").asInt(-1);
            if (part >= 0 && part < page.parts().size() && !(page.parts().get(part) instanceof Part.Cell)) {
                items.add(new Text(page.parts().get(part)));
            } else if (item.has("cell")) {
                int number = item.path("number").asInt(0);
                Part.Cell original = number < 1 || number > page.cells().size() ? null : page.cells().get(number - 1);
                items.add(new Code(item.path("cell").asString(""), number, item.path("code").asString(""),
                        item.path("output").asString(""), item.path("failed").asBoolean(false),
                        item.path("plot").asString(""), original));
            }
        }
        return new NotebookDocument(List.copyOf(items));
    }

    /// Returns the cells.
    List<Code> cells() {
        return items.stream().filter(Code.class::isInstance).map(Code.class::cast).toList();
    }
}
