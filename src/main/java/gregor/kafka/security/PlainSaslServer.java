package gregor.kafka.security;

import gregor.list.Utf8;
import java.util.Optional;

/// Name and password, as they are (SASL PLAIN, RFC 4616): for connections that nobody can listen to.
///
/// ```
/// said = [as whom] 00 name 00 password
/// ```
final class PlainSaslServer implements SaslServer {
    private final UserFile users;
    private Optional<String> user = Optional.empty();

    PlainSaslServer(UserFile users) {
        this.users = users;
    }

    @Override
    public byte[] step(byte[] said) {
        String[] parts = Utf8.text(said).orElse("").split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new SaslAuthenticationException("a login is a name and a password");
        }
        boolean isSelf = parts[0].isEmpty() || parts[0].equals(parts[1]);
        if (!users.credential(parts[1], ScramMechanism.SHA_256).matches(parts[2]) || !isSelf) {
            throw new SaslAuthenticationException("the name or the password is wrong");
        }
        user = Optional.of(parts[1]);
        return new byte[0];
    }

    @Override
    public Optional<String> user() {
        return user;
    }
}
