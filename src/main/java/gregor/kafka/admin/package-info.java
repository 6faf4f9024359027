/// Administrative requests: topics, partitions, configurations, records and groups.
package gregor.kafka.admin;
