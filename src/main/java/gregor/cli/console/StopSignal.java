package gregor.cli.console;

import module java.base;

import org.jline.utils.Signals;

/// A request to stop, by Ctrl-C or another signal. The second signal ends the process at once.
public final class StopSignal {
    private static final int KILLED = 130;

    private final CountDownLatch requested = new CountDownLatch(1);

    /// Listens to the signals of a terminal (SIGINT, SIGHUP) and of a system that shuts down (SIGTERM).
    public static StopSignal onSignals() {
        var stop = new StopSignal();
        List.of("INT", "TERM", "HUP").forEach(signal -> Signals.register(signal, stop::receive));
        return stop;
    }

    private void receive() {
        if (isRequested()) {
            Runtime.getRuntime().halt(KILLED);
        }
        request();
    }

    public void request() {
        requested.countDown();
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /// Waits at most `time` for the request, and returns whether it has come.
    public boolean await(Duration time) {
        try {
            return requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    public void await() {
        await(Duration.ofMillis(Long.MAX_VALUE));
    }
}
