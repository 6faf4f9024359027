package gregor.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;

/// Keeps a connection's client out until it has shown who it is. Until then it may ask three things, and at no great
/// length. One thread at a time may call it; [#isOpen()] is for any.
final class Gate {
    /// Longer than any login.
    static final int MOST_BYTES = 1 << 14;
    private static final Set<ApiKeys> BEFORE = Set.of(ApiKeys.API_VERSIONS, ApiKeys.SASL_HANDSHAKE,
            ApiKeys.SASL_AUTHENTICATE);
    private static final String PLAIN = "PLAIN";
    private static final Duration PENALTY = Duration.ofMillis(300);

    private final Optional<Users> users;
    private final boolean plain;
    private final Consumer<String> welcome;
    private Login login;
    private volatile boolean open;

    /// @param users   who may come in; empty for everybody
    /// @param plain   whether a password may be sent as it is: nobody can listen
    /// @param welcome hears who it is
    Gate(Optional<Users> users, boolean plain, Consumer<String> welcome) {
        this.users = users;
        this.plain = plain;
        this.welcome = welcome;
        open = users.isEmpty();
    }

    boolean isOpen() {
        return open;
    }

    /// Whether this may be asked now.
    boolean admits(ApiKeys api) {
        return open || BEFORE.contains(api);
    }

    /// The ways to show who one is.
    List<String> mechanisms() {
        var ways = new ArrayList<String>();
        if (users.isPresent()) {
            for (ScramMechanism mechanism : ScramMechanism.values()) {
                ways.add(mechanism.toString());
            }
            if (plain) {
                ways.add(PLAIN);
            }
        }
        return ways;
    }

    /// Begins a login; false if there is no such way.
    boolean begin(String way) {
        login = null;
        if (mechanisms().contains(way)) {
            login = way.equals(PLAIN) ? new PlainLogin(users.get())
                    : new ScramLogin(users.get(), ScramMechanism.of(way).orElseThrow());
        }
        return login != null;
    }

    /// Takes a step of the login.
    ///
    /// @throws LoginFailedException if it has failed; later than it could, so that guessing takes time
    byte[] step(byte[] said) {
        if (login == null) {
            throw new LoginFailedException("a login begins with SaslHandshake");
        }
        try {
            byte[] answer = login.step(said);
            login.user().ifPresent(user -> {
                open = true;
                login = null;
                welcome.accept("User:" + user);
            });
            return answer;
        } catch (LoginFailedException e) {
            login = null;
            pause();
            throw e;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PENALTY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
