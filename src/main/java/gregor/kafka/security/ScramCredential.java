package gregor.kafka.security;

import module java.base;

import gregor.list.Utf8;

/// Verifies a password without storing it (RFC 5802, section 3). A thief of the file can only guess, and each guess
/// costs all iterations of PBKDF2.
///
/// @param storedKey  the hash of a key that only a client with the password can compute
/// @param serverKey  the key by which the broker proves to the client that it has this credential
record ScramCredential(ScramMechanism mechanism, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    private static final int ITERATIONS = 8192;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Creates a credential for a password, with a random salt.
    static ScramCredential of(ScramMechanism mechanism, String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return of(mechanism, password, salt, ITERATIONS);
    }

    static ScramCredential of(ScramMechanism mechanism, String password, byte[] salt, int iterations) {
        byte[] salted = mechanism.salted(password, salt, iterations);
        return new ScramCredential(mechanism, iterations, salt,
                mechanism.hash(mechanism.mac(salted, Utf8.bytes("Client Key"))),
                mechanism.mac(salted, Utf8.bytes("Server Key")));
    }

    /// Creates a credential that no password matches. It depends only on the name, so that a client cannot find out
    /// which users exist.
    static ScramCredential forUnknownUser(ScramMechanism mechanism, String name, byte[] secret) {
        byte[] derived = mechanism.mac(secret, Utf8.bytes(name));
        return new ScramCredential(mechanism, ITERATIONS, java.util.Arrays.copyOf(derived, SALT_BYTES),
                mechanism.hash(derived), derived);
    }

    /// Whether it was created from this password. The time taken does not depend on the answer.
    boolean matches(String password) {
        return MessageDigest.isEqual(of(mechanism, password, salt, iterations).storedKey, storedKey);
    }

    /// @throws IllegalArgumentException if it is malformed
    static ScramCredential parse(String text) {
        String[] words = text.split(" ");
        if (words.length != 5 || !words[1].matches("\\d{4,6}")) {
            throw new IllegalArgumentException(
                    "a credential is a mechanism, iterations (1000 to 999999), a salt and two keys");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new ScramCredential(
                ScramMechanism.of(words[0])
                        .orElseThrow(() -> new IllegalArgumentException(
                                "unknown mechanism " + words[0] + "; use SCRAM-SHA-256 or SCRAM-SHA-512")),
                Integer.parseInt(words[1]), base64.decode(words[2]), base64.decode(words[3]), base64.decode(words[4]));
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return mechanism + " " + iterations + " " + base64.encodeToString(salt) + " " + base64.encodeToString(storedKey)
                + " " + base64.encodeToString(serverKey);
    }
}
