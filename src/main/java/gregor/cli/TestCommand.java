package gregor.cli;

import module java.base;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import gregor.cli.console.MineOption;
import gregor.exercise.LearnerFaults;
import gregor.exercise.TestRunner;
import gregor.lesson.Chapter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gregor test`: a lesson's tests, without Maven. (The launcher script itself runs all of them, with Maven.)
@Command(name = "test", mixinStandardHelpOptions = true, description = "Run all tests, or those of a lesson.")
final class TestCommand implements Callable<Integer> {
    @Mixin
    private MineOption onMine;

    @Parameters(paramLabel = "LESSON", description = "Its number or its name; by default all tests.")
    private String lesson;

    private TestPlan plan;

    @Override
    public Integer call() {
        Chapter chapter = Gregor.chapterWithClasses(lesson);
        var request = LauncherDiscoveryRequestBuilder.request().selectors(selectPackage("gregor." + chapter.name()))
                .filters(TagFilter.excludeTags(TestRunner.EXTERNAL_TAGS)).build();
        var listener = new SummaryGeneratingListener() {
            @Override
            public void testPlanExecutionStarted(TestPlan started) {
                super.testPlanExecutionStarted(started);
                plan = started;
            }
        };
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures().forEach(this::tell);
        System.out.printf("%s: %d passed, %d failed%n", chapter.name(), summary.getTestsSucceededCount(),
                summary.getTotalFailureCount());
        return summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0 ? 0 : 1;
    }

    private void tell(TestExecutionSummary.Failure failure) {
        String parent = plan.getParent(failure.getTestIdentifier()).map(p -> p.getDisplayName() + " › ").orElse("");
        System.out.println("✗ " + parent + failure.getTestIdentifier().getDisplayName());
        Throwable thrown = failure.getException();
        System.out.println(LearnerFaults.blame(thrown).orElse(String.valueOf(thrown.getMessage())).strip().indent(4));
    }
}
