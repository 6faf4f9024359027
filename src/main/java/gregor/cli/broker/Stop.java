package gregor.cli.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/// Ctrl-C and its kin, heard as the wish to stop. Who wishes it twice is not kept waiting.
public final class Stop {
    private static final int KILLED = 130;

    private final CountDownLatch wished = new CountDownLatch(1);

    /// Listens to what a terminal (SIGINT, SIGHUP) and a system that shuts down (SIGTERM) send.
    public static Stop onSignals() {
        var stop = new Stop();
        List.of("INT", "TERM", "HUP").forEach(signal -> Signals.register(signal, stop::signal));
        return stop;
    }

    private void signal() {
        if (isWished()) {
            Runtime.getRuntime().halt(KILLED);
        }
        wish();
    }

    void wish() {
        wished.countDown();
    }

    boolean isWished() {
        return wished.getCount() == 0;
    }

    /// Waits for the wish, so long at most, and says whether it is there.
    public boolean await(Duration time) {
        try {
            return wished.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
