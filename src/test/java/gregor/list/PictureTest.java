package gregor.list;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PictureTest {
    private record Writer(String name) implements Client {
        @Override
        public OptionalLong readPosition() {
            return OptionalLong.empty();
        }
    }

    private static Log logOf(String values) {
        Log log = new ListLog();
        for (String value : values.split(" ")) {
            log.append(Event.of(value));
        }
        return log;
    }

    private static Consumer consumer(String name, Log log, long position) {
        var consumer = new Consumer(name, log);
        consumer.seek(position);
        return consumer;
    }

    private static String draw(Log log, Client... actors) {
        return Picture.of(log, actors).text();
    }

    @Test
    void oneWriterOneReader() {
        Log log = logOf("0 1 2 a 3");
        assertThat(draw(log, new Writer("P1"), consumer("C", log, 2))).isEqualTo("P1 → [ 0 1 2 a 3 ] → C(2)");
    }

    @Test
    void twoWritersTwoReaders() {
        Log log = logOf("0 1 a");
        assertThat(draw(log, new Writer("P1"), new Writer("P2"), consumer("C1", log, 5), consumer("C2", log, 0)))
                .isEqualTo("""
                        P1               C1(5)
                           \\           /
                             [ 0 1 a ]
                           /           \\
                        P2               C2(0)""");
    }

    @Test
    void threeWritersOneReader() {
        Log log = logOf("0 1 a");
        assertThat(draw(log, new Writer("P1"), new Writer("P2"), new Writer("P3"), consumer("C", log, 1))).isEqualTo("""
                P1
                   \\
                P2 → [ 0 1 a ] → C(1)
                   /
                P3""");
    }

    @Test
    void anEmptyLogAndALogThatForgot() {
        assertThat(draw(new ListLog())).isEqualTo("[ ]");
        Log log = logOf("a b c d");
        log.deleteBefore(2);
        assertThat(draw(log, consumer("C", log, 1))).isEqualTo("2:[ c d ] → C(1 is gone)");
    }

    @Test
    void gapsAndTombstones() {
        Log log = logOf("a b c d");
        log.append(Event.of("k", null));
        List<Entry> old = log.entries(0);
        log.replace(4, List.of(new ListBatch(Origin.UNKNOWN, List.of(old.get(1)))));
        assertThat(draw(log)).isEqualTo("[ · b · · k† ]");
    }

    @Test
    void aLongLogShowsItsEnds() {
        Log log = new ListLog();
        for (int i = 0; i < 1000; i++) {
            log.append(Event.of("" + i));
        }
        assertThat(draw(log)).isEqualTo("[ 0 1 2 3 4 5 6 7 8 … 991 992 993 994 995 996 997 998 999 ]");
    }

    @Test
    void longValuesAreCutAndLineBreaksDoNotBreakThePicture() {
        Log log = logOf("abcdefghijklmnop");
        log.append(Event.of("a\nb"));
        assertThat(draw(log)).isEqualTo("[ abcdefghijk… a b ]");
    }
}
