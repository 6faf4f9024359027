package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTest {
    /// A gap is a lesson that is still being written: the ladder gives each its number.
    @Test
    void lessonsAscendFromZero() {
        assertThat(Here.COURSE.chapters()).extracting(Chapter::number).startsWith(0, 1).doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void findsALessonByNumberOrName() {
        assertThat(Here.COURSE.chapter("3").name()).isEqualTo("deque");
        assertThat(Here.COURSE.chapter("03").name()).isEqualTo("deque");
        assertThat(Here.COURSE.chapter("0").name()).isEqualTo("toy");
        assertThat(Here.COURSE.chapter("00").hasClasses()).isFalse();
        assertThat(Here.COURSE.chapter("deque").number()).isEqualTo(3);
    }

    @Test
    void suggestsTheNearestName() {
        assertThatThrownBy(() -> Here.COURSE.chapter("prodcuer")).hasMessageContaining("did you mean producer?");
        assertThatThrownBy(() -> Here.COURSE.chapter("lists")).hasMessageContaining("did you mean list?");
        assertThatThrownBy(() -> Here.COURSE.chapter("99"))
                .hasMessageStartingWith("there is no lesson 99; the lessons are 0 to ");
        assertThatThrownBy(() -> Here.COURSE.chapter("zzzzzz"))
                .hasMessageStartingWith("there is no lesson zzzzzz; the");
    }

    @Test
    void countsLettersBetweenWords() {
        assertThat(NearestWord.distance("deque", "deqeu")).isEqualTo(2);
        assertThat(NearestWord.distance("", "abc")).isEqualTo(3);
        assertThat(NearestWord.distance("list", "list")).isZero();
        assertThat(NearestWord.nearest("lat", List.of("t"))).as("noise").isEmpty();
        assertThat(NearestWord.nearest("a", List.of("b"))).as("noise").isEmpty();
        assertThat(NearestWord.suggestion("lsit", List.of("deque", "list"))).isEqualTo(" (did you mean list?)");
    }

    @Test
    void aFolderWithoutLessonsIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> Course.of(folder)).hasMessageContaining("no lessons found in")
                .hasMessageContaining(folder.toString());
    }
}
