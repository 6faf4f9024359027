package gregor.cli;

import gregor.cli.console.MineOption;
import gregor.list.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gregor jshell`: the JDK's own jshell, on Gregor's classes.
@Command(name = "jshell", mixinStandardHelpOptions = true,
        description = "Open the JDK's own jshell with Gregor's classes, and a lesson's cells if you name one.")
final class JshellCommand implements Callable<Integer> {
    @Mixin
    private MineOption onMine;

    @Parameters(arity = "0..1", paramLabel = "LESSON", description = "Its number or its name.")
    private String lesson;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jshell").toString(), "--class-path",
                        System.getProperty("java.class.path"), "-R-Dgregor.home=" + Sample.home()));
        if (lesson != null) {
            command.add(Gregor.course().chapter(lesson).script().toString());
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
