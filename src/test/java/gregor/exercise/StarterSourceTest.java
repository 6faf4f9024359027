package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StarterSourceTest {
    private static final String SOURCE = """
            package gregor.list;

            /// A thing.
            public final class Thing {
                private static final int ONE = 1;

                private int field;

                /// Makes one.
                public Thing(int field) {
                    this.field = field;
                }

                /// Makes another.
                public Thing() {
                    this(ONE);
                }

                /// Says what.
                public int what() {
                    return help();
                }

                private int help() {
                    return field;
                }
            }
            """;

    private static Exercise exercise(String... membersAndWords) {
        var wanted = new LinkedHashMap<String, String>();
        for (int i = 0; i < membersAndWords.length; i += 2) {
            wanted.put(membersAndWords[i], membersAndWords[i + 1]);
        }
        return new Exercise(Tmp.COURSE.chapter("list"), 1, 1, "A title", "Thing", List.of(), "", wanted, List.of(),
                List.of(), null, List.of());
    }

    @Test
    void theBodyOfAChosenMethodBecomesAToDoAndTheRestStays() {
        assertThat(StarterSource.of(exercise("what", "Return it."), SOURCE)).contains("""
                    /// Says what.
                    public int what() {
                        // To do: Return it.
                        throw new UnsupportedOperationException("Thing.what is not written yet");
                    }

                    private int help() {
                        return field;
                    }
                """, "this.field = field;");
    }

    @Test
    void aWholeClassLosesItsPrivateMembers() {
        assertThat(StarterSource.of(exercise("everything", "Write it."), SOURCE)).isEqualTo("""
                package gregor.list;

                /// A thing.
                public final class Thing {
                    /// Makes one.
                    public Thing(int field) {
                        // To do: Write it.
                        throw new UnsupportedOperationException("new Thing is not written yet");
                    }

                    /// Makes another.
                    public Thing() {
                        throw new UnsupportedOperationException("new Thing is not written yet");
                    }

                    /// Says what.
                    public int what() {
                        throw new UnsupportedOperationException("Thing.what is not written yet");
                    }
                }
                """);
    }

    @Test
    void aMissingMemberIsNamed() {
        assertThatThrownBy(() -> StarterSource.of(exercise("what", "", "whatever", ""), SOURCE))
                .hasMessage("Thing has no whatever to write");
    }

    @Test
    void theComponentsOfARecordStay() {
        assertThat(StarterSource.of(exercise("everything", ""),
                "record Thing(int one) {\n    int two() {\n        return 2;\n    }\n}\n"))
                .startsWith("record Thing(int one) {\n    int two() {\n        throw new");
    }

    static List<Exercise> all() {
        return ExercisePage.all(Tmp.COURSE).stream().filter(exercise -> !exercise.isPrediction()).toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyStartFileCompilesAndHasToDos(Exercise exercise) {
        String start = StarterSource.of(exercise, exercise.originalText());
        assertThat(start).contains(StarterSource.TODO_MARK, "// To do: ");
        assertThat(Compilation
                .of(Map.of("gregor/" + exercise.chapter().name() + "/" + exercise.type() + ".java", start)).problems())
                .as(exercise.path()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyMistakeCanStillBeMadeInTheOriginal(Exercise exercise) {
        for (Exercise.Mistake mistake : exercise.mistakes()) {
            assertThat(mistake.change().in(exercise.originalText())).as(mistake.title())
                    .isNotEqualTo(exercise.originalText());
        }
    }
}
