package gregor.cli;

import module java.base;

import gregor.cli.broker.EventSource;
import gregor.cli.console.MineOption;
import gregor.file.Folder;
import gregor.lesson.Chapter;
import gregor.lesson.JshellScript;
import gregor.list.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor jshell`: the JDK's own jshell, on Gregor's classes.
@Command(name = "jshell", mixinStandardHelpOptions = true,
        description = {"Open the JDK's own jshell with Gregor's classes.",
                "If you name a lesson, Enter runs cell after cell; then all its variables are yours. If the input is "
                        + "not a terminal, the cells run without waiting."})
final class JshellCommand implements Callable<Integer> {
    @Mixin
    private MineOption onMine;

    @Parameters(arity = "0..1", paramLabel = "LESSON", description = "Its number or its name.")
    private String lesson;

    @Option(names = "--archive", paramLabel = "NAME",
            description = "Open with the events of this topic, from its archive or else from the topic itself, as a "
                    + "Tablesaw table in the variable events, with a column for each field of JSON values.")
    private String archive;

    @Option(names = "--data", paramLabel = "DIR",
            description = "The folder with the broker's data; by default the folder data of Gregor.")
    private Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (archive != null) {
            try (EventSource source = EventSource.of(data, archive)) {
                return script(source.script(archive));
            }
        }
        if (lesson == null) {
            return jshell(List.of());
        }
        Chapter chapter = Gregor.course().chapter(lesson);
        return Gregor.onTerminal()
                ? script(JshellScript.stepping(chapter))
                : jshell(List.of(chapter.script().toString()));
    }

    private static int script(String text) throws IOException, InterruptedException {
        Path script = Files.createTempFile("gregor", ".jsh");
        try {
            Files.writeString(script, text);
            return jshell(List.of(script.toString()));
        } finally {
            Files.delete(script);
        }
    }

    /// The JDK would report on the terminal that it creates a folder for the settings of jshell. Where the user has no
    /// folder that can be written, it would end with a stack trace; there a temporary one takes its place.
    private static int jshell(List<String> scripts) throws IOException, InterruptedException {
        Path settings = Files.createTempDirectory("gregor-jshell");
        try {
            Path logging = Files.writeString(settings.resolve("logging"), "java.util.prefs.level=OFF\n");
            var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                    "--class-path", System.getProperty("java.class.path"), "-R-Dgregor.home=" + Sample.home(),
                    "-J-Djava.util.logging.config.file=" + logging));
            if (!Files.isWritable(Path.of(System.getProperty("user.home")))) {
                command.add("-J-Djava.util.prefs.userRoot=" + settings);
            }
            command.addAll(scripts);
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } finally {
            Folder.deleteAll(settings);
        }
    }
}
