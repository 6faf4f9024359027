/// The complete door for Kafka's clients: the APIs of `kafka`, `kafka.admin`, `kafka.consumer` and `kafka.security`.
package gregor.kafka.server;
