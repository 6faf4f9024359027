/// The log survives the process.
package gregor.file;
