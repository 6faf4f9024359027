package gregor.kafka.security;

import module java.base;

/// The last message of a SCRAM client (RFC 5802, section 7): `c=binding,r=nonce[,extensions],p=proof`. It is parsed
/// without a regular expression, whose recursion a stranger's message could make too deep.
///
/// @param unproven the message without the proof
record ScramClientLast(String binding, String nonce, String proof, String unproven) {
    /// Parses a message; empty if it is malformed.
    static Optional<ScramClientLast> parse(String message) {
        int proofAt = message.lastIndexOf(',');
        String unproven = message.substring(0, Math.max(0, proofAt));
        String[] attributes = unproven.split(",", 3);
        String proof = message.substring(proofAt + 1);
        if (attributes.length < 2 || !isValue(attributes[0], "c=") || !isValue(attributes[1], "r=")
                || !isValue(proof, "p=")) {
            return Optional.empty();
        }
        return Optional.of(new ScramClientLast(attributes[0].substring(2), attributes[1].substring(2),
                proof.substring(2), unproven));
    }

    private static boolean isValue(String attribute, String name) {
        return attribute.startsWith(name) && attribute.length() > name.length();
    }
}
