package gregor.schema;

import module java.base;

/// Refuses a request to the registry, with the codes of Confluent's Schema Registry. Nothing has been changed.
public final class SchemaException extends RuntimeException {
    static final int SUBJECT_NOT_FOUND = 40401;
    static final int VERSION_NOT_FOUND = 40402;
    static final int SCHEMA_NOT_FOUND = 40403;
    static final int SUBJECT_SOFT_DELETED = 40404;
    static final int SUBJECT_NOT_SOFT_DELETED = 40405;
    static final int VERSION_SOFT_DELETED = 40406;
    static final int VERSION_NOT_SOFT_DELETED = 40407;
    static final int NO_SUBJECT_COMPATIBILITY = 40408;
    static final int NO_SUBJECT_MODE = 40409;
    static final int INCOMPATIBLE = 409;
    static final int INVALID_SCHEMA = 42201;
    static final int INVALID_VERSION = 42202;
    static final int INVALID_COMPATIBILITY = 42203;
    static final int INVALID_MODE = 42204;
    static final int NOT_PERMITTED = 42205;
    static final int INVALID_SUBJECT = 42208;
    static final int TOO_LARGE = 42209;
    static final int UNKNOWN_FIELD = 422;
    static final int STORE = 50001;

    private final int code;

    SchemaException(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }

    static SchemaException subjectNotFound(String subject) {
        return new SchemaException(SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    static SchemaException versionNotFound(int version) {
        return new SchemaException(VERSION_NOT_FOUND, "Version " + version + " not found.");
    }

    static SchemaException invalid(String reason) {
        return new SchemaException(INVALID_SCHEMA, "Invalid schema: " + reason);
    }
}
