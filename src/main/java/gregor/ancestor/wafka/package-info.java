/// Wafka: its file format as a log, its requests, and its partitioning by a field.
package gregor.ancestor.wafka;
