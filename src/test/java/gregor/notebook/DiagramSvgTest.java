package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Part;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class DiagramSvgTest {
    @Test
    void linesBecomePathsAndWordsStayText() throws Exception {
        Element svg = parse(DiagramSvg.of("┌─► log <1>\n│   a b  c"));
        assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 92.4 36.0");
        assertThat(path(svg, "line")).isEqualTo("M4.2 9.0l4.2 0.0M4.2 9.0l0.0 9.0"
                + "M12.6 9.0l-4.2 0.0M12.6 9.0l4.2 0.0M4.2 27.0l0.0 -9.0M4.2 27.0l0.0 9.0");
        assertThat(path(svg, "head")).isEqualTo("M25.2 9.0l-8.4 -4v8z");
        assertThat(texts(svg)).containsExactly("log <1>", "a b", "c");
    }

    @Test
    void aLeftAndADownArrowPointWhereTheyShould() throws Exception {
        assertThat(path(parse(DiagramSvg.of("◄▼")), "head")).isEqualTo("M0.0 9.0l8.4 -4v8zM12.6 18.0l-4 -10.8h8z");
    }

    @Test
    void everyDiagramOfTheLessonsIsDrawnWithAllItsWords() throws Exception {
        int diagrams = 0;
        for (Chapter chapter : Course.of(Path.of(System.getProperty("gregor.home", "."))).chapters()) {
            for (Part.Diagram diagram : chapter.page().all(Part.Diagram.class).toList()) {
                String words = String.join("", texts(parse(DiagramSvg.of(diagram.text())))).replace(" ", "");
                assertThat(words).isEqualTo(diagram.text().replaceAll("[ \\n─│┌┐└┘├┤┬┴┼►▶◄◀▲▼]", ""));
                diagrams++;
            }
        }
        assertThat(diagrams).isGreaterThan(5);
    }

    private static Element parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static String path(Element svg, String name) {
        for (int i = 0; i < svg.getElementsByTagName("path").getLength(); i++) {
            var path = (Element) svg.getElementsByTagName("path").item(i);
            if (path.getAttribute("class").equals(name)) {
                return path.getAttribute("d");
            }
        }
        throw new AssertionError("no path " + name);
    }

    private static List<String> texts(Element svg) {
        var texts = svg.getElementsByTagName("text");
        return IntStream.range(0, texts.getLength()).mapToObj(i -> texts.item(i).getTextContent()).toList();
    }
}
