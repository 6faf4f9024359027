package gregor.live;

import module java.base;

/// The JDK's stream that prints into a file, which a page's own class does not have.
public final class FilePrintStream extends PrintStream {
    /// Creates the file, or empties it.
    public FilePrintStream(File file) throws IOException {
        super(new FileOutputStream(file));
    }
}
