/// Many writers, many readers.
package gregor.producer;
