package gregor.kafka.security;

import gregor.list.Utf8;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks that a client knows a password, and proves that the broker knows its verifier; neither sends the password
/// (SASL SCRAM, RFC 5802).
///
/// ```
/// client  n,,n=alice,r=NONCE
/// broker  r=NONCE+MORE,s=SALT,i=ITERATIONS
/// client  c=biws,r=NONCE+MORE,p=PROOF
/// broker  v=SIGNATURE
/// ```
///
/// The nonce is half the client's and half the broker's, so that a recorded login cannot be replayed; CVE-2024-56128
/// was a broker that did not compare it. librdkafka up to 2.6.0 sends its own half twice. As in Kafka since that fix,
/// its login fails; such a client can use PLAIN over TLS.
final class ScramSaslServer implements SaslServer {
    private static final Pattern FIRST = Pattern
            .compile("[ny],(a=(?<as>[^,]*))?,(?<bare>n=(?<name>[^,]+),r=(?<nonce>[\\x21-\\x2b\\x2d-\\x7e]+)(,.*)?)");
    private static final Pattern LAST = Pattern
            .compile("(?<unproven>c=(?<binding>[^,]+),r=(?<nonce>[^,]+)(,[^,]+)*),p=(?<proof>[^,]+)");
    private static final int NONCE_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UserFile users;
    private final ScramMechanism mechanism;
    private ScramCredential credential;
    private String name;
    private String header;
    private String nonce;
    private String authMessage;
    private Optional<String> user = Optional.empty();

    ScramSaslServer(UserFile users, ScramMechanism mechanism) {
        this.users = users;
        this.mechanism = mechanism;
    }

    @Override
    public byte[] step(byte[] token) {
        String text = Utf8.text(token).orElse("");
        return Utf8.bytes(credential == null ? first(text) : last(text));
    }

    private String first(String message) {
        Matcher parts = FIRST.matcher(message);
        if (!parts.matches()) {
            throw new SaslAuthenticationException("malformed first message of " + mechanism);
        }
        name = parts.group("name").replace("=2C", ",").replace("=3D", "=");
        String authorizationId = parts.group("as");
        if (authorizationId != null && !authorizationId.isEmpty() && !authorizationId.equals(parts.group("name"))) {
            throw new SaslAuthenticationException("the authorization id must be the user name or empty");
        }
        header = message.substring(0, message.length() - parts.group("bare").length());
        byte[] more = new byte[NONCE_BYTES];
        RANDOM.nextBytes(more);
        nonce = parts.group("nonce") + Base64.getEncoder().encodeToString(more);
        credential = users.credential(name, mechanism);
        String answer = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(credential.salt()) + ",i="
                + credential.iterations();
        authMessage = parts.group("bare") + "," + answer + ",";
        return answer;
    }

    private String last(String message) {
        Matcher parts = LAST.matcher(message);
        if (user.isPresent() || !parts.matches()) {
            throw new SaslAuthenticationException("malformed last message of " + mechanism);
        }
        boolean sameExchange = MessageDigest.isEqual(Utf8.bytes(parts.group("nonce")), Utf8.bytes(nonce))
                && parts.group("binding").equals(Base64.getEncoder().encodeToString(Utf8.bytes(header)));
        byte[] signed = Utf8.bytes(authMessage + parts.group("unproven"));
        byte[] key = xor(decode(parts.group("proof")), mechanism.mac(credential.storedKey(), signed));
        boolean knowsPassword = MessageDigest.isEqual(mechanism.hash(key), credential.storedKey());
        if (!sameExchange || !knowsPassword) {
            throw new SaslAuthenticationException("wrong user name or password");
        }
        user = Optional.of(name);
        return "v=" + Base64.getEncoder().encodeToString(mechanism.mac(credential.serverKey(), signed));
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SaslAuthenticationException("the proof is not in base64");
        }
    }

    private static byte[] xor(byte[] proof, byte[] signature) {
        if (proof.length != signature.length) {
            throw new SaslAuthenticationException("the proof has " + proof.length + " bytes, not " + signature.length);
        }
        byte[] key = new byte[proof.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (proof[i] ^ signature[i]);
        }
        return key;
    }

    @Override
    public Optional<String> user() {
        return user;
    }
}
