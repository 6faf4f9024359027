/// Kaf: its file format as a log, its requests, and its folder of logs.
package gregor.ancestor.kaf;
