/// Kafka's wire protocol, and the requests of producers and consumers.
package gregor.kafka;
