package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaSourceTest {
    @TempDir
    private Path folder;
    private JavaSource source;

    @BeforeEach
    void write() throws IOException {
        source = new JavaSource(Files.writeString(folder.resolve("A.java"), """
                package a;

                import java.util.List;

                /// A type.
                final class A {
                    private int field;

                    /// Makes one.
                    A(int field) {
                        this.field = field;
                    }

                    /// First.
                    @Deprecated
                    int one() {
                        return field;
                    }

                    int two() {
                        return 2;
                    }
                }
                """));
    }

    @Test
    void aTypeFromItsDocCommentToItsLastBrace() {
        assertThat(source.piece(List.of())).startsWith("/// A type.\nfinal class A {\n    private").endsWith("\n}");
    }

    @Test
    void aNameThatAFieldAndAMethodShareIsTheMethods() {
        var shared = new JavaSource("B.java",
                "class B {\n    int end;\n\n    int end() {\n        return end;\n    }\n}");
        assertThat(shared.piece(List.of("end"))).isEqualTo("int end() {\n    return end;\n}");
    }

    @Test
    void membersWithTheirDocCommentsInTheOrderOfTheFile() {
        assertThat(source.piece(List.of("two", "one"))).isEqualTo("""
                /// First.
                @Deprecated
                int one() {
                    return field;
                }

                int two() {
                    return 2;
                }""");
    }

    @Test
    void theHeadAndTheConstructor() {
        assertThat(source.piece(List.of("head"))).isEqualTo("/// A type.\nfinal class A {\n    private int field;");
        assertThat(source.piece(List.of("new"))).startsWith("/// Makes one.\nA(int field) {");
    }

    @Test
    void aMissingMemberIsNamed() {
        assertThatThrownBy(() -> source.piece(List.of("one", "three"))).hasMessage("A.java has no three");
    }
}
