package gregor.schema;

/// One version of a subject.
///
/// @param version a number from 1 on, which the subject gives to one schema only
/// @param id      the number of the schema, which data that was written with it begins with
/// @param deleted whether it is deleted softly: readers of old data still find its id
record SchemaVersion(String subject, int version, int id, String type, String text, boolean deleted) {
    SchemaVersion withDeleted(boolean other) {
        return new SchemaVersion(subject, version, id, type, text, other);
    }
}
