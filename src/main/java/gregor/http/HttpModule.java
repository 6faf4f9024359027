package gregor.http;

import module java.base;

/// Further requests for an [HttpDoor], such as those of another system, with what they need and describe.
///
/// The door closes its modules when it is closed, and also when it cannot be opened.
public interface HttpModule extends AutoCloseable {
    /// Adds the requests to the router of a door.
    void addRoutes(Router router);

    /// Returns the module's part of `openapi.json`: a JSON object with `paths`, `components` and a description in
    /// `info`. It may refer to the components of the door's own document.
    byte[] openApi();

    /// Returns the HTTP status for an exception that only this module's requests throw; empty for all others.
    default OptionalInt status(RuntimeException failure) {
        return OptionalInt.empty();
    }

    /// Releases what the module holds; the broker stays open.
    @Override
    default void close() {}
}
