package gregor.kafka.security;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Something that somebody may do: `alice read,write topic orders-*`.
///
/// @param user    who; `*` for all who have logged in
/// @param pattern a name, or its beginning and `*`
public record AclEntry(String user, Set<AclOperation> rights, ResourceType kind, String pattern) {
    /// Reads a grant: a user, rights with commas between them or `all`, a kind, and unless that is `broker`, a pattern.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static AclEntry parse(String text) {
        String[] words = text.strip().split("\\s+");
        try {
            ResourceType kind = ResourceType.valueOf(words[2].toUpperCase(Locale.ROOT));
            Set<AclOperation> rights = words[1].equals("all")
                    ? EnumSet.allOf(AclOperation.class) : EnumSet.copyOf(java.util.Arrays.stream(words[1].split(","))
                    .map(word -> AclOperation.valueOf(word.toUpperCase(Locale.ROOT))).toList());
            boolean isNamed = kind != ResourceType.BROKER;
            if (words.length != (isNamed ? 4 : 3) || !words[isNamed ? 3 : 0].matches("[^*]+\\*?|\\*")) {
                throw new IllegalArgumentException("its length");
            }
            return new AclEntry(words[0], rights, kind, isNamed ? words[3] : "*");
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("\"" + text.strip()
                    + "\" says nothing that one may do; write a user, then read, write, admin or all,"
                    + " then topic or group and a name or the beginning of one and *, or broker: alice read,write topic orders-*", e);
        }
    }

    boolean allows(String who, AclOperation right, ResourceType what, String name) {
        return (user.equals("*") || user.equals(who)) && rights.contains(right) && kind == what
                && (pattern.endsWith("*") ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : name.equals(pattern));
    }

    @Override
    public String toString() {
        return user + " " + rights.stream().map(right -> right.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(",")) + " "
                + kind.name().toLowerCase(Locale.ROOT) + (kind == ResourceType.BROKER ? "" : " " + pattern);
    }
}
