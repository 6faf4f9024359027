/// Lesson 12: a door with a contract.
package gregor.grpc;
