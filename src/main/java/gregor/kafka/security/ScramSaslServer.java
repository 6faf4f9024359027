package gregor.kafka.security;

import module java.base;

import gregor.list.Utf8;

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
        ScramClientFirst first = ScramClientFirst.parse(message)
                .orElseThrow(() -> new SaslAuthenticationException("malformed first message of " + mechanism));
        name = first.name().replace("=2C", ",").replace("=3D", "=");
        if (!first.authorizationId().isEmpty() && !first.authorizationId().equals(first.name())) {
            throw new SaslAuthenticationException("the authorization id must be the user name or empty");
        }
        header = first.header();
        byte[] more = new byte[NONCE_BYTES];
        RANDOM.nextBytes(more);
        nonce = first.nonce() + Base64.getEncoder().encodeToString(more);
        credential = users.credential(name, mechanism);
        String answer = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(credential.salt()) + ",i="
                + credential.iterations();
        authMessage = first.bare() + "," + answer + ",";
        return answer;
    }

    private String last(String message) {
        ScramClientLast last = ScramClientLast.parse(message).filter(parsed -> user.isEmpty())
                .orElseThrow(() -> new SaslAuthenticationException("malformed last message of " + mechanism));
        boolean sameExchange = MessageDigest.isEqual(Utf8.bytes(last.nonce()), Utf8.bytes(nonce))
                && last.binding().equals(Base64.getEncoder().encodeToString(Utf8.bytes(header)));
        byte[] signed = Utf8.bytes(authMessage + last.unproven());
        byte[] key = xor(decode(last.proof()), mechanism.mac(credential.storedKey(), signed));
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
