package gregor.kafka.security;

import module java.base;

/// The SCRAM mechanisms of Kafka (RFC 5802, RFC 7677). They differ only in their hash function.
enum ScramMechanism {
    SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256"), SHA_512("SCRAM-SHA-512", "SHA-512", "HmacSHA512");

    private final String label;
    private final String hash;
    private final String mac;

    ScramMechanism(String label, String hash, String mac) {
        this.label = label;
        this.hash = hash;
        this.mac = mac;
    }

    /// Returns the mechanism with a SASL name, such as `SCRAM-SHA-256`.
    static Optional<ScramMechanism> of(String name) {
        return Arrays.stream(values()).filter(mechanism -> mechanism.label.equals(name)).findFirst();
    }

    byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance(hash).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + hash, e);
        }
    }

    byte[] mac(byte[] key, byte[] text) {
        try {
            Mac hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(key, mac));
            return hmac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + mac, e);
        }
    }

    /// Hashes a password with a salt by PBKDF2 (`Hi` in RFC 5802); more iterations make guessing slower.
    byte[] salted(String password, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, hash(salt).length * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2With" + mac).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2With" + mac, e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
