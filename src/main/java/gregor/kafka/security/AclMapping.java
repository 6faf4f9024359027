package gregor.kafka.security;

import module java.base;

import gregor.kafka.Authorizer;
import gregor.kafka.ErrorResponseException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// Maps the permissions of a [UserFile] to Kafka's ACLs and back.
///
/// | | TOPIC | GROUP | TRANSACTIONAL_ID | CLUSTER |
/// |---|---|---|---|---|
/// | read | READ | READ | | |
/// | write | WRITE | | WRITE | |
/// | admin | CREATE, DELETE, ALTER, ALTER_CONFIGS | DELETE | | ALTER, DESCRIBE_CONFIGS |
/// | all three | ALL | ALL | ALL | |
///
/// Each of them implies DESCRIBE, and `read` and `admin` on a topic imply DESCRIBE_CONFIGS.
final class AclMapping {
    private static final String CLUSTER = "kafka-cluster";
    private static final String ANY_HOST = "*";
    private static final Map<ResourceType, Authorizer.ResourceType> TYPES = Map.of(ResourceType.TRANSACTIONAL_ID,
            Authorizer.ResourceType.TRANSACTIONAL_ID, ResourceType.TOPIC, Authorizer.ResourceType.TOPIC,
            ResourceType.GROUP, Authorizer.ResourceType.GROUP, ResourceType.CLUSTER, Authorizer.ResourceType.BROKER);
    private static final Set<Authorizer.AclOperation> ALL = EnumSet.allOf(Authorizer.AclOperation.class);

    private AclMapping() {}

    /// A user and a resource, to which ACLs and permissions belong.
    ///
    /// @param pattern as in [AclEntry]
    record Target(String user, Authorizer.ResourceType type, String pattern) {
        static Target of(AclEntry entry) {
            return new Target(entry.user(), entry.type(), entry.pattern());
        }

        AclEntry entry(Set<Authorizer.AclOperation> operations) {
            return new AclEntry(user, operations, type, pattern);
        }
    }

    /// The operations that one of ours allows.
    static Set<AclOperation> operations(Authorizer.ResourceType type, Authorizer.AclOperation operation) {
        return switch (operation) {
            case READ -> type == Authorizer.ResourceType.TOPIC || type == Authorizer.ResourceType.GROUP
                    ? EnumSet.of(AclOperation.READ)
                    : Set.of();
            case WRITE -> type == Authorizer.ResourceType.TOPIC || type == Authorizer.ResourceType.TRANSACTIONAL_ID
                    ? EnumSet.of(AclOperation.WRITE)
                    : Set.of();
            case ADMIN -> switch (type) {
                case TOPIC -> EnumSet.of(AclOperation.CREATE, AclOperation.DELETE, AclOperation.ALTER,
                        AclOperation.ALTER_CONFIGS);
                case GROUP -> EnumSet.of(AclOperation.DELETE);
                case TRANSACTIONAL_ID -> Set.of();
                case BROKER -> EnumSet.of(AclOperation.ALTER, AclOperation.DESCRIBE_CONFIGS);
            };
        };
    }

