package gregor.exercise;

import module java.base;

/// Keeps the beginning of an output, counts the rest, and runs a callback when there is too much. Any thread may call
/// it.
final class CappedOutput extends OutputStream {
    private static final int MAX_KEPT = 4096;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Runnable onOverflow;
    private long count;

    CappedOutput(Runnable onOverflow) {
        this.onOverflow = onOverflow;
    }

    @Override
    public void write(int one) {
        write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        synchronized (this) {
            kept.write(bytes, from, Math.min(length, Math.max(0, MAX_KEPT - kept.size())));
            count += length;
            if (count <= TestProcess.MAX_PRINTED) {
                return;
            }
        }
        onOverflow.run();
    }

    synchronized void clear() {
        kept.reset();
        count = 0;
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8)
                + (count > MAX_KEPT ? "\n… and " + (count - MAX_KEPT) + " more bytes" : "");
    }
}
