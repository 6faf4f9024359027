package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Client;
import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Picture;
import gregor.producer.Producer;
import org.junit.jupiter.api.Test;

/// Pictures are found again in what was printed, with all that is in them.
class PictureParserTest {
    private static LogDrawing only(String text) {
        List<PictureParser.TextOrPicture> pieces = PictureParser.pieces(text);
        assertThat(pieces).hasSize(1);
        return pieces.getFirst().picture();
    }

    @Test
    void readsWhatPictureWrites() {
        var log = new ListLog();
        for (int i = 0; i < 9; i++) {
            log.append(i == 4 ? Event.of("k", null) : Event.of("e" + i));
        }
        for (int writers = 0; writers < 5; writers++) {
            for (int readers = 0; readers < 5; readers++) {
                var actors = new ArrayList<Client>();
                var names = new ArrayList<String>();
                for (int i = 0; i < writers; i++) {
                    actors.add(new Producer("W" + i, log));
                    names.add("W" + i);
                }
                for (int i = 0; i < readers; i++) {
                    var consumer = new Consumer("R" + i, log);
                    consumer.seek(2 * i);
                    actors.add(consumer);
                }
                String text = Picture.of(log, actors.toArray(Client[]::new)).text();
                LogDrawing drawing = only(text);
                assertThat(drawing.writers()).as(text).isEqualTo(names);
                assertThat(drawing.readers().stream().map(LogDrawing.ReaderMark::offset)).as(text).hasSize(readers);
                for (LogDrawing.ReaderMark mark : drawing.readers()) {
                    assertThat(mark.offset()).as(text).isEqualTo(2 * (mark.name().charAt(1) - '0'));
                }
                assertThat(drawing.end()).isEqualTo(9);
                assertThat(drawing.boxes()).hasSize(9).contains(new LogDrawing.Box(4, "k†", LogDrawing.Kind.TOMBSTONE),
                        new LogDrawing.Box(8, "e8", LogDrawing.Kind.EVENT));
            }
        }
    }

    @Test
    void findsPicturesBetweenOtherLines() {
        String text = "before\nP1\n   \\\n     [ 0 1 ]\n   /\nP2\nP1\n   \\\n     [ a b ]\n   /\nP2\nafter";
        List<PictureParser.TextOrPicture> pieces = PictureParser.pieces(text);
        assertThat(pieces.stream().map(PictureParser.TextOrPicture::text).reduce("", (a, b) -> a + b + "\n"))
                .isEqualTo(text + "\n");
        assertThat(pieces.stream().map(piece -> piece.picture() == null ? "" : "" + piece.picture().writers()))
                .containsExactly("", "[P1, P2]", "[P1, P2]", "");
    }

    @Test
    void partitionsGapsAndDeletedEventsAreParsed() {
        assertThat(only("letters-0  P → [ a d ]").label()).isEqualTo("letters-0");
        LogDrawing gone = only("10:[ 10 11 · ] → slow(4 is gone)");
        assertThat(gone.start()).isEqualTo(10);
        assertThat(gone.readers()).containsExactly(new LogDrawing.ReaderMark("slow", 4, "4 is gone"));
        assertThat(gone.boxes().getLast()).isEqualTo(new LogDrawing.Box(12, "", LogDrawing.Kind.GAP));
        LogDrawing cut = only("30:[ k=at 11:00 k=at 11:10 … k=at 13:50 ]");
        assertThat(cut.boxes()).hasSize(4);
        assertThat(cut.boxes().getLast().offset()).isEqualTo(-1);
        assertThat(cut.end()).isEqualTo(-1);
    }

    @Test
    void leavesOtherBracketsAlone() {
        for (String text : List.of("==> [0, 1, 2]", "  \"messages\" : [ \"2997\" ],", "  \"messages\" : [ ]", "[a]",
                "int[] x = {[ ]};")) {
            assertThat(PictureParser.pieces(text)).as(text).singleElement()
                    .extracting(PictureParser.TextOrPicture::picture).isNull();
        }
    }

    @Test
    void theSentenceSaysWhatTheDrawingShows() {
        assertThat(only("10:[ k · c† ] → slow(4 is gone)").sentence())
                .isEqualTo("A log: offsets 10 to 12, the next is 13. k, gap, tombstone c. slow reads next: 4 is gone.");
        assertThat(LogSvg.of(only("[ <b> ]"), Long.MAX_VALUE)).contains("&lt;b&gt;").doesNotContain("<b>");
    }
}
