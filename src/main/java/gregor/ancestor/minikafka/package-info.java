/// MiniKafka: its gRPC service, its clients, and its eviction.
package gregor.ancestor.minikafka;
