package gregor.live.jdk.time;

import java.time.Instant;

public interface TInstantSource {
    Instant instant();

    default long millis() {
        return instant().toEpochMilli();
    }

    static TInstantSource system() {
        return Instant::now;
    }

    static TInstantSource fixed(Instant instant) {
        return () -> instant;
    }
}
