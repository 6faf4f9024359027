package gregor.kafka.security;

import module java.base;

import gregor.list.Utf8;

/// Checks a name and an unhashed password (SASL PLAIN, RFC 4616), for encrypted connections.
///
/// ```
/// token = [authorization id] 00 name 00 password
/// ```
final class PlainSaslServer implements SaslServer {
    private final UserFile users;
    private Optional<String> user = Optional.empty();

    PlainSaslServer(UserFile users) {
        this.users = users;
    }

    @Override
    public byte[] step(byte[] token) {
        String[] parts = Utf8.text(token).orElse("").split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new SaslAuthenticationException("a PLAIN token is a name and a password, both not empty");
        }
        boolean isSelf = parts[0].isEmpty() || parts[0].equals(parts[1]);
        if (!users.credential(parts[1], ScramMechanism.SHA_256).matches(parts[2]) || !isSelf) {
            throw new SaslAuthenticationException("wrong user name or password");
        }
        user = Optional.of(parts[1]);
        return new byte[0];
    }

    @Override
    public Optional<String> user() {
        return user;
    }
}
