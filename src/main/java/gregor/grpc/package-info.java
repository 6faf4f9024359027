/// A gRPC door: the service of `gregor.proto`, and modules for further services.
package gregor.grpc;
