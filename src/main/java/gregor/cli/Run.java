package gregor.cli;

import gregor.lesson.Chapter;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gregor run`: a lesson's story on real data.
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Run a lesson's main: its story on the events of data/.")
final class Run implements Callable<Integer> {
    @Mixin
    private OnMine onMine;

    @Parameters(paramLabel = "LESSON", description = "Its number or its name.")
    private String lesson;

    @Override
    public Integer call() throws Exception {
        return run(Gregor.course().chapter(lesson));
    }

    static int run(Chapter chapter) throws ReflectiveOperationException {
        try {
            Class.forName(chapter.mainClass()).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            return 0;
        } catch (InvocationTargetException e) {
            return Trouble.tell(e.getCause());
        }
    }
}
