package gregor.kafka.security;

import module java.base;

import gregor.kafka.Authenticator;

/// Authenticates a client by SASL PLAIN or SCRAM against a [UserFile]. One thread at a time may call it; any thread may
/// call [#isAuthenticated()].
final class SaslAuthenticator implements Authenticator {
    private static final String PLAIN = "PLAIN";
    private static final Duration FAILED_LOGIN_DELAY = Duration.ofMillis(300);

    private final UserFile users;
    private final boolean confidential;
    private SaslServer login;
    private String principal = Authenticator.NONE.principal();
    private volatile boolean authenticated;

    /// @param confidential whether PLAIN is offered, which sends the password itself
    SaslAuthenticator(UserFile users, boolean confidential) {
        this.users = users;
        this.confidential = confidential;
    }

    @Override
    public boolean isAuthenticated() {
        return authenticated;
    }

    @Override
    public String principal() {
        return principal;
    }

    @Override
    public List<String> mechanisms() {
        return Stream.concat(Arrays.stream(ScramMechanism.values()).map(ScramMechanism::toString),
                Stream.of(PLAIN).filter(name -> confidential)).toList();
    }

    @Override
    public boolean begin(String mechanism) {
        login = null;
        if (mechanisms().contains(mechanism)) {
            login = mechanism.equals(PLAIN)
                    ? new PlainSaslServer(users)
                    : new ScramSaslServer(users, ScramMechanism.of(mechanism).orElseThrow());
        }
        return login != null;
    }

    /// Processes a token. A failure is reported after 300 ms, which slows down guessing.
    ///
    /// @throws SaslAuthenticationException if the login has failed
    @Override
    public byte[] step(byte[] token) {
        if (login == null) {
            throw new SaslAuthenticationException("send SaslHandshake before SaslAuthenticate");
        }
        try {
            byte[] answer = login.step(token);
            login.user().ifPresent(user -> {
                principal = UserFile.PRINCIPAL_TYPE + user;
                login = null;
                authenticated = true;
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
