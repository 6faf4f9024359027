package gregor.kafka.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;

/// Keeps a connection's client out until it has shown who it is. Until then it may ask three things, and at no great
/// length. One thread at a time may call it; [#isOpen()] is for any.
public final class SaslAuthenticator {
    /// Longer than any login.
    public static final int MAX_BYTES = 1 << 14;
    private static final Set<ApiKeys> BEFORE = Set.of(ApiKeys.API_VERSIONS, ApiKeys.SASL_HANDSHAKE,
            ApiKeys.SASL_AUTHENTICATE);
    private static final String PLAIN = "PLAIN";
    private static final Duration FAILED_LOGIN_DELAY = Duration.ofMillis(300);

    private final Optional<UserFile> users;
    private final boolean plain;
    private final Consumer<String> welcome;
    private SaslServer login;
    private volatile boolean open;

    /// @param users   who may come in; empty for everybody
    /// @param plain   whether a password may be sent as it is: nobody can listen
    /// @param welcome hears who it is
    public SaslAuthenticator(Optional<UserFile> users, boolean plain, Consumer<String> welcome) {
        this.users = users;
        this.plain = plain;
        this.welcome = welcome;
        open = users.isEmpty();
    }

    public boolean isOpen() {
        return open;
    }

    /// Whether this may be asked now.
    public boolean admits(ApiKeys api) {
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
            login = way.equals(PLAIN) ? new PlainSaslServer(users.get())
                    : new ScramSaslServer(users.get(), ScramMechanism.of(way).orElseThrow());
        }
        return login != null;
    }

    /// Takes a step of the login.
    ///
    /// @throws LoginFailedException if it has failed; later than it could, so that guessing takes time
    byte[] step(byte[] said) {
        if (login == null) {
            throw new SaslAuthenticationException("a login begins with SaslHandshake");
        }
        try {
            byte[] answer = login.step(said);
            login.user().ifPresent(user -> {
                open = true;
                login = null;
                welcome.accept("User:" + user);
            });
            return answer;
        } catch (SaslAuthenticationException e) {
            login = null;
            pause();
            throw e;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(FAILED_LOGIN_DELAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
