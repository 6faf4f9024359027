package gregor.exercise;

import gregor.lesson.Course;
import gregor.lesson.TerminalStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The learner's classes, compiled, to be put before the originals. What cannot run is left out, and it says why.
///
/// @param classes the bytes of each class, by its name
/// @param left    what was left out, a sentence each
public record LearnerClasses(Map<String, byte[]> classes, List<String> omitted) {
    private static final int WIDTH = 100;

    /// Compiles what the learner has written so far.
    public static LearnerClasses of(Course course, LearnerFiles desk) {
        var sources = new TreeMap<>(desk.all());
        var left = new ArrayList<String>();
        sources.entrySet().removeIf(source -> {
            boolean unwritten = source.getValue().contains(StarterSource.TODO_MARK + "\"");
            if (unwritten) {
                left.add(name(source.getKey()) + " has to-dos in it");
            }
            return unwritten;
        });
        while (!sources.isEmpty()) {
            Compilation compiled = Compilation.of(sources);
            for (TestResult.Problem problem : compiled.problems()) {
                String broken = sources.keySet().stream().filter(path -> path.endsWith("/" + problem.file()))
                        .findFirst().orElse(sources.firstKey());
                sources.remove(broken);
                left.add(name(broken) + ", line " + problem.line() + ": " + problem.said());
                break;
            }
            if (compiled.problems().isEmpty() && !leaveOutWhatLacks(course, compiled, sources, left)) {
                return new LearnerClasses(compiled.classes(), List.copyOf(left));
            }
        }
        return new LearnerClasses(Map.of(), List.copyOf(left));
    }

    private static boolean leaveOutWhatLacks(Course course, Compilation compiled, TreeMap<String, String> sources,
            List<String> left) {
        List<String> missing = new MissingMembers(course, course.home().resolve("target/classes")).missing(compiled.classes());
        boolean some = false;
        for (String path : List.copyOf(sources.keySet())) {
            String type = path.replaceFirst(".*/", "").replace(".java", "");
            for (String lack : missing) {
                if (lack.startsWith(type + ".") || lack.startsWith("the constructor " + type + "(")) {
                    some |= sources.remove(path) != null;
                    left.add(name(path) + ": " + lack);
                }
            }
        }
        return some;
    }

    private static String name(String path) {
        return path.replace(".java", "").replace('/', '.');
    }

    /// What stands at the top of a run on the learner's classes.
    public String banner() {
        List<String> names = classes.keySet().stream().filter(name -> !name.contains("$")).toList();
        var text = new StringBuilder(names.isEmpty()
                ? "Nothing of yours is in this yet; ./gregor exercise is where you write it."
                : TerminalStyle.wrap(String.join(", ", names) + ".", WIDTH, "Yours: "));
        omitted.forEach(reason -> text.append('\n')
                .append(TerminalStyle.wrap("Not yours, but the original: " + reason + ".", WIDTH, "")));
        return text.toString();
    }

    /// Writes the classes into a folder of their own.
    public void write(Path folder) {
        try {
            for (var type : classes.entrySet()) {
                Path file = folder.resolve(type.getKey().replace('.', '/') + ".class");
                Files.createDirectories(file.getParent());
                Files.write(file, type.getValue());
            }
        } catch (IOException e) {
            throw new ExerciseException("cannot write your classes to " + folder, e);
        }
    }

    /// Runs this same program once more, in a process of its own, with the learner's classes before the originals.
    ///
    /// @return its exit code
    public int run(Path folder, String main, List<String> args, List<String> options) {
        write(folder);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.stream().filter(option -> !option.startsWith("-XX:AOT") && !option.startsWith("-Xlog"))
                .forEach(command::add);
        command.addAll(List.of("-cp", folder + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                main));
        command.addAll(args);
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
            return process.waitFor();
        } catch (IOException e) {
            throw new ExerciseException("cannot start a process for your classes: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    /// Who ends this process ends the one beside it, which may have things to put in order first.
    private static void end(Process process, Path folder) {
        process.destroy();
        try {
            process.waitFor();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | InterruptedException e) {
            // target/ is cleared by the next clean build
        }
    }
}
