package gregor.cli;

import module java.base;

import gregor.cli.console.ErrorReporter;
import gregor.cli.console.MineOption;
import gregor.lesson.Chapter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gregor run`: a lesson's main on the sample events.
@Command(name = "run", mixinStandardHelpOptions = true, description = "Run a lesson's main on the events of data/.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private MineOption onMine;

    @Parameters(paramLabel = "LESSON", description = "Its number or its name.")
    private String lesson;

    @Override
    public Integer call() throws Exception {
        return run(Gregor.chapterWithClasses(lesson));
    }

    static int run(Chapter chapter) throws ReflectiveOperationException {
        try {
            Class.forName(chapter.mainClass()).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            return 0;
        } catch (InvocationTargetException e) {
            return ErrorReporter.report(e.getCause());
        }
    }
}
