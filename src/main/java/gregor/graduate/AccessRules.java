package gregor.graduate;

import module java.base;

import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.SecurityDisabledException;

/// Copies the access rules (ACLs) of the source to the target. Passwords cannot be copied: a broker stores what SCRAM
/// needs to check one (RFC 5802), and not the password that another broker would need.
final class AccessRules {
    private AccessRules() {}

    /// Returns the rules of a cluster; none if it has no users.
    static Collection<AclBinding> of(ClusterConnection cluster) {
        try {
            return ClusterConnection.get(cluster.admin().describeAcls(AclBindingFilter.ANY).values());
        } catch (SecurityDisabledException e) {
            return List.of();
        }
    }

    /// Copies all rules; the target ignores those that it has.
    ///
    /// @return what the user must do, a sentence each
    static List<String> copy(ClusterConnection source, ClusterConnection target) {
        Collection<AclBinding> rules = of(source);
        if (rules.isEmpty()) {
            return List.of();
        }
        String users = rules.stream().map(rule -> rule.entry().principal().replaceFirst("^User:", "")).sorted()
                .distinct().collect(Collectors.joining(", "));
        try {
            ClusterConnection.get(target.admin().createAcls(rules).all());
            return List.of("give the users " + users + " passwords at the target, as passwords cannot be copied: "
                    + "kafka-configs.sh --alter --add-config SCRAM-SHA-256=[password=…] --entity-type users "
                    + "--entity-name NAME");
        } catch (SecurityDisabledException e) {
            return List.of("the source has " + rules.size() + " access rules, for the users " + users + ", and the "
                    + "target has no authorizer; there, every client may do everything");
        }
    }
}
