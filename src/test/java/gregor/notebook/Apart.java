package gregor.notebook;

import module java.base;

import gregor.lesson.Course;
import gregor.list.Sample;

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
