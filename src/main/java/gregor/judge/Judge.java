package gregor.judge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Looks at a running broker, ours or anybody's, one stage after the other: from an open port up to groups and
/// compaction. It speaks Kafka's protocol with bytes of its own. What it makes on the broker has names that begin with
/// `judge-`, and it is deleted in the end.
///
/// One thread calls it.
public final class Judge {
    private final List<Stage> stages;

    /// The judge with all its stages.
    public Judge() {
        this(all());
    }

    /// All stages, in their order.
    static List<Stage> all() {
        return Stream.of(WireStages.all(), TopicStages.all(), LogStages.all(), WaitStages.all(),
                ProducerStages.all(), GroupStages.all(),
                CompactionStages.all(), HarmStages.all(), TopicStages.last()).flatMap(List::stream).toList();
    }

    /// A judge with some stages.
    Judge(List<Stage> stages) {
        this.stages = stages;
    }

    /// The stages: their names, and what a broker does that passes.
    public List<String> stages() {
        return stages.stream().map(stage -> "%-18s %s".formatted(stage.name(), stage.title())).toList();
    }

    /// Looks at a broker.
    ///
    /// @param timeout how long it waits for each answer
    /// @param all     whether it goes on after a stage that has failed
    /// @param tell    hears each verdict as soon as there is one
    public List<Verdict> look(InetSocketAddress address, Duration timeout, boolean all, Consumer<Verdict> tell) {
        var verdicts = new ArrayList<Verdict>();
        try (var trial = new Trial(address, timeout)) {
            for (Stage stage : stages) {
                Verdict verdict = look(trial, verdicts.size() + 1, stage);
                verdicts.add(verdict);
                tell.accept(verdict);
                if (verdict.state() == Verdict.State.FAILED && !all) {
                    tidy(trial);
                    break;
                }
            }
        }
        return verdicts;
    }

    private static Verdict look(Trial trial, int number, Stage stage) {
        long begin = System.nanoTime();
        Optional<Verdict.Trouble> trouble = Optional.empty();
        Verdict.State state = Verdict.State.PASSED;
        try {
            stage.check().run(trial);
        } catch (Fault e) {
            state = Verdict.State.FAILED;
            trouble = Optional.of(Verdict.Trouble.of(e));
        } catch (NotOffered e) {
            state = Verdict.State.NOT_OFFERED;
        } catch (IOException e) {
            state = Verdict.State.FAILED;
            trouble = Optional.of(Verdict.Trouble.of(Fault.of("a broker that can be reached",
                    String.valueOf(e.getMessage()))));
        }
        trial.ended(state != Verdict.State.FAILED);
        return Verdict.of(number, stage, state, trouble, Duration.ofNanos(System.nanoTime() - begin));
    }

    /// Deletes what was made, as well as such a broker can.
    private static void tidy(Trial trial) {
        for (Stage stage : TopicStages.last()) {
            try {
                stage.check().run(trial);
            } catch (Fault | NotOffered | IOException e) {
                trial.ended(false);
            }
        }
    }
}
