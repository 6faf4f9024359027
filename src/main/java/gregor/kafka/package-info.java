/// Lesson 13: the door that the world uses, Kafka's wire protocol.
package gregor.kafka;
