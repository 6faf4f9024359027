/// Many threads, one log.
package gregor.thread;
