package gregor.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// This project, for tests that look at it; and copies of its lessons, to plant faults in.
final class Here {
    static final Course COURSE = Course.of(Path.of(System.getProperty("gregor.home", ".")));

    private Here() {}

    /// Copies lessons, scripts and sources into a folder.
    static Course copy(Path folder) throws IOException {
        for (String part : new String[] {"lessons", "jshell", "src/main"}) {
            Path from = COURSE.home().resolve(part);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Path to = folder.resolve(part).resolve(from.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(to);
                    } else {
                        Files.copy(file, to);
                    }
                }
            }
        }
        return Course.of(folder);
    }

    /// Changes the first occurrence of a text in a file.
    static void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " does not contain " + from);
        }
        Files.writeString(file, text.replaceFirst(java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)));
    }
}
