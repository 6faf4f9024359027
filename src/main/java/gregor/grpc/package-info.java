/// Lesson 19: a door with a contract.
package gregor.grpc;
