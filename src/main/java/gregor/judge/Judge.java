package gregor.judge;

import module java.base;

/// Checks a running broker that speaks Kafka's protocol, stage by stage: from an open port to groups and compaction.
/// The names of all topics and groups that it creates begin with `judge-`; it deletes them at the end.
///
/// Only one thread may call it.
public final class Judge {
    private final List<Stage> stages;

    public Judge() {
        this(all());
    }

    Judge(List<Stage> stages) {
        this.stages = stages;
    }

    static List<Stage> all() {
        return Stream
                .of(WireStages.all(), TopicStages.all(), LogStages.all(), ProducerStages.all(), GroupStages.all(),
                        CompactionStages.all(), HostileClientStages.all(), List.of(TopicStages.LAST))
                .flatMap(List::stream).toList();
    }

    public List<String> stages() {
        return stages.stream().map(stage -> "%-18s %s".formatted(stage.name(), stage.title())).toList();
    }

    /// Checks a broker.
    ///
    /// @param timeout  how long to wait for each response
    /// @param all      whether to continue after a stage that fails
    /// @param listener receives each result as soon as its stage ends
    public List<StageResult> check(InetSocketAddress address, Duration timeout, boolean all,
            Consumer<StageResult> listener) {
        var results = new ArrayList<StageResult>();
        try (var context = new StageContext(address, timeout)) {
            for (Stage stage : stages) {
                StageResult result = check(context, results.size() + 1, stage);
                results.add(result);
                listener.accept(result);
                if (result.state() == StageResult.State.FAILED && !all) {
                    // As far as the failing broker allows.
                    check(context, 0, TopicStages.LAST);
                    break;
                }
            }
        }
        return results;
    }

    private static StageResult check(StageContext context, int number, Stage stage) {
        long begin = System.nanoTime();
        Optional<StageResult.Problem> problem = Optional.empty();
        StageResult.State state = StageResult.State.PASSED;
        try {
            stage.check().run(context);
        } catch (StageFailure e) {
            state = StageResult.State.FAILED;
            problem = Optional.of(e.problem());
        } catch (UnsupportedByBroker e) {
            state = StageResult.State.NOT_OFFERED;
        } catch (IOException e) {
            state = StageResult.State.FAILED;
            problem = Optional.of(
                    StageResult.Problem.of("a broker that can be reached", String.valueOf(e.getMessage()), null, null));
        }
        context.endStage(state != StageResult.State.FAILED);
        return new StageResult(number, stage.name(), stage.title(), state,
                state == StageResult.State.FAILED ? stage.advice() : "", problem,
                Duration.ofNanos(System.nanoTime() - begin));
    }
}
