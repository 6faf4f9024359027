package gregor.replica.scenario;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Sample.home().resolve("lessons/scenarios"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatAScenarioExpectsIsSeen(Path file) throws IOException {
        Scenario scenario = Scenario.read(file);
        var run = new ScenarioRun(scenario);
        var unmet = new ArrayList<String>();
        scenario.steps().forEach(step -> run.step(step).ifPresent(unmet::add));
        assertThat(unmet).as(run::toString).isEmpty();
        assertThat(scenario.steps()).anyMatch(step -> step.startsWith("expect "));
        assertThat(List.of(scenario.proves(), scenario.question(), scenario.answer())).noneMatch(String::isBlank);
        assertThat(Scenario.parse(scenario.name(), scenario.text().lines().toList())).isEqualTo(scenario);
    }

    @Test
    void eachGroupHasItsNumberOfScenarios() throws IOException {
        var groups = new TreeMap<String, Integer>();
        for (Path file : files()) {
            groups.merge(Scenario.read(file).group(), 1, Integer::sum);
        }
        assertThat(groups).containsOnlyKeys("acks", "isr", "election", "truncation", "consumer", "disaster");
        assertThat(groups.get("acks")).isGreaterThanOrEqualTo(6);
        assertThat(groups.get("isr")).isGreaterThanOrEqualTo(6);
        assertThat(groups.get("election")).isGreaterThanOrEqualTo(6);
        assertThat(groups.values()).allMatch(number -> number >= 4);
    }

    @Test
    void aWrongExpectationIsReported() {
        var run = new ScenarioRun(Scenario.parse("wrong", List.of("brokers 2")));
        assertThat(run.step("expect leader = 2")).contains("leader is 1, not 2");
        assertThat(run.step("expect isr = 1 2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            explode 1             ; bad, line 2: there is no step "explode"
            crash                 ; bad, line 2: write crash BROKER, not "crash"
            brokers many          ; bad: brokers is a number, not "many"
            run fast              ; a time is 50ms, 10s or 2m, not "fast"
            crash 7               ; there is no broker 7; the brokers are [1, 2, 3]
            crash Ann             ; "Ann" is no number of a broker, and no client's name
            send Ann a            ; there is no producer "Ann"; there are none
            lose 7                ; a share is at least 0 and below 1, not 7
            expect nothing = 3    ; write expect FACT [OF] = VALUE; the facts are
            producer Ann acks=2   ; acks is acks=0, acks=1 or acks=all, not acks=2
            """)
    void aBadLineIsNamed(String line, String message) {
        assertThatThrownBy(() -> new ScenarioRun(Scenario.parse("bad", List.of("# bad", line))).step(line))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
