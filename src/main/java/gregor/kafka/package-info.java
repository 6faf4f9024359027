/// Lesson 14: the door that the world uses, Kafka's wire protocol.
package gregor.kafka;
