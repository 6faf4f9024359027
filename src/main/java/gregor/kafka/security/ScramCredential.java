package gregor.kafka.security;

import gregor.list.Utf8;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// What the broker keeps of a password: enough to check it, and too little to log in with. Whoever steals the file can
/// only guess, and each guess takes as many rounds as there are iterations.
///
/// @param storedKey the hash of a key that only a client with the password can compute
/// @param serverKey with which the broker shows that it knows of the password, too
record ScramCredential(ScramMechanism mechanism, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    private static final int ITERATIONS = 8192;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Makes one for a password, with a salt that no other has.
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

    /// One that no password fits, for somebody who is not there. It is the same at each try: who asks does not learn
    /// who is there and who is not.
    static ScramCredential forUnknownUser(ScramMechanism mechanism, String name, byte[] secret) {
        byte[] made = mechanism.mac(secret, Utf8.bytes(name));
        return new ScramCredential(mechanism, ITERATIONS, java.util.Arrays.copyOf(made, SALT_BYTES),
                mechanism.hash(made), made);
    }

    /// Whether it was made of this password. Takes as long for a wrong one as for the right one.
    boolean matches(String password) {
        return MessageDigest.isEqual(of(mechanism, password, salt, iterations).storedKey, storedKey);
    }

    /// Reads what [#toString()] has written.
    ///
    /// @throws IllegalArgumentException if it is something else
    static ScramCredential parse(String text) {
        String[] words = text.split(" ");
        if (words.length != 5 || !words[1].matches("\\d{4,6}")) {
            throw new IllegalArgumentException("a password is kept as mechanism, iterations (1000 or more), salt and two keys");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new ScramCredential(ScramMechanism.of(words[0])
                .orElseThrow(() -> new IllegalArgumentException("there is no mechanism " + words[0])),
                Integer.parseInt(words[1]), base64.decode(words[2]), base64.decode(words[3]), base64.decode(words[4]));
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return mechanism + " " + iterations + " " + base64.encodeToString(salt) + " "
                + base64.encodeToString(storedKey) + " "
                + base64.encodeToString(serverKey);
    }
}
