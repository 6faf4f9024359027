package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineMergeTest {
    @Test
    void aDifferenceIsShownWithContext() {
        assertThat(LineMerge.difference("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nE\nf\ng\nh\n"))
                .isEqualTo(" c\n d\n-e\n+E\n f\n g\n");
        assertThat(LineMerge.difference("a\nb\n", "a\nb\n")).isEmpty();
    }

    @Test
    void changesInDifferentPlacesAreBothMade() {
        assertThat(LineMerge.merge("a\nb\nc\nd\n", "a\nmine\nc\nd\n", "a\nb\nc\ntheirs\n"))
                .isEqualTo(new LineMerge.Merged("a\nmine\nc\ntheirs\n", 0));
    }

    @Test
    void theSameChangeIsMadeOnce() {
        assertThat(LineMerge.merge("a\nb\n", "a\nx\n", "a\nx\n")).isEqualTo(new LineMerge.Merged("a\nx\n", 0));
    }

    @Test
    void twoChangesOfOnePlaceAreAConflictAndBothAreShown() {
        assertThat(LineMerge.merge("a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n")).isEqualTo(
                new LineMerge.Merged("a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> the lesson's\nc\n", 1));
    }

    /// Whatever the learner changed, if the lesson stays as it is nothing is lost; and the other way round.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aChangeOfOneSideIsTaken(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            String base = text(random);
            String mine = text(random);
            assertThat(LineMerge.merge(base, mine, base)).as("seed %d", seed).isEqualTo(new LineMerge.Merged(mine, 0));
            assertThat(LineMerge.merge(base, base, mine)).as("seed %d", seed).isEqualTo(new LineMerge.Merged(mine, 0));
        }
    }

    private static String text(Random random) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            lines.add("line " + random.nextInt(6));
        }
        return String.join("\n", lines) + "\n";
    }
}
