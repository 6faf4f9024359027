package gregor.notebook;

import module java.base;

import gregor.lesson.LessonException;

/// Pages that send a browser on.
///
/// One is a file with the address of the notebook, because an address among the arguments of the browser's process
/// would show its token to all users of this machine. Only this user can read the file. It is in the learner's folder
/// and not in that for temporary files, where a browser in a sandbox (a snap, for example) could not read it.
///
/// The other answers that address. It is a page and no redirect (status 303), because a browser does not send the
/// cookie of the notebook, `SameSite=Strict`, with a redirect of a request that a file has made.
final class EntryPage {
    private EntryPage() {}

    /// Writes a file that sends a browser to an address.
    ///
    /// @throws LessonException if it cannot be written
    static Path write(Path folder, String address) {
        try {
            // On a system with POSIX permissions this creates the file with 0600.
            Path file = Files.createTempFile(Files.createDirectories(folder), "open", ".html");
            return Files.writeString(file, html(address));
        } catch (IOException e) {
            throw new LessonException("cannot write a page into " + folder + " to open the browser with; make the"
                    + " folder writable, or open the address yourself", e);
        }
    }

    static String html(String address) {
        return Asset.text("entry.html").formatted(HtmlProse.escape(address));
    }

    static void delete(Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // its token admits no second browser
            }
        }
    }
}
