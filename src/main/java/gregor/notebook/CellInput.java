package gregor.notebook;

import module java.base;

/// The standard input of cells: asks the learner for a line whenever a cell reads more than was given. JShell reads it
/// byte by byte.
final class CellInput extends InputStream {
    private static final int END = -1;

    private final BlockingQueue<Integer> bytes = new LinkedBlockingQueue<>();
    private volatile Runnable ask = () -> {};

    /// Begins a cell, without a line that an earlier one has not read.
    ///
    /// @param question is called when the cell waits for a line
    void begin(Runnable question) {
        bytes.clear();
        ask = question;
    }

    void give(String line) {
        for (byte each : (line + "\n").getBytes(StandardCharsets.UTF_8)) {
            bytes.add(each & 0xff);
        }
    }

    /// Ends the input of the cell: a read that waits returns.
    void end() {
        ask = () -> bytes.add(END);
        bytes.add(END);
    }

    @Override
    public int read() {
        try {
            if (bytes.isEmpty()) {
                ask.run();
            }
            return bytes.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return END;
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int first = length == 0 ? 0 : read();
        if (length == 0 || first == END) {
            return first;
        }
        target[offset] = (byte) first;
        return 1;
    }
}
