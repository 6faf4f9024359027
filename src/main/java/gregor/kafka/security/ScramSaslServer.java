package gregor.kafka.security;

import gregor.list.Utf8;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client shows that it knows a password, and the broker that it knows of it, and neither says it (RFC 5802).
///
/// ```
/// client  n,,n=alice,r=NONCE
/// broker  r=NONCE+MORE,s=SALT,i=ITERATIONS
/// client  c=biws,r=NONCE+MORE,p=PROOF
/// broker  v=SIGNATURE
/// ```
///
/// A nonce is used once: half of it is the client's, half the broker's, so that neither can play back what it has
/// heard on another day. (A broker that does not compare them is CVE-2024-56128. librdkafka up to 2.6.0 writes its own
/// half twice; Kafka refuses that since then, and so does this. Its way in is PLAIN over TLS.)
final class ScramSaslServer implements SaslServer {
    private static final Pattern FIRST =
            Pattern.compile("[ny],(a=(?<as>[^,]*))?,(?<bare>n=(?<name>[^,]+),r=(?<nonce>[\\x21-\\x2b\\x2d-\\x7e]+)(,.*)?)");
    private static final Pattern LAST =
            Pattern.compile("(?<unproven>c=(?<binding>[^,]+),r=(?<nonce>[^,]+)(,[^,]+)*),p=(?<proof>[^,]+)");
    private static final int NONCE_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UserFile users;
    private final ScramMechanism mechanism;
    private ScramCredential credential;
    private String name;
    private String header;
    private String nonce;
    private String heard;
    private Optional<String> user = Optional.empty();

    ScramSaslServer(UserFile users, ScramMechanism mechanism) {
        this.users = users;
        this.mechanism = mechanism;
    }

    @Override
    public byte[] step(byte[] said) {
        String text = Utf8.text(said).orElse("");
        return Utf8.bytes(credential == null ? first(text) : last(text));
    }

    private String first(String said) {
        Matcher parts = FIRST.matcher(said);
        if (!parts.matches()) {
            throw new SaslAuthenticationException("this is no first message of " + mechanism);
        }
        name = parts.group("name").replace("=2C", ",").replace("=3D", "=");
        String as = parts.group("as");
        if (as != null && !as.isEmpty() && !as.equals(parts.group("name"))) {
            throw new SaslAuthenticationException("nobody can log in as somebody else");
        }
        header = said.substring(0, said.length() - parts.group("bare").length());
        byte[] more = new byte[NONCE_BYTES];
        RANDOM.nextBytes(more);
        nonce = parts.group("nonce") + Base64.getEncoder().encodeToString(more);
        credential = users.credential(name, mechanism);
        String answer = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(credential.salt())
                + ",i=" + credential.iterations();
        heard = parts.group("bare") + "," + answer + ",";
        return answer;
    }

    private String last(String said) {
        Matcher parts = LAST.matcher(said);
        if (user.isPresent() || !parts.matches()) {
            throw new SaslAuthenticationException("this is no last message of " + mechanism);
        }
        boolean sameTalk = MessageDigest.isEqual(Utf8.bytes(parts.group("nonce")), Utf8.bytes(nonce))
                && parts.group("binding").equals(Base64.getEncoder().encodeToString(Utf8.bytes(header)));
        byte[] all = Utf8.bytes(heard + parts.group("unproven"));
        byte[] key = xor(decode(parts.group("proof")), mechanism.mac(credential.storedKey(), all));
        boolean knowsPassword = MessageDigest.isEqual(mechanism.hash(key), credential.storedKey());
        if (!sameTalk || !knowsPassword) {
            throw new SaslAuthenticationException("the name or the password is wrong");
        }
        user = Optional.of(name);
        return "v=" + Base64.getEncoder().encodeToString(mechanism.mac(credential.serverKey(), all));
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SaslAuthenticationException("a proof is written in base64");
        }
    }

    private static byte[] xor(byte[] proof, byte[] signature) {
        if (proof.length != signature.length) {
            throw new SaslAuthenticationException("a proof has " + signature.length + " bytes");
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