    /// Returns the operations of ours that Kafka's operations allow together.
    static Set<Authorizer.AclOperation> held(Authorizer.ResourceType type, Collection<AclOperation> granted) {
        if (granted.contains(AclOperation.ALL) && type != Authorizer.ResourceType.BROKER) {
            return EnumSet.copyOf(ALL);
        }
        return ALL.stream().filter(
                operation -> !operations(type, operation).isEmpty() && granted.containsAll(operations(type, operation)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Authorizer.AclOperation.class)));
    }

    /// Whether operations of ours allow one of Kafka's.
    static boolean allow(Authorizer.ResourceType type, Set<Authorizer.AclOperation> held, AclOperation wanted) {
        boolean isBroker = type == Authorizer.ResourceType.BROKER;
        return switch (wanted) {
            case ALL -> !isBroker && held.equals(ALL);
            case DESCRIBE -> isBroker ? held.contains(Authorizer.AclOperation.ADMIN) : !held.isEmpty();
            case DESCRIBE_CONFIGS -> held.contains(Authorizer.AclOperation.ADMIN)
                    || type == Authorizer.ResourceType.TOPIC && held.contains(Authorizer.AclOperation.READ);
            default -> held.stream().anyMatch(operation -> operations(type, operation).contains(wanted));
        };
    }

    /// Whether a set of Kafka's operations has all those that only exist together with a given one.
    static boolean isComplete(Authorizer.ResourceType type, Set<AclOperation> operations, AclOperation wanted) {
        return ALL.stream().map(operation -> operations(type, operation)).filter(each -> each.contains(wanted))
                .allMatch(operations::containsAll);
    }

    /// Returns the ACLs of a permission; none if it allows nothing, such as writing to a group.
    static List<AclBinding> bindings(AclEntry entry) {
        boolean isBroker = entry.type() == Authorizer.ResourceType.BROKER;
        Set<AclOperation> operations = !isBroker && entry.operations().equals(ALL)
                ? EnumSet.of(AclOperation.ALL)
                : entry.operations().stream().flatMap(operation -> operations(entry.type(), operation).stream())
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(AclOperation.class)));
        ResourcePattern pattern = isBroker
                ? new ResourcePattern(ResourceType.CLUSTER, CLUSTER, PatternType.LITERAL)
                : pattern(entry);
        return operations.stream()
                .map(operation -> new AclBinding(pattern, new AccessControlEntry(UserFile.PRINCIPAL_TYPE + entry.user(),
                        ANY_HOST, operation, AclPermissionType.ALLOW)))
                .toList();
    }

    private static ResourcePattern pattern(AclEntry entry) {
        ResourceType type = TYPES.entrySet().stream().filter(each -> each.getValue() == entry.type()).findFirst()
                .orElseThrow().getKey();
        String name = entry.pattern();
        boolean isPrefix = name.endsWith("*") && name.length() > 1;
        return new ResourcePattern(type, isPrefix ? name.substring(0, name.length() - 1) : name,
                isPrefix ? PatternType.PREFIXED : PatternType.LITERAL);
    }

    /// @throws ErrorResponseException INVALID_REQUEST if a [UserFile] cannot express the ACL, apart from its operation
    static Target target(AclBinding binding) {
        AccessControlEntry entry = binding.entry();
        ResourcePattern pattern = binding.pattern();
        check(entry.permissionType() == AclPermissionType.ALLOW, "permission type " + entry.permissionType()
                + " cannot be stored: a users file has ALLOW only, and denies" + " everything else");
        check(entry.host().equals(ANY_HOST),
                "host " + entry.host() + " cannot be stored: a permission is valid for all hosts; use *");
        check(entry.principal().startsWith(UserFile.PRINCIPAL_TYPE),
                "principal " + entry.principal() + " cannot be stored: it must be User:NAME or User:*");
        check(TYPES.containsKey(pattern.resourceType()), "resource type " + pattern.resourceType()
                + " cannot be stored: a users file has TOPIC, GROUP, TRANSACTIONAL_ID and CLUSTER");
        check(pattern.resourceType() != ResourceType.CLUSTER || pattern.name().equals(CLUSTER),
                "The only valid name for the CLUSTER resource is " + CLUSTER);
        String user = entry.principal().substring(UserFile.PRINCIPAL_TYPE.length());
        return new Target(user, TYPES.get(pattern.resourceType()),
                pattern.resourceType() == ResourceType.CLUSTER ? "*" : name(pattern));
    }

    private static String name(ResourcePattern pattern) {
        String name = pattern.name();
        check(!name.isEmpty(), "Invalid empty resource name");
        if (name.equals("*") && pattern.patternType() == PatternType.LITERAL) {
            return name;
        }
        check(name.chars()
                .noneMatch(letter -> letter == '*' || Character.isWhitespace(letter) || Character.isSpaceChar(letter)
                        || Character.isISOControl(letter)),
                "name \"" + name + "\" cannot be stored: in a users file, a name has no * and no white space");
        return switch (pattern.patternType()) {
            case LITERAL -> name;
            case PREFIXED -> name + "*";
            default -> throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    "pattern type " + pattern.patternType() + " cannot be stored; use LITERAL or PREFIXED");
        };
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST, otherwise);
        }
    }

    /// Returns why an operation cannot be stored.
    static String refusal(Authorizer.ResourceType type, AclOperation wanted) {
        String what = wanted + " on a " + (type == Authorizer.ResourceType.BROKER ? "CLUSTER" : type);
        return Arrays.stream(Authorizer.AclOperation.values()).map(operation -> operations(type, operation))
                .filter(all -> all.contains(wanted)).findFirst()
                .map(all -> what + " cannot be separated: a users file allows " + all
                        + " together; name all of them in one request")
                .orElse(what + " cannot be stored: a users file allows READ, WRITE or the administration of a resource,"
                        + " each with DESCRIBE");
    }
}
