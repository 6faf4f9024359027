package gregor.kafka.security;

import module java.base;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;

/// Allows operations on resources to a user: `alice read,write topic orders-*`.
///
/// @param user    the name of a user; `*` for all users
/// @param pattern the name of a resource, or a prefix followed by `*`
public record AclEntry(String user, Set<AclOperation> operations, ResourceType type, String pattern) {
    /// Parses an entry: a user; operations separated by commas, or `all`; a resource type; and a pattern unless the
    /// type is `broker`.
    ///
    /// @throws IllegalArgumentException if it is malformed
    public static AclEntry parse(String text) {
        String[] words = text.strip().split("\\s+");
        try {
            ResourceType type = ResourceType.valueOf(words[2].toUpperCase(Locale.ROOT).replace('-', '_'));
            Set<AclOperation> operations = words[1].equals("all")
                    ? EnumSet.allOf(AclOperation.class)
                    : EnumSet.copyOf(java.util.Arrays.stream(words[1].split(","))
                            .map(word -> AclOperation.valueOf(word.toUpperCase(Locale.ROOT))).toList());
            boolean isNamed = type != ResourceType.BROKER;
            if (words.length != (isNamed ? 4 : 3) || !words[isNamed ? 3 : 0].matches("[^*]+\\*?|\\*")) {
                throw new IllegalArgumentException("wrong number of words, or a pattern with * inside");
            }
            return new AclEntry(words[0], operations, type, isNamed ? words[3] : "*");
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("\"" + text.strip()
                    + "\" is no permission; write a user, then read, write, admin or all, then topic, group or"
                    + " transactional-id and a name or a prefix with *, or broker, as in: alice read,write topic"
                    + " orders-*", e);
        }
    }

    boolean allows(String userName, AclOperation operation, ResourceType resourceType, String name) {
        return (user.equals("*") || user.equals(userName)) && operations.contains(operation) && type == resourceType
                && (pattern.endsWith("*")
                        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : name.equals(pattern));
    }

    @Override
    public String toString() {
        return user + " "
                + operations.stream().map(operation -> operation.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","))
                + " " + type.name().toLowerCase(Locale.ROOT).replace('_', '-')
                + (type == ResourceType.BROKER ? "" : " " + pattern);
    }
}
