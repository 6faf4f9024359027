package gregor.exercise;

import module java.base;

import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.TerminalStyle;

/// The learner's classes, compiled, for a class path on which they precede the originals. Classes that cannot run are
/// omitted.
///
/// @param classes the bytes of each class, by its name
/// @param omitted a sentence for each omitted class
/// @param notice  a message about converted files; may be empty
public record LearnerClasses(Map<String, byte[]> classes, List<String> omitted, String notice) {
    private static final int WIDTH = 100;

    public static LearnerClasses of(Course course, LearnerFiles files) {
        var sources = new TreeMap<>(files.all());
        var omitted = new ArrayList<String>();
        sources.entrySet().removeIf(source -> {
            boolean unwritten = source.getValue().contains(StarterSource.TODO_MARK + "\"");
            if (unwritten) {
                omitted.add(name(source.getKey()) + " has to-dos");
            }
            return unwritten;
        });
        while (!sources.isEmpty()) {
            Compilation compiled = Compilation.of(sources);
            if (!compiled.problems().isEmpty()) {
                TestResult.Problem problem = compiled.problems().getFirst();
                String broken = sources.keySet().stream().filter(path -> path.endsWith("/" + problem.file()))
                        .findFirst().orElse(sources.firstKey());
                sources.remove(broken);
                omitted.add(name(broken) + ", line " + problem.line() + ": " + problem.message());
            } else if (!omitIncomplete(course, compiled, sources, omitted)) {
                return new LearnerClasses(compiled.classes(), List.copyOf(omitted), files.notice());
            }
        }
        return new LearnerClasses(Map.of(), List.copyOf(omitted), files.notice());
    }

    private static boolean omitIncomplete(Course course, Compilation compiled, TreeMap<String, String> sources,
            List<String> omitted) {
        List<String> missing = new MissingMembers(course, course.home().resolve("target/classes"))
                .missing(compiled.classes());
        boolean found = false;
        for (String path : List.copyOf(sources.keySet())) {
            String type = path.replaceFirst(".*/", "").replace(".java", "");
            for (String lack : missing) {
                if (lack.startsWith(type + ".") || lack.startsWith("the constructor " + type + "(")) {
                    found |= sources.remove(path) != null;
                    omitted.add(name(path) + ": " + lack);
                }
            }
        }
        return found;
    }

    private static String name(String path) {
        return path.replace(".java", "").replace('/', '.');
    }

    /// Returns the text to print before a run: the learner's classes, and why others are omitted.
    public String banner() {
        List<String> names = classes.keySet().stream().filter(name -> !name.contains("$")).toList();
        var text = new StringBuilder(names.isEmpty()
                ? "None of your classes can run yet; write them with ./gregor exercise."
                : TerminalStyle.wrap(String.join(", ", names) + ".", WIDTH, "Yours: "));
        omitted.forEach(reason -> text.append('\n')
                .append(TerminalStyle.wrap("The original instead of yours: " + reason + ".", WIDTH, "")));
        return notice.isEmpty() ? text.toString() : TerminalStyle.wrap(notice, WIDTH, "") + "\n" + text;
    }

    public void write(Path folder) {
        try {
            for (var type : classes.entrySet()) {
                Path file = folder.resolve(type.getKey().replace('.', '/') + ".class");
                Files.createDirectories(file.getParent());
                Files.write(file, LearnerFaults.reporting(type.getValue()));
            }
        } catch (IOException e) {
            throw new LessonException("cannot write your classes to " + folder + "; make it writable", e);
        }
    }

    /// Runs this program in another process in which the learner's classes precede the originals.
    ///
    /// @return its exit code
    public int run(Path folder, String main, List<String> args, List<String> options) {
        write(folder);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.stream().filter(option -> !option.startsWith("-XX:AOT") && !option.startsWith("-Xlog"))
                .forEach(command::add);
        command.addAll(List.of("-D" + LearnerFaults.FOLDER + "=" + folder, "-cp",
                folder + java.io.File.pathSeparator + System.getProperty("java.class.path"), main));
        command.addAll(args);
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
            return process.waitFor();
        } catch (IOException e) {
            throw new LessonException("cannot start a process for your classes: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    /// Ends the other process when this one ends, and waits until it has shut down.
    private static void end(Process process, Path folder) {
        process.destroy();
        process.onExit().join();
        Exercise.delete(folder);
    }
}
