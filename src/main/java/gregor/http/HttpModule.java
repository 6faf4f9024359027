package gregor.http;

/// Further requests for an [HttpDoor], such as those of another system.
///
/// The file `openapi.json` in the package of the module is its part of the document: a JSON object with `paths`,
/// `components` and a description in `info`. It may refer to the components of the door's own document.
/// The door closes its modules when it is closed, and also when it cannot be opened.
public interface HttpModule extends AutoCloseable {
    /// Adds the requests to the router of a door.
    void addRoutes(Router router);

    /// Releases what the module holds; the broker stays open.
    @Override
    default void close() {}
}
