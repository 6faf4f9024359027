package gregor.replica.scenario;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Makes the steps of each scenario that a real cluster can show on Apache Kafka too, and sees the same. Two of them run
/// without `-Dgregor.prove=true`.
class ClusterComparisonTest {
    private static final String ALL_OR_NONE = "the brokers of this process either all announce that they stop, or none does";
    private static final List<String> USUAL = List.of("leader-dies", "written-is-not-readable");

    /// Why a scenario cannot be compared, by what its steps contain.
    private static final SortedMap<String, String> REASONS = new TreeMap<>(Map.of("^fail-power .*",
            "the operating system of this process does not lose its memory", "^(pause|resume|clock) .*",
            "the brokers share one process and its clock", "^(lose|repeat|delay) .*",
            "the connections between the brokers lose nothing", "^cut(-one-way)? .*\\b(Ann|Bob|Cid|controller)\\b.*",
            "only the fetches of followers can be stopped", "^run 3600s", "an hour is too long",
            "^consumer .* nearest=.*", "the connection of the consumer cannot be cut"));

    static Stream<Path> compared() throws IOException {
        boolean prove = Boolean.getBoolean("gregor.prove");
        var compared = new ArrayList<Path>();
        for (Path file : ScenarioTest.files()) {
            Scenario scenario = Scenario.read(file);
            if (reason(scenario).isEmpty() && (prove || USUAL.contains(scenario.name()))) {
                compared.add(file);
            }
        }
        return compared.stream();
    }

    private static Optional<String> reason(Scenario scenario) {
        List<String> verbs = scenario.steps().stream().map(step -> step.split(" ")[0]).toList();
        if (verbs.contains("shut-down") && verbs.contains("crash")) {
            return Optional.of(ALL_OR_NONE);
        }
        return REASONS.entrySet().stream()
                .filter(reason -> scenario.steps().stream().anyMatch(step -> step.matches(reason.getKey())))
                .map(Map.Entry::getValue).findFirst();
    }

    @Test
    void thePageSaysWhatIsComparedAndWhyTheRestIsNot() throws IOException {
        List<Optional<String>> reasons = new ArrayList<>();
        for (Path file : ScenarioTest.files()) {
            reasons.add(reason(Scenario.read(file)));
        }
        assertThat(Sample.home().resolve("lessons/15-replica-model.adoc")).content()
                .contains("plays " + reasons.size() + " scenarios. "
                        + reasons.stream().filter(Optional::isEmpty).count() + " of them run on Apache Kafka")
                .contains(REASONS.values()).contains(ALL_OR_NONE).contains(RealCluster.NOT_COMPARED.entrySet().stream()
                        .map(fact -> "`" + fact.getKey() + "`: " + fact.getValue()).toList());
        assertThat(Files.readString(Sample.home().resolve("lessons/15-replica-model.adoc")).lines()
                .filter(line -> line.startsWith("* "))).hasSize(REASONS.size() + 1 + RealCluster.NOT_COMPARED.size());
    }

    @ParameterizedTest
    @MethodSource("compared")
    void apacheKafkaShowsTheSame(Path file) throws Exception {
        Scenario scenario = Scenario.read(file);
        var differences = new ArrayList<String>();
        try (var cluster = new RealCluster(scenario)) {
            for (String step : scenario.steps()) {
                cluster.step(step).ifPresent(differences::add);
            }
        }
        assertThat(differences).as(scenario.name()).isEmpty();
    }
}
