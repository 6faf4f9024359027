package gregor.grpc;

import io.grpc.BindableService;

/// A further service for a [GrpcDoor], such as that of another system. The door closes it when it is closed.
public interface GrpcModule extends BindableService, AutoCloseable {
    /// Releases what the service holds; the broker stays open.
    @Override
    default void close() {}
}
