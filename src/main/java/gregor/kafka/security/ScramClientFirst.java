package gregor.kafka.security;

import module java.base;

/// The first message of a SCRAM client (RFC 5802, section 7).
///
/// ```
/// header  n,[a=authorization id],
/// bare    n=name,r=nonce[,extensions]
/// ```
///
/// It is parsed without a regular expression, whose recursion a stranger's message could make too deep.
///
/// @param authorizationId empty if the client names none
/// @param name            the user name as sent, with its escapes
record ScramClientFirst(String header, String authorizationId, String name, String nonce, String bare) {
    /// Parses a message; empty if it is malformed.
    static Optional<ScramClientFirst> parse(String message) {
        int headerEnd = message.indexOf(',', message.indexOf(',') + 1) + 1;
        String header = message.substring(0, headerEnd);
        String bare = message.substring(headerEnd);
        String[] attributes = bare.split(",", 3);
        if (attributes.length < 2 || !isHeader(header) || !isValue(attributes[0], "n=") || !isValue(attributes[1], "r=")
                || !isPrintable(attributes[1])) {
            return Optional.empty();
        }
        String identity = header.substring(2, headerEnd - 1);
        return Optional.of(new ScramClientFirst(header, identity.isEmpty() ? "" : identity.substring(2),
                attributes[0].substring(2), attributes[1].substring(2), bare));
    }

    private static boolean isHeader(String header) {
        return header.equals("n,,") || header.equals("y,,") || header.startsWith("n,a=") || header.startsWith("y,a=");
    }

    private static boolean isPrintable(String attribute) {
        return attribute.chars().allMatch(letter -> '!' <= letter && letter <= '~');
    }

    private static boolean isValue(String attribute, String name) {
        return attribute.startsWith(name) && attribute.length() > name.length();
    }
}
