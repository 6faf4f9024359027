package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Page;
import gregor.lesson.Part;
import gregor.list.Sample;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Exported notebooks are complete.
class ExportTest {
    private static final Course COURSE = Course.of(Sample.home());

    private static JsonNode whole(Page page) {
        var items = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < page.parts().size(); i++) {
            items.add(page.parts().get(i) instanceof Part.Cell cell
                    ? Map.of("cell", "c" + cell.number(), "number", cell.number(), "code", cell.code(), "output",
                            cell.expected())
                    : Map.of("part", i));
        }
        return VariableInspector.JSON.valueToTree(Map.of("items", items));
    }

    @Test
    void everyCellIsInThePage() {
        for (Chapter chapter : COURSE.chapters()) {
            JsonNode saved = whole(chapter.page());
            String page = new String(Export.of(COURSE, chapter, saved).bytes(), StandardCharsets.UTF_8)
                    .replaceAll("<[^>]*>", "");
            for (Part.Cell cell : chapter.page().cells()) {
                assertThat(page).as(chapter.name() + " cell " + cell.number()).contains(HtmlProse.escape(cell.code()));
            }
        }
    }
}
