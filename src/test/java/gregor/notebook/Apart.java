package gregor.notebook;

import gregor.lesson.Course;
import gregor.list.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The course as it is, for a learner whose own files are apart: no test writes into anybody's `my/`.
final class Apart {
    private Apart() {}

    static Course course(Path home) throws IOException {
        for (String folder : List.of("lessons", "src", "data", "jshell")) {
            Files.createSymbolicLink(home.resolve(folder), Sample.home().toAbsolutePath().resolve(folder));
        }
        return Course.of(home);
    }
}
