package gregor.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SourceFragmentTest {
    private static final JavaSource SOURCE = new JavaSource("A.java", """
            /// A type.
            final class A {
                private int field;

                /// Makes one.
                ///
                /// @param field a number
                ///              of any size
                A(int field) {
                    this.field = field;
                }

                int one() {
                    int x = field;
                    x++;

                    return x;
                }

                int two() {
                    return 2;
                }
            }
            """);

    private static String fragment(String piece, String from, int lines) {
        return String.join("\n", SourceFragment.of(SOURCE, new Part.Shown(1, piece, from, lines, "")));
    }

    @Test
    void membersKeepTheirIndentationAndLoseTheirBlockTags() {
        assertThat(fragment("A#new", "", 0)).isEqualTo("""
                /// Makes one.
                A(int field) {
                    this.field = field;
                }""".indent(4).stripTrailing());
    }

    @Test
    void anOmissionIsMarkedOnlyBetweenMembersThatAreNotNeighbours() {
        assertThat(fragment("A#head two", "", 0)).isEqualTo("""
                /// A type.
                final class A {
                    private int field;

                    …

                    int two() {
                        return 2;
                    }""");
        assertThat(fragment("A#one two", "", 0)).doesNotContain("…").contains("    }\n\n    int two");
    }

    @Test
    void aRangeOfLinesHasAnOmissionBeforeAndAfter() {
        assertThat(fragment("A#one", "x++", 1)).isEqualTo("        …\n        x++;\n        …");
        assertThat(fragment("A#one", "x++", 0)).isEqualTo("        …\n        x++;\n\n        return x;\n    }");
        assertThat(fragment("A#one", "int one", 2)).isEqualTo("    int one() {\n        int x = field;\n        …");
        assertThat(fragment("A", "this.field", 2)).startsWith("        …\n        this.field = field;\n    }\n    …");
    }

    @Test
    void aTextThatNoLineContainsIsNamed() {
        assertThatThrownBy(() -> fragment("A#one", "y++", 1)).hasMessage("no line of it contains y++");
    }
}
